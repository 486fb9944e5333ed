using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Wire;

namespace Listening.Adapters.Tests.Standins.Inside;

public sealed class EntityJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 8, 17, 9, 30, 0, TimeSpan.FromHours(2));

    public static TheoryData<object, string> Values => new()
    {
        { "ä'\"\\\n🙂", """ "P":"\u00E4\u0027\u0022\\\n\uD83D\uDE42" """ },
        { true, """ "P":true """ },
        { 5, """ "P":5 """ },
        { 5L, """ "P@odata.type":"Edm.Int64","P":"5" """ },
        { 5.0, """ "P@odata.type":"Edm.Double","P":5 """ },
        { 0.1, """ "P@odata.type":"Edm.Double","P":0.1 """ },
        { double.NaN, """ "P@odata.type":"Edm.Double","P":"NaN" """ },
        { double.PositiveInfinity, """ "P@odata.type":"Edm.Double","P":"Infinity" """ },
        { double.NegativeInfinity, """ "P@odata.type":"Edm.Double","P":"-Infinity" """ },
        { Guid.Empty, """ "P@odata.type":"Edm.Guid","P":"00000000-0000-0000-0000-000000000000" """ },
        { At, """ "P@odata.type":"Edm.DateTime","P":"2026-08-17T07:30:00.0000000Z" """ },
        { new byte[] { 1, 2 }, """ "P@odata.type":"Edm.Binary","P":"AQI=" """ },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_with_the_type_json_would_lose_and_read_back(object value, string json)
    {
        var written = Encoding.ASCII.GetString(EntityJson.Write(new TableEntity { ["P"] = value }));

        Assert.Equal($"{{{json.Trim()}}}", written);
        Assert.Equal(value, Read(written)["P"]);
    }

    [Fact]
    public void What_the_service_keeps_itself_and_what_is_null_is_not_written()
    {
        var row = new TableEntity("p", "r") { ETag = new ETag("W/\"1\""), Timestamp = At, ["None"] = null };

        Assert.Equal("""{"PartitionKey":"p","RowKey":"r"}""", Encoding.ASCII.GetString(EntityJson.Write(row)));
    }

    [Fact]
    public void A_services_row_is_read_with_its_types()
    {
        var row = Read(
            """
            {"odata.metadata":"http://a/$metadata#T/@Element","odata.etag":"W/\"datetime'2026'\"","PartitionKey":"p","RowKey":"r",
             "Timestamp":"2026-08-17T07:30:00.1234567Z","Whole":5.0,"Large":3e10,"Small":-7,"Id":"8f1","Late":"12","Late@odata.type":"Edm.Int64"}
            """);

        Assert.Equal(new ETag("W/\"datetime'2026'\""), row.ETag);
        Assert.Equal(At.AddTicks(1234567), row.Timestamp);
        Assert.Equal((5.0, 3e10, -7, 12L), (row.GetDouble("Whole"), row.GetDouble("Large"), row.GetInt32("Small"), row.GetInt64("Late")));
        Assert.Equal(["Id", "Large", "Late", "PartitionKey", "RowKey", "Small", "Timestamp", "Whole", "odata.etag"], row.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_type_that_tables_do_not_know_is_refused_by_name()
    {
        var refused = Assert.Throws<NotSupportedException>(() => EntityJson.Write(new TableEntity { ["Price"] = 1.5m }));

        Assert.Equal("A table cannot hold property 'Price' of type System.Decimal.", refused.Message);
    }

    private static TableEntity Read(string json) => EntityJson.Read<TableEntity>(JsonDocument.Parse(json).RootElement);
}
