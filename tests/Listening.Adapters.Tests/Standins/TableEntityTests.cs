using Azure;
using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

public sealed class TableEntityTests
{
    [Fact]
    public void A_getter_gives_nothing_for_a_missing_property_and_refuses_another_type()
    {
        var row = new TableEntity("p", "r") { ["Likes"] = 3 };

        Assert.Null(row.GetInt64("Missing"));
        Assert.Null(row["Missing"]);
        Assert.Throws<InvalidOperationException>(() => row.GetInt64("Likes"));
        Assert.Throws<InvalidOperationException>(() => row.GetString("Likes"));
    }

    [Fact]
    public void A_number_keeps_its_type_when_an_int_is_assigned()
    {
        var row = new TableEntity { ["Score"] = 0.5, ["Count"] = 5L };

        (row["Score"], row["Count"]) = (1, 6);

        Assert.Equal((1.0, 6L), (row.GetDouble("Score"), row.GetInt64("Count")));
    }

    [Fact]
    public void Keys_and_etag_are_entries_of_the_dictionary_too()
    {
        var row = new TableEntity("p", "r") { ETag = new ETag("W/\"1\"") };

        Assert.Equal(("p", "r", "W/\"1\""), (row["PartitionKey"], row["RowKey"], row["odata.etag"]));
        Assert.Equal(3, row.Count);
        Assert.Equal(default, new TableEntity().ETag);
    }
}
