using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

public sealed class TableFilterTests
{
    [Fact]
    public void A_quote_in_a_value_cannot_end_it()
    {
        var name = "x' or PartitionKey ne '";

        Assert.Equal("Author eq 'x'' or PartitionKey ne '''", TableClient.CreateQueryFilter($"Author eq {name}"));
    }

    [Fact]
    public void Values_are_written_as_what_they_are()
    {
        var at = new DateTimeOffset(2026, 8, 17, 9, 30, 0, TimeSpan.FromHours(2));

        Assert.Equal(
            "A eq 5 and B eq 5L and C eq 0.5 and D eq true and E eq guid'00000000-0000-0000-0000-000000000000' and F eq datetime'2026-08-17T07:30:00Z'",
            TableClient.CreateQueryFilter($"A eq {5} and B eq {5L} and C eq {0.5} and D eq {true} and E eq {Guid.Empty} and F eq {at}"));
    }

    [Fact]
    public void A_value_that_tables_cannot_compare_is_refused() =>
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new Uri("http://a")}"));
}
