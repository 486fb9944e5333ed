using Listening.Configuration;
using Listening.Domain;
using Listening.Store;
using Listening.Testing;
using Listening.Understand;

namespace Listening.AzureStorage.Tests;

public abstract class MentionsContract
{
    private const string Here = "nordrad|0000000001|0";

    protected abstract Task<IMentions> CreateAsync();

    [Fact]
    public async Task Every_field_comes_back_as_it_was_written()
    {
        var mentions = await CreateAsync();
        var full = Samples.Everything;
        var bare = new JudgedMention(
            "nordrad",
            new Mention
            {
                Id = MentionId.For("x", "2"),
                Platform = "x",
                NativeId = "2",
                Source = "s",
                Text = "",
                FetchedAt = Samples.Morning,
                Revision = "",
                Deleted = true,
            },
            new Verdict(Polarity.Unknown, default, "other", "starter-1"));
        var named = (Samples.Post("3", "hm") with { Rating = 0, Author = new Author("", "", "", 0) }).Judged();

        await mentions.WriteAsync([Add(full), Add(bare), Add(named)], default);

        Assert.Equal(
            [full, bare, named], (await mentions.FindAsync([Place(full), Place(bare), Place(named)], default)).Select(row => row!.WithoutPlace()));
    }

    [Fact]
    public async Task A_row_is_found_at_its_location_only()
    {
        var mentions = await CreateAsync();
        var post = Samples.Post("1", "Wo bleibt es?").Judged();
        await mentions.WriteAsync([Add(post)], default);

        var found = await mentions.FindAsync([Place(post) with { Location = "nordrad|0000000002|0" }, Place(post)], default);

        Assert.Null(found[0]);
        Assert.Equal(post, found[1]!.WithoutPlace());
    }

    [Fact]
    public async Task What_others_wrote_meanwhile_is_not_written_over_and_its_neighbours_are_written()
    {
        var mentions = await CreateAsync();
        var posts = Samples.Posts(250).Select(post => post.Judged()).ToList();
        await mentions.WriteAsync([.. posts.Where((_, i) => i % 100 == 3).Select(Add)], default);

        var written = await mentions.WriteAsync([.. posts.Select(post => Add(post with { EditedAt = Samples.Morning }))], default);

        var rows = await mentions.FindAsync([.. posts.Select(Place)], default);
        Assert.Equal(posts.Select((_, i) => i % 100 != 3), written);
        Assert.All(rows.Select((row, i) => (row, i)), item => Assert.Equal(item.i % 100 == 3, item.row!.EditedAt is null));
    }

    [Fact]
    public async Task An_edit_needs_the_version_it_replaces()
    {
        var mentions = await CreateAsync();
        var post = Samples.Post("1", "Wo bleibt es?").Judged();
        await mentions.WriteAsync([Add(post)], default);
        var stored = (await mentions.FindAsync([Place(post)], default)).Single()!;

        var edited = Edit(stored, "Es ist da.");
        var first = await mentions.WriteAsync([edited], default);
        var second = await mentions.WriteAsync([Edit(stored, "Es ist doch nicht da.")], default);

        Assert.Equal([true], first);
        Assert.Equal([false], second);
        Assert.Equal(edited.WithoutPlace(), (await mentions.FindAsync([Place(post)], default)).Single()!.WithoutPlace());
    }

    [Fact]
    public async Task An_edit_leaves_nothing_of_what_stood_there()
    {
        var mentions = await CreateAsync();
        var post = (Samples.Post("1", "Wo bleibt es?") with { Title = "Ärger", Rating = 1 }).Judged();
        await mentions.WriteAsync([Add(post)], default);
        var version = (await mentions.FindAsync([Place(post)], default)).Single()!.Version;

        var emptied = post with
        {
            Mention = post.Mention with { Text = "", Title = null, Rating = null, Author = null, Url = null, Deleted = true },
        };
        await mentions.WriteAsync([emptied with { Location = Here, Version = version }], default);

        Assert.Equal(emptied, (await mentions.FindAsync([Place(post)], default)).Single()!.WithoutPlace());
    }

