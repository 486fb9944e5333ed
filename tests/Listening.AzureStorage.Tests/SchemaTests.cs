using Azure.Data.Tables;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

/// <summary>What the version before wrote is refused in one sentence with the remedy, and nothing of it is half-read.</summary>
[Collection("Azurite")]
public sealed class SchemaTests(AzuriteFixture azurite)
{
    private const string Refusal = "The storage holds data of another version of Listening (schema 1, this one needs 2): "
        + "delete the local runner's folder (.listening, or the one given by --folder); on Azure, start with an empty storage account.";

    private static readonly IEnumerable<string> Names =
        typeof(StorageAccount)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(TableClient))
            .Select(property => property.Name);

    public static TheoryData<string> Tables => [.. Names];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_service_does_not_start_on_rows_of_version_1(string table)
    {
        var account = await azurite.NewAccountAsync();
        await Table(account, table).AddEntityAsync(new TableEntity("nordrad", "1") { ["Schema"] = 1 });

        Assert.Equal(Refusal, (await Assert.ThrowsAsync<InvalidDataException>(() => account.CreateAsync(default))).Message);
    }

    [Fact]
    public async Task Rows_as_version_1_wrote_them_are_refused_wherever_they_are_read()
    {
        var account = await azurite.NewAccountAsync();
        var post = Samples.Post("1", "Kaputt!");
        var (mentions, cases) = (new TableMentions(account), new TableCases(account));
        var admitted = await new TableMentionIndex(account).GetOrAddAsync([("nordrad", post)], default);
        await mentions.WriteAsync([post.Judged() with { Location = admitted[0].Location }], default);
        await cases.OpenAsync([Samples.Case(post)], default);
        await new TableAuthorIndex(account).AddAsync([AuthorEntry.For(post.Judged())!], default);
        await new TableAnnotations(account)
            .SaveAsync(new Annotation("nordrad", post.Id, "Jana", Samples.Morning) { Sentiment = Polarity.Negative }, default);
        await new TableCheckpoints(account).SaveAsync(new Checkpoint { Source = "forum" }, default);
        await new TableSourceProfiles(account).ResetAsync("nordrad", "forum", Samples.Morning, default);
        await new TablePoisonedMessages(account).SaveAsync(new PoisonedMessage(Queues.Mentions, "1", "x", Samples.Morning), default);
        foreach (var table in Names.Select(name => Table(account, name)))
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                await table.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["Schema"] = 1 }, row.ETag);
            }
        }

        Func<Task>[] reads =
        [
            () => mentions.FindAsync(admitted, default),
            () => mentions.FindAsync([("nordrad", post.Id)], default),
            () => mentions.SinceAsync("nordrad", Samples.Morning.AddDays(-1), Samples.Morning, default).ToListAsync().AsTask(),
            () => mentions.BrandsAsync(default).ToListAsync().AsTask(),
            () => mentions.EraseAsync([AuthorEntry.For(post.Judged())!], default),
            () => new TableMentionIndex(account).GetOrAddAsync([("nordrad", post)], default),
            () => new TableMentionIndex(account).FindAsync([("nordrad", post)], default),
            () => cases.OpenAsync([Samples.Case(post)], default),
            () => cases.UnannouncedAsync(Samples.Morning.AddDays(-1), default).ToListAsync().AsTask(),
            () => new TableAuthorIndex(account).FindAsync("nordrad", AuthorKey.For("forum.example", "u-17"), default),
            () => new TableAnnotations(account).AllAsync(null, default).ToListAsync().AsTask(),
            () => new TableCheckpoints(account).FindAsync("forum", default),
            () => new TableCheckpoints(account).AllAsync(default),
            () => new TableSourceProfiles(account).AllAsync(default),
            () => new TablePoisonedMessages(account).AllAsync(default),
        ];

        Assert.All(
            await Task.WhenAll(reads.Select(read => Assert.ThrowsAsync<InvalidDataException>(read))),
            refused => Assert.Equal(Refusal, refused.Message));
    }

    [Fact]
    public void A_row_without_a_schema_is_refused_too() =>
        Assert.Contains(
            "(schema unknown, ",
            Assert.Throws<InvalidDataException>(() => new TableEntity("nordrad", "1").ToMention()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_row_that_lacks_what_it_must_have_is_refused_and_not_half_read()
    {
        var row = Samples.Everything.ToRow("nordrad|0|0", "1");
        row.Remove("NativeId");

        Assert.Contains("NativeId", Assert.Throws<InvalidDataException>(row.ToMention).Message, StringComparison.Ordinal);
    }

    private static TableClient Table(StorageAccount account, string name) =>
        (TableClient)typeof(StorageAccount).GetProperty(name)!.GetValue(account)!;
}
