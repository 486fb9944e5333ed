using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Listening.Adapters.Tests.Standins;

/// <summary>Rows go in, change under their ETag, and come out as they went in.</summary>
public sealed class TableRowTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_row_is_added_read_changed_and_deleted()
    {
        var added = await Table.AddEntityAsync(new TableEntity("brand", "1") { ["Text"] = "Wo bleibt mein Paket?", ["Likes"] = 3 });
        await Table.UpsertEntityAsync(new TableEntity("brand", "1") { ["Likes"] = 4 });
        var merged = (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value;
        await Table.UpsertEntityAsync(new TableEntity("brand", "1") { ["Likes"] = 5 }, TableUpdateMode.Replace);
        var replaced = (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value;
        var deleted = await Table.DeleteEntityAsync(replaced, replaced.ETag);

        Assert.NotEqual(default, added.Headers.ETag);
        Assert.Equal(("Wo bleibt mein Paket?", 4), (merged.GetString("Text"), merged.GetInt32("Likes")));
        Assert.Equal((null, 5), (replaced.GetString("Text"), replaced.GetInt32("Likes")));
        Assert.InRange(replaced.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(204, deleted.Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("brand", "1")).HasValue);
    }

    [Fact]
    public async Task Adding_a_row_twice_says_it_exists()
    {
        await Table.AddEntityAsync(new TableEntity("brand", "1"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("brand", "1")));

        Assert.Equal(409, refused.Status);
        Assert.Equal(TableErrorCode.EntityAlreadyExists.ToString(), refused.ErrorCode);
        Assert.True(refused.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Whoever_writes_with_an_old_etag_is_refused()
    {
        await Table.AddEntityAsync(new TableEntity("brand", "1") { ["Likes"] = 1 });
        var old = (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value;
        await Table.UpdateEntityAsync(new TableEntity("brand", "1") { ["Likes"] = 2 }, old.ETag);

        var update = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(old, old.ETag, TableUpdateMode.Replace));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("brand", "1", old.ETag));
        await Table.UpdateEntityAsync(new TableEntity("brand", "1") { ["Likes"] = 3 }, ETag.All);

        Assert.Equal((412, 412), (update.Status, delete.Status));
        Assert.Equal("UpdateConditionNotSatisfied", update.ErrorCode);
        Assert.Equal(3, (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value.GetInt32("Likes"));
    }

    [Fact]
    public async Task An_update_never_creates_a_row()
    {
        var missing = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("brand", "1"), ETag.All));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("brand", "1"), default));

        Assert.Equal(404, missing.Status);
    }

    [Fact]
    public async Task A_missing_row_is_an_error_for_get_and_an_answer_for_the_rest()
    {
        var get = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("brand", "none"));
        var getIfExists = await Table.GetEntityIfExistsAsync<TableEntity>("brand", "none");
        var delete = await Table.DeleteEntityAsync("brand", "none");

        Assert.Equal((404, "ResourceNotFound"), (get.Status, get.ErrorCode));
        Assert.Equal((false, 404), (getIfExists.HasValue, getIfExists.GetRawResponse().Status));
        Assert.Throws<InvalidOperationException>(() => getIfExists.Value);
        Assert.Equal(404, delete.Status);
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_went_in()
    {
        var at = new DateTimeOffset(2026, 8, 17, 9, 30, 15, 123, TimeSpan.FromHours(2)).AddTicks(4567);
        var id = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("brand", "1")
        {
            ["String"] = "grün",
            ["Empty"] = "",
            ["Null"] = null,
            ["Int32"] = int.MinValue,
            ["Int64"] = long.MaxValue,
            ["Double"] = 0.1,
            ["WholeDouble"] = 5.0,
            ["LargeDouble"] = 1e300,
            ["NaN"] = double.NaN,
            ["Infinity"] = double.NegativeInfinity,
            ["Boolean"] = true,
            ["Guid"] = id,
            ["Instant"] = at,
            ["DateTime"] = at.UtcDateTime,
            ["Binary"] = new byte[] { 0, 1, 255 },
            ["BinaryData"] = new BinaryData([7, 8]),
        });

        var row = (await Table.GetEntityAsync<TableEntity>("brand", "1")).Value;

        Assert.Equal(("grün", ""), (row.GetString("String"), row.GetString("Empty")));
        Assert.Null(row.GetString("Null"));
        Assert.Equal((int.MinValue, long.MaxValue), (row.GetInt32("Int32"), row.GetInt64("Int64")));
        Assert.Equal((0.1, 5.0, 1e300), (row.GetDouble("Double"), row.GetDouble("WholeDouble"), row.GetDouble("LargeDouble")));
        Assert.Equal((double.NaN, double.NegativeInfinity), (row.GetDouble("NaN"), row.GetDouble("Infinity")));
        Assert.Equal((true, id), (row.GetBoolean("Boolean"), row.GetGuid("Guid")));
        Assert.Equal((at, at.UtcDateTime), (row.GetDateTimeOffset("Instant"), row.GetDateTime("DateTime")));
        Assert.Equal([0, 1, 255], row.GetBinary("Binary"));
        Assert.Equal([7, 8], row.GetBinaryData("BinaryData").ToArray());
    }

    [Theory]
    [InlineData("Straße 'Zum Bäcker'")]
    [InlineData("100% %41 + & = ; , ()")]
    [InlineData("🙂 \"ja\" <b>")]
    [InlineData("''")]
    [InlineData("")]
    public async Task Keys_and_values_may_hold_what_people_write(string text)
    {
        await Table.AddEntityAsync(new TableEntity(text, text) { ["Text"] = text });
        await Table.UpdateEntityAsync(new TableEntity(text, text) { ["More"] = text }, ETag.All);
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertMerge, new TableEntity(text, text) { ["Third"] = text })]);

        var row = (await Table.GetEntityAsync<TableEntity>(text, text)).Value;
        var found = await RowsAsync(Table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {text} and RowKey eq {text} and Text eq {text}")));

        Assert.Equal((text, text), (row.PartitionKey, row.RowKey));
        Assert.Equal((text, text, text), (row.GetString("Text"), row.GetString("More"), row.GetString("Third")));
        Assert.Equal(row.ETag, Assert.Single(found).ETag);
        Assert.Equal(204, (await Table.DeleteEntityAsync(text, text)).Status);
    }

    [Fact]
    public async Task A_property_over_64_KiB_is_the_services_error()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.AddEntityAsync(new TableEntity("brand", "1") { ["Text"] = new string('x', (32 * 1024) + 1) }));

        Assert.Equal((400, "PropertyValueTooLarge"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_row_over_1_MiB_is_the_services_error()
    {
        var row = new TableEntity("brand", "1");
        for (var i = 0; i < 40; i++)
        {
            row[$"Text{i}"] = new string('x', 32 * 1024);
        }

        // Azurite 3.35 checks the size of an upsert, though not of an insert; Azure checks both.
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpsertEntityAsync(row));

        Assert.Equal((400, "EntityTooLarge"), (refused.Status, refused.ErrorCode));
    }

    private static async Task<List<TableEntity>> RowsAsync(AsyncPageable<TableEntity> rows)
    {
        List<TableEntity> found = [];
        await foreach (var row in rows)
        {
            found.Add(row);
        }

        return found;
    }
}
