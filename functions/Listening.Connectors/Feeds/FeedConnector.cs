using System.Net;
using System.Text.RegularExpressions;
using Listening.Connectors.Http;

namespace Listening.Connectors.Feeds;

/// <summary>Reads RSS, Atom and JSON feeds: blogs, news, comments, forums, alerts. No feed can be searched, so all of it is read.</summary>
public sealed partial class FeedConnector(ConnectorHttp http) : IConnector
{
    private const string Accept =
        "application/feed+json, application/atom+xml, application/rss+xml, application/rdf+xml, "
        + "application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1";

    /// <summary>Reads in a row that must be redirected permanently to the same place before it is asked directly.</summary>
    private const int ReadsUntilMoved = 3;

    private static readonly Problem Gap = Problem.Create(
        "feed.gap", $"none of the posts read last time is still in the feed, so that some in between may be missing; read it more often");

    private static readonly TimeSpan MaxWish = TimeSpan.FromDays(1);

    public ConnectorDescription Description => FeedOptions.Connector;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        var configured = request.Options<FeedOptions>().Url;
        var cursor = FeedCursor.Read(request.Cursor, configured);
        var validators = cursor.ValidatorsAt(request.Now);

        if (cursor.InsteadAt(request.Now) is { } instead)
        {
            var there = await ReadAsync(request, cursor, instead, validators, stopping);
            if (there is not FetchOutcome.Failed)
            {
                return there;
            }
        }