    [Fact]
    public async Task A_row_that_is_gone_is_not_edited_back()
    {
        var mentions = await CreateAsync();
        var post = Samples.Post("1", "Wo bleibt es?").Judged();
        await mentions.WriteAsync([Add(post)], default);
        var version = (await mentions.FindAsync([Place(post)], default)).Single()!.Version;

        var never = Samples.Post("2", "Nie gesehen.").Judged();

        Assert.Equal([false], await mentions.WriteAsync([never with { Location = Here, Version = version }], default));
        Assert.Null((await mentions.FindAsync([Place(never)], default)).Single());
    }

    [Theory]
    [InlineData('a')]
    [InlineData('ä')]
    [InlineData('日')]
    [InlineData('"')]
    public async Task Many_long_posts_of_one_hour_are_written_whole(char letter)
    {
        var mentions = await CreateAsync();
        var posts = Samples.Posts(150, new string(letter, Mention.MaxTextLength)).Select(post => post.Judged()).ToList();

        var written = await mentions.WriteAsync([.. posts.Select(Add)], default);

        Assert.All(written, Assert.True);
        Assert.Equal(posts, (await mentions.FindAsync([.. posts.Select(Place)], default)).Select(row => row!.WithoutPlace()));
    }

    [Fact]
    public async Task Of_workers_that_write_the_same_rows_at_once_exactly_one_writes_each()
    {
        var mentions = await CreateAsync();
        var posts = Samples.Posts(150).Select(post => post.Judged()).ToList();

        var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(async worker =>
        {
            var mine = posts.Skip(worker * 20).Concat(posts.Take(worker * 20)).ToList();
            var written = await mentions.WriteAsync([.. mine.Select(Add)], default);
            return mine.Zip(written).Where(pair => pair.Second).Select(pair => pair.First.Mention.Id);
        }));

        var ids = all.SelectMany(written => written).ToList();
        Assert.Equal(posts.Count, ids.Count);
        Assert.Equal(posts.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Nothing_to_write_is_nothing_written()
    {
        var mentions = await CreateAsync();

        Assert.Empty(await mentions.WriteAsync([], default));
        Assert.Empty(await mentions.FindAsync([], default));
    }

    private static JudgedMention Add(JudgedMention judged) => judged with { Location = Here };

    private static JudgedMention Edit(JudgedMention stored, string text) =>
        stored with { Mention = stored.Mention with { Text = text, Revision = "2" }, EditedAt = Samples.Morning.AddMinutes(1) };

    [Fact]
    public async Task A_brands_posts_since_an_instant_are_read_newest_first_and_taken_back_ones_too()
    {
        var mentions = await CreateAsync();
        var posts = Enumerable.Range(0, 30)
            .Select(i => Samples.Post($"p{i}", "Wo bleibt es?") with { PostedAt = Samples.Morning.AddMinutes(-17 * i), Deleted = i == 2 })
            .ToList();
        foreach (var brand in (string[])["nordrad", "nordrad-2"])
        {
            await mentions.WriteAsync(
                [.. posts.Select((post, i) => post.Judged(brand) with { Location = Keys.MentionPartition(brand, post.Timestamp, i) })],
                default);
        }

        var found = new List<JudgedMention>();
        await foreach (var judged in ((IPastMentions)mentions).SinceAsync("nordrad", posts[20].Timestamp, Samples.Morning, default))
        {
            found.Add(judged);
        }

        Assert.Equal(posts.Take(21).Select(post => post.Judged()), found);
    }

    private static AdmittedMention Place(JudgedMention judged) => new(judged.Brand, judged.Mention, Here, IsNew: false);
}

public sealed class InMemoryMentionsTests : MentionsContract
{
    protected override Task<IMentions> CreateAsync() => Task.FromResult<IMentions>(new InMemoryMentions());
}

[Collection("Azurite")]
public sealed class TableMentionsTests(AzuriteFixture azurite) : MentionsContract
{
    [Fact]
    public async Task A_row_from_before_there_were_intents_is_read_without_them()
    {
        var account = await azurite.NewAccountAsync();
        var post = Samples.Post("1", "Wo bleibt es?").Judged();
        var row = (post with
        {
            Verdict = post.Verdict with
            {
                Intent = new(Intent.Question, 0.9, Confident: true),
                Abuse = new(0.1, Detected: false),
                Spam = new(0.1, Detected: false),
                Care = new(0.1, AlertLevel.None) { Heads = CareReading.WordsAlone },
            },
        }).ToRow("nordrad|0|0", post.Mention.Id.Value);
        string[] columns =
        [
            "LikeliestSentiment", "Intent", "IntentConfidence", "IntentConfident", "Abuse", "AbuseDetected", "Spam", "SpamDetected",
            "NeedsAction", "AlertLevel", "Severity", "SeverityProbability", "Severe", "Voice", "Department", "Heads",
        ];
        foreach (var column in columns)
        {
            Assert.True(row.Remove(column), column);
        }

        await account.Mentions.AddEntityAsync(row);

        var found = await new TableMentions(account)
            .FindAsync([new AdmittedMention("nordrad", post.Mention, "nordrad|0|0", IsNew: false)], default);
        Assert.Equal(post, found.Single()!.WithoutPlace());
    }

