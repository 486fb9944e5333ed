using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Listening.Adapters.Tests.Standins;

/// <summary>Queries page on until there is nothing left, and start again where a token says.</summary>
public sealed class TableQueryTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private readonly string _prefix = azurite.NewPrefix() + "x";

    [Fact]
    public async Task All_rows_come_however_many_pages_they_take()
    {
        await FillAsync("brand", 2_300);

        var pages = await PagesAsync(Table.QueryAsync<TableEntity>("PartitionKey eq 'brand'"));

        Assert.Equal([1_000, 1_000, 300], pages.Select(page => page.Values.Count));
        Assert.Equal(2_300, pages.SelectMany(page => page.Values).Select(row => row.RowKey).Distinct().Count());
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task A_token_continues_after_its_page()
    {
        await FillAsync("Straße 100%", 30);
        var query = Table.QueryAsync<TableEntity>(maxPerPage: 10);
        var first = (await PagesAsync(query))[0];

        var rest = new List<Page<TableEntity>>();
        await foreach (var page in query.AsPages(first.ContinuationToken, pageSizeHint: 15))
        {
            rest.Add(page);
        }

        Assert.Equal([15, 5], rest.Select(page => page.Values.Count));
        Assert.Equal("00010", rest[0].Values[0].RowKey);
    }

    [Fact]
    public async Task Only_the_chosen_columns_come()
    {
        await Table.AddEntityAsync(new TableEntity("brand", "1") { ["Text"] = "lang", ["Likes"] = 3L });

        var one = (await Table.GetEntityAsync<TableEntity>("brand", "1", ["RowKey", "Likes"])).Value;
        var many = (await PagesAsync(Table.QueryAsync<TableEntity>(select: ["RowKey", "Likes"]))).Single().Values.Single();

        Assert.Equal(("1", 3L, null), (one.RowKey, one.GetInt64("Likes"), one.GetString("Text")));
        Assert.Equal(("1", 3L, null), (many.RowKey, many.GetInt64("Likes"), many.GetString("Text")));
    }

    [Fact]
    public async Task Values_in_a_filter_are_compared_by_their_type()
    {
        var at = new DateTimeOffset(2026, 8, 17, 9, 30, 0, TimeSpan.Zero);
        var id = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("brand", "1") { ["At"] = at, ["Count"] = 5L, ["Id"] = id, ["Score"] = 0.5, ["Open"] = true });
        await Table.AddEntityAsync(new TableEntity("brand", "2") { ["At"] = at.AddSeconds(1), ["Count"] = 6L, ["Id"] = Guid.NewGuid(), ["Score"] = 0.6, ["Open"] = false });

        foreach (var filter in (string[])[
            TableClient.CreateQueryFilter($"At le {at}"), TableClient.CreateQueryFilter($"Count lt {6L}"),
            TableClient.CreateQueryFilter($"Id eq {id}"), TableClient.CreateQueryFilter($"Score le {0.5}"),
            TableClient.CreateQueryFilter($"Open eq {true}")])
        {
            var row = (await PagesAsync(Table.QueryAsync<TableEntity>(filter))).SelectMany(page => page.Values).Single();
            Assert.Equal("1", row.RowKey);
        }
    }

    [Fact]
    public async Task A_filter_the_service_cannot_read_is_its_error()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => PagesAsync(Table.QueryAsync<TableEntity>("PartitionKey equals brand")));

        Assert.Equal(400, refused.Status);
    }

    [Fact]
    public async Task Tables_are_created_listed_and_deleted_and_twice_does_no_harm()
    {
        foreach (var name in (string[])["a", "b", "c", "a"])
        {
            Assert.Equal(_prefix + name, (await Service.CreateTableIfNotExistsAsync(_prefix + name)).Value.Name);
        }

        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {_prefix} and TableName lt {_prefix + "z"}");
        var pages = await PagesAsync(Service.QueryAsync(filter, maxPerPage: 2));
        var deleted = await Task.WhenAll(((string[])["a", "b", "c"]).Select(name => Service.DeleteTableAsync(_prefix + name)));

        Assert.Equal([2, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([_prefix + "a", _prefix + "b", _prefix + "c"], pages.SelectMany(page => page.Values).Select((TableItem item) => item.Name));
        Assert.All(deleted, response => Assert.Equal(204, response.Status));
        Assert.Equal(404, (await Service.DeleteTableAsync(_prefix + "a")).Status);
    }

    [Fact]
    public async Task A_table_that_does_not_exist_is_named_as_such()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => Service.GetTableClient(_prefix + "none").AddEntityAsync(new TableEntity("brand", "1")));

        Assert.Equal((404, "TableNotFound"), (refused.Status, refused.ErrorCode));
    }

    private async Task FillAsync(string partition, int rows)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity(partition, $"{i:00000}") { ["Text"] = "Wo bleibt mein Paket?" })));
        }
    }

    private static async Task<List<Page<T>>> PagesAsync<T>(AsyncPageable<T> rows)
        where T : notnull
    {
        List<Page<T>> pages = [];
        await foreach (var page in rows.AsPages())
        {
            pages.Add(page);
        }

        return pages;
    }
}
