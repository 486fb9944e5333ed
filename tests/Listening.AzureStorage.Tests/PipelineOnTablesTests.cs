using Listening.Admit;
using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Store;
using Listening.Telemetry;
using Listening.Testing;
using Listening.Understand;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.AzureStorage.Tests;

/// <summary>The promises that the crash tests hold in memory, held once more by real tables and queues.</summary>
[Collection("Azurite")]
public sealed class PipelineOnTablesTests(AzuriteFixture azurite)
{
    private static readonly MentionBatch Batch = Samples.Batch("forum", [.. Samples.Posts(130).Select((post, i) => post with
    {
        Text = i % 10 == 0 ? $"Mein Nordrad ist kaputt, {i}" : $"Nordrad und Südrad, {i}",
        Author = new Author($"u-{i % 40}"),
        Thread = i % 20 == 0 ? "t" : null,
        PostedAt = Samples.Morning.AddMinutes(-i),
    })]);

    [Theory]
    [InlineData(Death.Before)]
    [InlineData(Death.Halfway)]
    [InlineData(Death.After)]
    public async Task Whichever_call_dies_the_next_delivery_ends_in_the_same_rows(Death death)
    {
        var undisturbed = await azurite.NewAccountAsync();
        var calls = await RunAsync(undisturbed, Batch);
        var expected = await HeldAsync(undisturbed);

        for (var call = 0; call < calls; call++)
        {
            var account = await azurite.NewAccountAsync();
            await Assert.ThrowsAsync<CrashException>(() => RunAsync(account, Batch, call, death));
            await RunAsync(account, Batch, delivery: 2);

            AssertSame(expected, await HeldAsync(account));
        }
    }

    [Fact]
    public async Task Workers_on_the_same_batch_end_in_the_rows_of_one()
    {
        var one = await azurite.NewAccountAsync();
        await RunAsync(one, Batch);

        var many = await azurite.NewAccountAsync();
        await Task.WhenAll(
            RunAsync(many, Batch), RunAsync(many, Batch), RunAsync(many, Batch with { Mentions = [.. Batch.Mentions.Skip(60)] }));

        AssertSame(await HeldAsync(one), await HeldAsync(many), inTheSameOrder: false);
    }

    /// <summary>A blog's feed and the one of a category, or two exported files, read at the same time.</summary>
    [Fact]
    public async Task The_same_posts_from_several_sources_at_once_alert_once_for_each_case()
    {
        for (var round = 0; round < 5; round++)
        {
            var account = await azurite.NewAccountAsync();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RunAsync(
                account, Samples.Batch($"source-{i}", [.. Batch.Mentions.Select(post => post with { Source = $"source-{i}" })]))));

            var held = await HeldAsync(account);
            Assert.Equal(Ids(held).Count(), held.Alerts.Count);
        }
    }

    [Fact]
    public async Task A_partly_known_batch_ends_in_the_rows_of_a_fresh_one()
    {
        var fresh = await azurite.NewAccountAsync();
        await RunAsync(fresh, Batch);

        var partly = await azurite.NewAccountAsync();
        await RunAsync(partly, Batch with { Mentions = [.. Batch.Mentions.Where((_, i) => i % 3 == 1)] });
        await RunAsync(partly, Batch);

        AssertSame(await HeldAsync(fresh), await HeldAsync(partly), inTheSameOrder: false);
    }

    /// <param name="inTheSameOrder">False if another part of the batch may come first: which partition its rows share, and which
    /// post of an unhappy author opens the case, is then another, as the first one decides.</param>
    private static void AssertSame(Held expected, Held actual, bool inTheSameOrder = true)
    {
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(expected.Authors, actual.Authors);
        Assert.Equal(Ids(expected), Ids(actual));
        Assert.Equal(Ids(actual).Count(), actual.Alerts.Distinct().Count());
        if (inTheSameOrder)
        {
            Assert.Equal(expected.Partitions, actual.Partitions);
            Assert.Equal(expected.Alerts.Distinct().Order(StringComparer.Ordinal), actual.Alerts.Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Ids(Held held) =>
        held.Alerts.Select(alert => JsonDocument.Parse(alert).RootElement.GetProperty("id").GetString()!)
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>Returns how many port calls it took.</summary>
    private static async Task<int> RunAsync(
        StorageAccount account, MentionBatch batch, int dieAt = -1, Death death = Death.Before, long delivery = 1)
    {
        using var metrics = new ListeningMetrics();
        var faults = new Faults();
        faults.DieAt(dieAt, death);
        var (config, time, cases) = (
            new FixedConfig(Samples.Config), new ManualTime(Samples.Morning), faults.Around<ICases>(new TableCases(account)));
        var (mentions, authors) = (
            faults.Around<IMentions>(new TableMentions(account)), faults.Around<IAuthorIndex>(new TableAuthorIndex(account)));
        var review = new CaseReview(cases, faults.Around<ICaseMentions>(new TableMentions(account)), config, metrics, time, NullLogger<CaseReview>.Instance);
        var announcer = new Announcer(cases, review, faults.Around<IAlertQueues>(new StorageAlertQueues(account)), metrics, time);
        using var profiles = new CurrentSourceProfiles(faults.Around<ISourceProfiles>(new TableSourceProfiles(account)), time);
        var pipeline = new Pipeline(
            new AdmitStep(
                config,
                faults.Around<IMentionIndex>(new TableMentionIndex(account)),
                faults.Around<IIrrelevantMentions>(new TableIrrelevantMentions(account)),
                metrics,
                NullLogger<AdmitStep>.Instance),
            profiles,
            new UnderstandStep(new WordModel()),
            new StoreStep(mentions, authors, metrics, time),
            new RouteStep(config, time),
            new OpenCasesStep(cases, review, announcer, NullLogger<OpenCasesStep>.Instance),
            new StorageMentionQueue(account),
            NullLogger<Pipeline>.Instance);
        await pipeline.RunAsync(batch, delivery, default);
        return faults.Calls;
    }

    private static async Task<Held> HeldAsync(StorageAccount account)
    {
        var (rows, partitions) = (new List<JudgedMention>(), new List<string>());
        foreach (var brand in (string[])["nordrad", "suedrad"])
        {
            await foreach (
                var judged in new TableMentions(account).SinceAsync(brand, Samples.Morning.AddDays(-1), Samples.Morning, default))
            {
                rows.Add(judged);
            }
        }

        await foreach (var row in account.Mentions.QueryAsync<Azure.Data.Tables.TableEntity>(select: ["PartitionKey", "RowKey"]))
        {
            partitions.Add($"{row.PartitionKey} {row.RowKey}");
        }

        var authors = await account.AuthorIndex.QueryAsync<Azure.Data.Tables.TableEntity>()
            .Select(row => $"{row.PartitionKey} {row.RowKey}").ToListAsync();

        await foreach (
            var page in new TableCases(account).UnannouncedAsync(Samples.Morning.AddDays(-1), default))
        {
            Assert.Empty(page);
        }

        var alerts = new List<string>();
        while (await account.Queue("care-alerts").ReceiveMessagesAsync(32) is { Value: { Length: > 0 } messages })
        {
            alerts.AddRange(messages.Select(message => Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText))));
        }

        return new Held(rows, partitions, authors, alerts);
    }

    private sealed record Held(
        IReadOnlyList<JudgedMention> Rows, IReadOnlyList<string> Partitions, IReadOnlyList<string> Authors, IReadOnlyList<string> Alerts);
}
