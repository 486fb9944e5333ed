using Azure;
using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

/// <summary>A transaction happens as a whole or not at all, and names the action that stopped it.</summary>
public sealed class TableTransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_hundred_rows_go_in_at_once_and_each_gets_its_answer()
    {
        var answers = (await Table.SubmitTransactionAsync(Adds(0, 100))).Value;

        Assert.Equal(100, answers.Count);
        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
        Assert.Equal((await Table.GetEntityAsync<TableEntity>("brand", "042")).Value.ETag, answers[42].Headers.ETag);
        Assert.Equal(100, await CountAsync());
    }

    [Fact]
    public async Task Every_kind_of_action_does_what_it_says()
    {
        await Table.SubmitTransactionAsync(Adds(0, 5));
        var known = (await Table.GetEntityAsync<TableEntity>("brand", "000")).Value;

        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateMerge, new TableEntity("brand", "000") { ["More"] = 1 }, known.ETag),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("brand", "001") { ["More"] = 1 }),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("brand", "002") { ["More"] = 1 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("brand", "003") { ["More"] = 1 }),
            new(TableTransactionActionType.Delete, new TableEntity("brand", "004")),
            new(TableTransactionActionType.Add, new TableEntity("brand", "005") { ["Text"] = "Grüße 🙂 'ja'" }),
        ]);

        var rows = new List<(string, string?, int?)>();
        await foreach (var row in Table.QueryAsync<TableEntity>())
        {
            rows.Add((row.RowKey, row.GetString("Text"), row.GetInt32("More")));
        }

        Assert.Equal(
            [("000", "0", 1), ("001", null, 1), ("002", "2", 1), ("003", null, 1), ("005", "Grüße 🙂 'ja'", null)], rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(99)]
    public async Task One_row_that_exists_stops_them_all_and_is_named(int at)
    {
        await Table.AddEntityAsync(new TableEntity("brand", $"{at:000}"));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(Adds(0, 100)));

        Assert.Equal((409, "EntityAlreadyExists", at), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task An_old_etag_stops_them_all_and_is_named()
    {
        await Table.AddEntityAsync(new TableEntity("brand", "900"));
        var old = (await Table.GetEntityAsync<TableEntity>("brand", "900")).Value.ETag;
        await Table.UpsertEntityAsync(new TableEntity("brand", "900") { ["Likes"] = 1 });

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            .. Adds(0, 3),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("brand", "900") { ["Likes"] = 2 }, old),
        ]));

        Assert.Equal((412, 3), (failed.Status, failed.FailedTransactionActionIndex));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Deleting_a_row_that_is_gone_stops_them_all()
    {
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [.. Adds(0, 2), new(TableTransactionActionType.Delete, new TableEntity("brand", "none"))]));

        Assert.Equal((404, 2), (failed.Status, failed.FailedTransactionActionIndex));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task More_than_a_hundred_or_none_are_refused()
    {
        await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table.SubmitTransactionAsync(Adds(0, 101)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

        Assert.Equal(0, await CountAsync());
    }

    private static IEnumerable<TableTransactionAction> Adds(int from, int count) => Enumerable.Range(from, count).Select(
        i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("brand", $"{i:000}") { ["Text"] = $"{i}" }));

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var row in Table.QueryAsync<TableEntity>(select: ["RowKey"]))
        {
            count++;
        }

        return count;
    }
}