        return await ReadAsync(request, cursor with { AskedAt = request.Now }, configured, validators, stopping);
    }

    private async Task<FetchOutcome> ReadAsync(
        FetchRequest request, FeedCursor cursor, Uri url, Validators? validators, CancellationToken stopping)
    {
        var result = await FetchAsync(request, url, validators, stopping);
        if (result is HttpFetchResult.Response { Status: HttpStatusCode.NotModified } same && validators is not null)
        {
            cursor = Moves(cursor, url, same) with { Reads = cursor.Reads + 1 };
            return new FetchOutcome.Unchanged(cursor.Write()) { NotBefore = Wish(TimeSpan.FromSeconds(cursor.WishSeconds), same) };
        }

        return result is not HttpFetchResult.Response { IsSuccess: true } response ? result.ToOutcome() : Read(response) switch
        {
            FeedReading.WebPage page => await DiscoverAsync(request, cursor, response.Where, page, stopping),
            FeedReading.Feed feed => Page(request, Moves(cursor, url, response), response, feed.Document, null),
            var reading => new FetchOutcome.Failed(((FeedReading.Nothing)reading).Problem.About($"{response.Where}"), NeedsOperator: false),
        };
    }

    /// <summary>A web page where a feed should be: reads the feed it offers, once.</summary>
    private async Task<FetchOutcome> DiscoverAsync(
        FetchRequest request, FeedCursor cursor, string where, FeedReading.WebPage offers, CancellationToken stopping)
    {
        if (offers.Feeds.Count == 0)
        {
            return new FetchOutcome.Failed(
                Problem.Create("feed.web-page", $"{where} is a web page that offers no feed; configure the address of a feed"),
                NeedsOperator: true);
        }

        var result = await FetchAsync(request, offers.Feeds[0], null, stopping);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return result.ToOutcome();
        }

        if (Read(response) is not FeedReading.Feed { Document: var document })
        {
            var offer = response.Where;
            return new FetchOutcome.Failed(
                Problem.Create(
                    "feed.web-page-without-feed",
                    $"{where} is a web page, and what it offers as its feed ({offer}) is none; configure the address of a feed"),
                NeedsOperator: true);
        }

        // An address too long to remember is discovered anew each time.
        var (instead, page, feed) = (FeedCursor.Remembered(response.PermanentUrl), where, response.Where);
        var note = request.Cursor is not null ? null
            : Problem.Create("feed.discovered", $"{page} is a web page; its feed {feed} is read; configure that address instead");
        return Page(request, cursor with { Instead = instead, MovingTo = null, MovingReads = 0 }, response, document, note);
    }

    private Task<HttpFetchResult> FetchAsync(FetchRequest request, Uri url, Validators? validators, CancellationToken stopping)
    {
        var allowPrivate = request.Options<FeedOptions>().AllowPrivateNetwork;
        return http.FetchAsync(
            new HttpFetchRequest(url) { Accept = Accept, AllowPrivateNetwork = allowPrivate, Validators = validators }, stopping);
    }

    private static FeedReading Read(HttpFetchResult.Response response) =>
        FeedReader.Read(response.Body, response.Header("Content-Type"), response.FinalUrl);

    /// <summary>Counts permanent redirects, and goes along after some of them: a single one may be a mistake of the site's.</summary>
    private static FeedCursor Moves(FeedCursor cursor, Uri asked, HttpFetchResult.Response response)
    {
        var target = response.PermanentUrl == asked ? null : FeedCursor.Remembered(response.PermanentUrl);
        if (cursor.Instead is { } instead && (instead == asked.AbsoluteUri || instead == target))
        {
            return cursor;
        }

        var reads = target is null ? 0 : target == cursor.MovingTo ? cursor.MovingReads + 1 : 1;
        return reads >= ReadsUntilMoved
            ? cursor with { Instead = target, MovingTo = null, MovingReads = 0 }
            : cursor with { Instead = null, MovingTo = target, MovingReads = reads };
    }

    private static FetchOutcome Page(
        FetchRequest request, FeedCursor cursor, HttpFetchResult.Response response, FeedDocument feed, Problem? note)
    {
        var platform = WebAddress.Site(response.PermanentUrl) + response.PermanentUrl.AbsolutePath;
        var quirks = cursor.Quirks;
        var items = FeedIdentity.Name(feed.Items, platform, ref quirks);
        var known = KnownPosts.Unpack(cursor.Packed);
        var conversation = new FeedConversation(
            items, platform, guid => known.ByKey(FeedUri.Global(guid) ?? guid)?.Id ?? FeedIdentity.IdOf(guid, platform));

        var (mentions, document, recognised) = (new List<Mention>(), new List<KnownPost>(), 0);
        foreach (var item in items)
        {
            var post = KnownPosts.Post(item);
            var before = known.ByKey(item.Key) ?? known.ByAlias(post);
            post = post with { Id = before?.Id ?? item.Id };
            document.Add(post);
            recognised += before is null ? 0 : 1;

            // A moved post was found by its content, so it is the same; one found by its key may have been edited.
            if (before?.Content != post.Content)
            {
                mentions.Add(MentionOf(item, post.Id, request, response.FinalUrl, conversation));
            }
        }

        var gap = known.Count > 0 && items.Count > 0 && recognised == 0;
        var wish = gap ? null : Wish(feed.Wish, response);

        // The version of a damaged document is not remembered, so that it is read again once it is whole.
        var (etag, lastModified) = feed.Broken ? (null, null) : (response.Header("ETag"), response.Header("Last-Modified"));
        cursor = cursor.WithVersion(response.FinalUrl, etag, lastModified) with
        {
            Reads = 0,
            FullAt = request.Now,
            WishSeconds = feed.Wish?.TotalSeconds ?? 0,
            GuidUnreliable = quirks.GuidUnreliable,
            LinkUnreliable = quirks.LinkUnreliable,
        };
        var written = cursor.Write(known.After(document));
        Problem?[] notes = [note, gap ? Gap : null, mentions.Count == 0 ? null : UnreadDates(feed)];
        return mentions.Count == 0 && feed.Rejected.Count == 0 && notes.All(problem => problem is null)
            ? new FetchOutcome.Unchanged(written) { NotBefore = wish }
            : new FetchOutcome.Page(OldestFirst(mentions), written, More: false)
            {
                Rejected = feed.Rejected,
                Notes = [.. notes.OfType<Problem>()],
                NotBefore = wish,
            };
    }

    private static Mention MentionOf(NamedItem named, MentionId id, FetchRequest request, Uri feed, FeedConversation conversation)
    {
        var item = named.Item;

        // A post without a body is its headline, which is used once only: its words must not count twice.
        var (title, text) = item.Text.Length > 0 ? (item.Title, item.Text) : (null, item.Title ?? "");
        return new Mention
        {
            Id = id,
            Platform = WebAddress.Site(item.Link ?? feed),
            NativeId = named.NativeId,
            Source = request.Source.Name,
            Url = item.Link?.AbsoluteUri,
            Author = item.Author,
            Title = title,
            Text = text,
            Language = item.Language,
            PostedAt = item.PostedAt,
            FetchedAt = request.Now,
            Revision = named.Revision,
            Parent = conversation.Parent(item),
            Thread = conversation.Thread(item),
            Deleted = item.Deleted,
        };
    }

    /// <summary>Null if every date that is given was read.</summary>
    private static Problem? UnreadDates(FeedDocument feed)
    {
        var (unread, posts) = (feed.Items.Count(item => item is { Written: not null, PostedAt: null }), feed.Items.Count);
        return unread == 0 ? null
            : Problem.Create(
                "feed.unread-dates",
                $"{unread} of {posts} posts have a date that cannot be read or has two meanings, and count as written now");
    }

    /// <summary>Feeds stand newest first, so undated posts keep that order, turned round.</summary>
    private static List<Mention> OldestFirst(List<Mention> mentions)
    {
        mentions.Reverse();
        return mentions.All(mention => mention.PostedAt is not null) ? [.. mentions.OrderBy(mention => mention.PostedAt)] : mentions;
    }

    /// <summary>The longer of the document's wish and the server's <c>max-age</c>, at most a day; null for none.</summary>
    private static TimeSpan? Wish(TimeSpan? document, HttpFetchResult.Response response)
    {
        var age = MaxAge().Match(response.Header("Cache-Control") ?? "");
        var server = age.Success ? TimeSpan.FromSeconds(int.Parse(age.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        var longer = document > server ? document.Value : server;
        return longer <= TimeSpan.Zero ? null : longer < MaxWish ? longer : MaxWish;
    }

    [GeneratedRegex(@"(?:^|[,\s])max-age\s*=\s*""?([0-9]{1,9})", RegexOptions.IgnoreCase)]
    private static partial Regex MaxAge();
}
