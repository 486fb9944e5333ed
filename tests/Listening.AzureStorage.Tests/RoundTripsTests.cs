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

/// <summary>What a batch costs in requests. A change that makes it cost more has to say so here.</summary>
[Collection("Azurite")]
public sealed class RoundTripsTests(AzuriteFixture azurite)
{
    private const int Fresh = 400;
    private const int Complaints = 50;

    [Fact]
    public async Task A_fresh_batch_of_400_with_50_alerts_needs_30_transactions_and_a_message_per_alert()
    {
        var (account, requests) = await ConnectAsync();

        await RunAsync(account);

        Assert.Equal(
            new Dictionary<string, int>
            {
                // Locations 8 (one per partition), authors 8, rows 4, locations of cases 8, cases 1, marks 1. Cases need no
                // author entries of their own: a mention's entry names its case.
                ["POST transaction"] = 30,
                // The source profiles, once a minute and process however many batches; the page with the mentions of the 50 cases, as
                // an alert says what is true when it is sent.
                ["GET other"] = 2,
                ["PUT other"] = 1, // the queue care-alerts, once in this process's life
                ["POST message"] = Complaints,
            },
            requests.TakeCounts());
        // That page has one column of each row; whole rows took half a megabyte.
        Assert.InRange(requests.LargestAnswer, 10_000, 250 * Fresh);
    }

    [Fact]
    public async Task A_batch_delivered_again_reads_its_rows_by_the_page_and_each_case_and_writes_nothing()
    {
        var (account, requests) = await ConnectAsync();
        await RunAsync(account);
        requests.TakeCounts();

        await RunAsync(account);

        Assert.Equal(
            new Dictionary<string, int>
            {
                // The attempts to add locations that are there, which spare a fresh batch 450 reads. No author is written again.
                ["POST transaction"] = 16,
                ["GET other"] = 2, // the source profiles, and the page of 400 rows
                // Where each case is, and whether it was announced; the first and last row of 16 transactions, one of which has one row.
                ["GET row"] = (2 * Complaints) + 31,
            },
            requests.TakeCounts());
    }

    /// <summary>Another source, or another page length, divides the same posts into other batches.</summary>
    [Fact]
    public async Task Known_posts_of_several_earlier_batches_are_read_by_the_page_too()
    {
        var (account, requests) = await ConnectAsync();
        var posts = Samples.Posts(3 * Fresh, "Nordrad fährt")
            .Select(post => post with { PostedAt = Samples.Morning.AddMinutes(-1) }).ToList();
        foreach (var batch in posts.Chunk(Fresh))
        {
            await RunAsync(account, batch);
        }

        requests.TakeCounts();

        await RunAsync(account, [.. posts.Skip(Fresh / 2).Take(2 * Fresh)]);

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["POST transaction"] = 13,
                // The source profiles; the page where a fresh batch would be put, and those of the three earlier batches.
                ["GET other"] = 5,
                // The first and last row of 13 transactions, one of which has one row, which is read alone; and where one post of
                // each earlier batch is.
                ["GET row"] = 26 + 1 + 3,
            },
            requests.TakeCounts());
    }

    [Fact]
    public async Task A_known_post_among_fresh_ones_costs_two_reads_and_a_transaction()
    {
        var (account, requests) = await ConnectAsync();
        var posts = Samples.Posts(Fresh, "Nordrad fährt");
        await RunAsync(account, [.. posts.Take(1)]);
        requests.TakeCounts();

        await RunAsync(account, [.. posts.Skip(1), posts[0]]);

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["POST transaction"] = 8 + 1 + 8 + 4, // locations, one of them again; authors, rows
                ["GET other"] = 1,
                ["GET row"] = 3, // the known post's location and row, and whether its last neighbour is known too
            },
            requests.TakeCounts());
    }

    [Fact]
    public async Task Learning_source_profiles_costs_a_query_per_brand_and_page_and_a_write_per_profile()
    {
        var (account, requests) = await ConnectAsync();
        var posts = Samples.Posts(600)
            .Select((post, i) => post with { Text = $"Nordrad {i}", PostedAt = Samples.Morning.AddMinutes(-i) })
            .ToList();
        await new TableMentions(account).WriteAsync(
            [.. posts.Select((post, i) => post.Judged() with { Location = Keys.MentionPartition("nordrad", post.Timestamp, i) })], default);
        requests.TakeCounts();

        await new LearnSourceProfilesStep(
            new FixedConfig(Samples.Config),
            new WordModel(),
            new TableMentions(account),
            new TableAnnotations(account),
            new TableSourceProfiles(account),
            new ManualTime(Samples.Morning),
            NullLogger<LearnSourceProfilesStep>.Instance).RunAsync(default);

        // The profiles as they are, then the posts and annotations of two brands; one of their sources has posts to learn from.
        Assert.Equal(new Dictionary<string, int> { ["GET other"] = 5, ["POST other"] = 1 }, requests.TakeCounts());
        Assert.Equal(600, Assert.Single(await new TableSourceProfiles(account).AllAsync(default)).Profile!.Texts);
    }

    [Fact]
    public async Task A_transaction_never_exceeds_4_mebibytes_whatever_the_letters()
    {
        var (account, requests) = await ConnectAsync();
        var posts = Samples.Posts(150, new string('ü', Mention.MaxTextLength));

        await new TableMentions(account).WriteAsync([.. posts.Select(post => post.Judged() with { Location = "nordrad|0|0" })], default);

        Assert.InRange(requests.LargestBody, 1024 * 1024, 4 * 1024 * 1024);
    }

    private async Task<(StorageAccount Account, Requests Requests)> ConnectAsync()
    {
        var (account, requests) = Requests.Connect(azurite);
        await account.CreateAsync(default);
        requests.TakeCounts();
        return (account, requests);
    }

    private static Task RunAsync(StorageAccount account) => RunAsync(
        account,
        [.. Samples.Posts(Fresh, "Nordrad fährt").Select((post, i) => i < Complaints ? post with { Text = "Nordrad ist kaputt" } : post)]);

    private static async Task RunAsync(StorageAccount account, IReadOnlyList<Mention> posts)
    {
        using var metrics = new ListeningMetrics();
        var (config, time, cases) = (new FixedConfig(Samples.Config), new ManualTime(Samples.Morning), new TableCases(account));
        var (mentions, authors) = (new TableMentions(account), new TableAuthorIndex(account));
        var review = new CaseReview(cases, mentions, config, metrics, time, NullLogger<CaseReview>.Instance);
        using var profiles = new CurrentSourceProfiles(new TableSourceProfiles(account), time);
        var pipeline = new Pipeline(
            new AdmitStep(
                config, new TableMentionIndex(account), new TableIrrelevantMentions(account), metrics, NullLogger<AdmitStep>.Instance),
            profiles,
            new UnderstandStep(new WordModel()),
            new StoreStep(mentions, authors, metrics, time),
            new RouteStep(config, time),
            new OpenCasesStep(
                cases,
                review,
                new Announcer(cases, review, new StorageAlertQueues(account), metrics, time),
                NullLogger<OpenCasesStep>.Instance),
            new StorageMentionQueue(account),
            NullLogger<Pipeline>.Instance);
        await pipeline.RunAsync(Samples.Batch("forum", posts), 1, default);
    }
}