    [Fact]
    public async Task Rows_are_found_by_brand_and_id_alone()
    {
        var account = await azurite.NewAccountAsync();
        var (seen, mentions) = (new TableMentionIndex(account), new TableMentions(account));
        var posts = Samples.Posts(12);
        var placed = await seen.GetOrAddAsync([.. posts.Select(post => ("nordrad", post))], default);
        await mentions.WriteAsync([.. placed.Skip(1).Select(place => place.Mention.Judged() with { Location = place.Location })], default);

        var found = await mentions.FindAsync(
            [.. posts.Select(post => ("nordrad", post.Id)), ("suedrad", posts[1].Id), ("nordrad", MentionId.For("x", "never"))], default);

        // The first was placed, but its row never written.
        Assert.Equal([null, .. posts.Skip(1).Select(post => post.Judged()), null, null], found.Select(row => row?.WithoutPlace()));
    }

    [Fact]
    public async Task A_brands_rows_come_newest_first_and_none_of_another_brands()
    {
        var account = await azurite.NewAccountAsync();
        var (seen, mentions) = (new TableMentionIndex(account), new TableMentions(account));
        var posts = Enumerable.Range(0, 30)
            .Select(i => Samples.Post($"p{i}", "Wo bleibt es?") with { PostedAt = Samples.Morning.AddMinutes(-17 * i) }).ToList();
        foreach (var chunk in posts.Chunk(4))
        {
            var placed = await seen.GetOrAddAsync([.. chunk.SelectMany(post => new[] { ("nordrad", post), ("nordrad-2", post) })], default);
            await mentions.WriteAsync(
                [.. placed.Select(place => place.Mention.Judged(place.Brand) with { Location = place.Location })], default);
        }

        var found = new List<JudgedMention>();
        await foreach (var judged in mentions.SinceAsync("nordrad", Samples.Morning.AddHours(-4), Samples.Morning, default))
        {
            found.Add(judged);
        }

        Assert.Equal(posts.Where(post => post.Timestamp >= Samples.Morning.AddHours(-4)).Select(post => post.Judged()), found);

        var both = new List<DateTimeOffset>();
        await foreach (var judged in mentions.SinceAsync(["nordrad", "nordrad-2"], Samples.Morning.AddHours(-4), Samples.Morning, default))
        {
            both.Add(judged.Mention.Timestamp);
        }

        Assert.Equal(2 * found.Count, both.Count);
        Assert.Equal(both.OrderDescending(), both);
    }

    protected override async Task<IMentions> CreateAsync() => new TableMentions(await azurite.NewAccountAsync());
}
