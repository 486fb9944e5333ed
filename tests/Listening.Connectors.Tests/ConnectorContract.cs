using Listening.Configuration;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Queries;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests;

/// <summary>A post as the platform under test holds it.</summary>
public sealed record PlatformPost(string Id, string Text, DateTimeOffset PostedAt);

/// <summary>What can go wrong on the other side.</summary>
public enum PlatformFailure
{
    /// <summary>401.</summary>
    Unauthorized,

    /// <summary>403, or a file that may not be read.</summary>
    Forbidden,

    /// <summary>404, or no file.</summary>
    NotFound,

    /// <summary>410.</summary>
    Gone,

    /// <summary>429 with Retry-After: 120.</summary>
    TooManyRequests,

    /// <summary>429 with a date two minutes ahead as Retry-After.</summary>
    TooManyRequestsUntil,

    /// <summary>503 with Retry-After: 120.</summary>
    Unavailable,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>A good status and a body that makes no sense.</summary>
    Malformed,

    /// <summary>The connection is reset within the body.</summary>
    CutConnection,
}

/// <summary>
/// What every connector must do. Its test class says how the platform holds posts and fails; a failure that the platform cannot have is
/// declared in <see cref="Impossible"/> with the reason.
/// </summary>
public abstract class ConnectorContract
{
    protected MovedTime Time { get; } = new();

    /// <summary>Failures that cannot happen to this connector, each with the reason.</summary>
    protected virtual IReadOnlyDictionary<PlatformFailure, string> Impossible { get; } = new Dictionary<PlatformFailure, string>();

    /// <summary>The queries of the source's brands, for a connector that searches for them.</summary>
    protected virtual IReadOnlyList<Query> Queries => [];

    /// <summary>More posts than fit on two pages.</summary>
    protected abstract int Backlog { get; }

    /// <summary>The reason why everything comes in one page; null for a connector that has several.</summary>
    protected virtual string? OnePageOnly => null;

    protected abstract SourceConfig Source { get; }

    /// <summary>A new connector that knows nothing but the cursor, as after a restart.</summary>
    protected abstract IConnector Connect();

    /// <summary>
    /// From now on the platform is well and holds these posts. They were published in this order, whatever their dates say.
    /// </summary>
    protected abstract void Hold(IReadOnlyList<PlatformPost> posts);

    /// <summary>From now on the platform fails.</summary>
    protected abstract void Fail(PlatformFailure failure);

    [Fact]
    public async Task Every_post_arrives_once_over_all_pages()
    {
        var posts = Posts(Backlog);
        Hold(posts);

        var read = await ReadAllAsync(null);

        Assert.Equal(posts.Select(post => post.Text).Order(), read.Mentions.Select(mention => mention.Text).Order());
        Assert.Equal(posts.Count, read.Mentions.DistinctBy(mention => mention.Id).Count());
        Assert.All(read.Mentions, mention => Assert.Equal((Source.Name, Time.Now), (mention.Source, mention.FetchedAt)));
        Assert.True(OnePageOnly is null ? read.Pages > 2 : read.Pages == 1, $"{read.Pages} pages");
    }

    [Fact]
    public async Task An_empty_source_is_well_and_its_first_posts_arrive_later()
    {
        Hold([]);
        var empty = await ReadAllAsync(null);

        Hold(Posts(2));
        var later = await ReadAllAsync(empty.Cursor);

        Assert.Empty(empty.Mentions);
        Assert.Equal(2, later.Mentions.Count);
    }

    [Theory]
    [InlineData(PlatformFailure.Unauthorized)]
    [InlineData(PlatformFailure.Forbidden)]
    [InlineData(PlatformFailure.NotFound)]
    [InlineData(PlatformFailure.Gone)]
    [InlineData(PlatformFailure.TooManyRequests)]
    [InlineData(PlatformFailure.TooManyRequestsUntil)]
    [InlineData(PlatformFailure.Unavailable)]
    [InlineData(PlatformFailure.ServerError)]
    [InlineData(PlatformFailure.Malformed)]
    [InlineData(PlatformFailure.CutConnection)]
    public async Task A_failure_is_an_outcome_with_a_code_and_nothing_is_lost_when_it_is_over(PlatformFailure failure)
    {
        if (Impossible.TryGetValue(failure, out var reason))
        {
            Assert.NotEmpty(reason);
            return;
        }

        var posts = Posts(4);
        Hold(posts.Take(2).ToList());
        var before = await ReadAllAsync(null);

        Fail(failure);
        var outcome = await FetchAsync(Connect(), before.Cursor);
        Hold(posts);
        var after = await ReadAllAsync(before.Cursor);

        var problem = outcome switch
        {
            FetchOutcome.SlowDown slow => slow.Problem,
            FetchOutcome.Failed failed => failed.Problem,
            _ => throw new Xunit.Sdk.XunitException($"{failure} is taken for {outcome}"),
        };
        Assert.Matches(@"^[a-z-]+(\.[a-z0-9-]+)+$", problem.Code);
        Assert.DoesNotMatch(@"\.$", problem.Sentence);
        Assert.Equal(
            Expected(failure),
            outcome is FetchOutcome.SlowDown asked ? (asked.For, false) : (null, ((FetchOutcome.Failed)outcome).NeedsOperator));
        Assert.All(posts.Skip(2), post => Assert.Contains(after.Mentions, mention => mention.Text == post.Text));
        Assert.Equal(posts.Count, before.Ids.Union(after.Ids).Count());
    }

    [Fact]
    public async Task A_page_that_is_read_again_brings_the_same_ids_and_revisions()
    {
        Hold(Posts(5));

        var first = Assert.IsType<FetchOutcome.Page>(await FetchAsync(Connect(), null));
        var again = Assert.IsType<FetchOutcome.Page>(await FetchAsync(Connect(), null));
        var later = await ReadAllAsync(first.Cursor);

        Assert.Equal(
            first.Mentions.Select(mention => (mention.Id, mention.Revision)),
            again.Mentions.Select(mention => (mention.Id, mention.Revision)));
        Assert.Equal(5, first.Mentions.Concat(later.Mentions).DistinctBy(mention => mention.Id).Count());
    }

    [Fact]
    public async Task A_post_that_appears_late_with_an_old_date_still_arrives()
    {
        var posts = Posts(6);
        Hold(posts.Skip(1).ToList());
        var before = await ReadAllAsync(null);

        Hold([.. posts.Skip(1), posts[0]]);
        var after = await ReadAllAsync(before.Cursor);

        Assert.Contains(after.Mentions, mention => mention.Text == posts[0].Text && !before.Ids.Contains(mention.Id));
    }

    [Fact]
    public async Task A_big_backlog_survives_a_kill_before_every_save()
    {
        var posts = Posts(Backlog);
        Hold(posts);
        var mentions = new List<Mention>();
        var (cursor, more, largest) = ((string?)null, true, 0);
        while (more)
        {
            // Read, queued, and killed before the cursor was saved.
            await FetchAsync(Connect(), cursor);
            var outcome = await FetchAsync(Connect(), cursor);
            if (outcome is FetchOutcome.Unchanged)
            {
                // Some platforms name their end by a page without posts.
                break;
            }

            var page = Assert.IsType<FetchOutcome.Page>(outcome);
            mentions.AddRange(page.Mentions);
            (cursor, more, largest) = (page.Cursor, page.More, Math.Max(largest, page.Mentions.Count));
        }

        Assert.Equal(posts.Count, mentions.DistinctBy(mention => mention.Id).Count());
        Assert.InRange(mentions.Count, posts.Count, posts.Count + largest - 1);
    }

    [Fact]
    public async Task A_cancelled_read_is_an_exception()
    {
        Hold(Posts(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Connect().FetchAsync(new FetchRequest(Source, Queries, null, Time.Now), new CancellationToken(canceled: true)));
    }

    /// <summary>
    /// The wait, and whether an operator is needed. A connector that knows better than this about a failure overrides it.
    /// </summary>
    protected virtual (TimeSpan? Wait, bool NeedsOperator) Expected(PlatformFailure failure) => failure switch
    {
        PlatformFailure.Unauthorized or PlatformFailure.Forbidden or PlatformFailure.Gone => (null, true),
        PlatformFailure.TooManyRequests or PlatformFailure.TooManyRequestsUntil or PlatformFailure.Unavailable =>
            (TimeSpan.FromSeconds(120), false),
        _ => (null, false),
    };

    private List<PlatformPost> Posts(int count) =>
        [.. Enumerable.Range(1, count).Select(
            number => new PlatformPost($"p{number}", $"Der Kessel leckt, Meldung {number}", Time.Now.AddMinutes(number - count)))];

    private Task<FetchOutcome> FetchAsync(IConnector connector, string? cursor) =>
        connector.FetchAsync(new FetchRequest(Source, Queries, cursor, Time.Now), default);

    /// <summary>Reads page after page until the source holds no more, with a connector that is new each time.</summary>
    private async Task<ContractRead> ReadAllAsync(string? cursor)
    {
        var read = new ContractRead([], cursor, 0);
        while (true)
        {
            switch (await FetchAsync(Connect(), read.Cursor))
            {
                case FetchOutcome.Page page:
                    Assert.Empty(page.Rejected);
                    read = new ContractRead([.. read.Mentions, .. page.Mentions], page.Cursor, read.Pages + 1);
                    if (!page.More)
                    {
                        return read;
                    }

                    break;
                case FetchOutcome.Unchanged unchanged:
                    return read with { Cursor = unchanged.Cursor };
                case var trouble:
                    throw new Xunit.Sdk.XunitException(trouble.ToString());
            }
        }
    }

    private sealed record ContractRead(IReadOnlyList<Mention> Mentions, string? Cursor, int Pages)
    {
        public HashSet<MentionId> Ids => [.. Mentions.Select(mention => mention.Id)];
    }
}

/// <summary>The contract of a connector that reads a site: it says what the site answers, and how a broken answer looks.</summary>
public abstract class HttpConnectorContract : ConnectorContract, IAsyncDisposable
{
    private readonly LoopbackSite _site = new();
    private readonly ConnectorHttp _http;

    protected HttpConnectorContract() => _http = new ConnectorHttp(
        new ConnectorHttpOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaxWait = TimeSpan.FromSeconds(1),
            TotalLimit = TimeSpan.FromSeconds(20),
        },
        Time);

    /// <summary>What the site answers to one request while it holds these posts, in the order of their publication.</summary>
    protected abstract Reply Answer(SeenRequest request, IReadOnlyList<PlatformPost> posts);

    /// <summary>An answer with status 200 that makes no sense.</summary>
    protected abstract Reply Malformed { get; }

    protected abstract IConnector Connect(ConnectorHttp http);

    /// <summary>The site's address; every path of it is answered by <see cref="Answer"/>.</summary>
    protected Uri Site => _site.Url();

    protected sealed override IConnector Connect() => Connect(_http);

    protected sealed override void Hold(IReadOnlyList<PlatformPost> posts) => _site.On("*", request => Answer(request, posts));

    protected sealed override void Fail(PlatformFailure failure)
    {
        var reply = failure switch
        {
            PlatformFailure.Unauthorized => new Reply(401),
            PlatformFailure.Forbidden => new Reply(403),
            PlatformFailure.NotFound => new Reply(404),
            PlatformFailure.Gone => new Reply(410),
            PlatformFailure.TooManyRequests => new Reply(429).With("Retry-After", "120"),
            PlatformFailure.TooManyRequestsUntil => new Reply(429).With("Retry-After", Time.Now.AddMinutes(2).ToString("r")),
            PlatformFailure.Unavailable => new Reply(503).With("Retry-After", "120"),
            PlatformFailure.ServerError => new Reply(500),
            PlatformFailure.Malformed => Malformed,
            PlatformFailure.CutConnection => Reply.Text(new string(' ', 1000)) with { CutAfter = 500 },
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
        };
        _site.On("*", reply);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
