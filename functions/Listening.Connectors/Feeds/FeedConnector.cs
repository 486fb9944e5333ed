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

        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return Beginning(result, stopping) is var (part, feed) ? Page(request, cursor, part, feed, url) : result.ToOutcome();
        }

        // Once the address itself has given a feed, a web page there is trouble of its site's: a robot check, an error page, or the home
        // page that stands in for a feed that was switched off. The feed which that page offers is another one.
        var mayDiscover = url == request.Options<FeedOptions>().Url && (cursor.Place is null || cursor.Discovered);
        return Read(response, stopping) switch
        {
            FeedReading.WebPage page when mayDiscover => await DiscoverAsync(request, cursor, response.Where, page, stopping),
            FeedReading.WebPage => new FetchOutcome.Failed(Problems.WebPageInstead(response.Where), NeedsOperator: true),
            FeedReading.Feed whole => Page(request, cursor, response, whole.Document, url),
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

        var chosen = offers.Feeds.FirstOrDefault(feed => FeedCursor.PlaceOf(feed) == cursor.Place) ?? offers.Feeds[0];
        var result = await FetchAsync(request, chosen, null, stopping);
        if (result is not HttpFetchResult.Response { IsSuccess: true } response)
        {
            return Beginning(result, stopping) is var (part, feed) ? Page(request, cursor, part, feed, null, where) : result.ToOutcome();
        }

        if (Read(response, stopping) is not FeedReading.Feed { Document: var document })
        {
            var offer = response.Where;
            return new FetchOutcome.Failed(
                Problem.Create(
                    "feed.web-page-without-feed",
                    $"{where} is a web page, and what it offers as its feed ({offer}) is none; configure the address of a feed"),
                NeedsOperator: true);
        }

        return Page(request, cursor, response, document, null, where);
    }

    private Task<HttpFetchResult> FetchAsync(FetchRequest request, Uri url, Validators? validators, CancellationToken stopping)
    {
        var allowPrivate = request.Options<FeedOptions>().AllowPrivateNetwork;
        return http.FetchAsync(
            new HttpFetchRequest(url) { Accept = Accept, AllowPrivateNetwork = allowPrivate, Validators = validators }, stopping);
    }

    private static FeedReading Read(HttpFetchResult.Response response, CancellationToken stopping) =>
        FeedReader.Read(response.Body, response.Header("Content-Type"), BaseOf(response.FinalUrl), stopping);

    /// <summary>The posts of an answer that broke off or was too slow, as of a damaged document; null if there are none.</summary>
    private static (HttpFetchResult.Response Part, FeedDocument Feed)? Beginning(HttpFetchResult result, CancellationToken stopping)
    {
        if (result is not HttpFetchResult.Failed { Arrived: { } part, Problem: var problem })
        {
            return null;
        }

        // Half a character at the end could pass for another encoding.
        part = part with { Body = part.Body[..(part.Body.AsSpan().LastIndexOfAnyInRange((byte)0, (byte)0x7F) + 1)] };
        return Read(part, stopping) is FeedReading.Feed { Document: { Items.Count: > 0 } feed }
            ? (part, feed with { Damage = problem })
            : null;
    }

    /// <summary>
    /// Where relative links start. They are stored with posts, so that of an address that may hold a token only the site counts.
    /// </summary>
    private static Uri BaseOf(Uri feed)
    {
        var path = new Uri(feed.GetLeftPart(UriPartial.Path));
        return ShownAddress.IsHarmless(path) ? path : new Uri(feed, "/");
    }

    /// <summary>Counts permanent redirects, and goes along after some of them: a single one may be a mistake of the site's.</summary>
    private static FeedCursor Moves(FeedCursor cursor, Uri asked, HttpFetchResult.Response response)
    {
        var target = response.PermanentUrl == asked ? null : FeedCursor.Remembered(response.PermanentUrl);
        if (cursor.Instead is { } instead && (instead == asked.AbsoluteUri || instead == target))
        {
            return cursor;
        }

        var name = target is null ? null : Validators.NameOf(response.PermanentUrl);
        var reads = name is null ? 0 : name == cursor.MovingTo ? cursor.MovingReads + 1 : 1;
        return reads >= ReadsUntilMoved
            ? cursor with { Instead = target, Discovered = false, MovingTo = null, MovingReads = 0 }
            : cursor with { Instead = null, Discovered = false, MovingTo = name, MovingReads = reads };
    }

    /// <param name="asked">The address that was asked; null for a feed that the web page <paramref name="offeredBy"/> offers.</param>
    private static FetchOutcome Page(
        FetchRequest request, FeedCursor cursor, HttpFetchResult.Response response, FeedDocument feed, Uri? asked, string? offeredBy = null)
    {
        var platform = WebAddress.Canonicalize(response.PermanentUrl);
        var quirks = cursor.Quirks;
        var known = cursor.Known;
        var items = FeedIdentity.Name(feed.Items, platform, ref quirks);
        var posts = known.Recognise(items);

        var place = FeedCursor.PlaceOf(response.FinalUrl);
        var elsewhere = cursor.Place is not null && cursor.Place != place;
        var isKnown = known.Count == 0 || posts.Any(post => post.Known is not null);
        if (elsewhere && !isKnown && items.Count > 0)
        {
            return new FetchOutcome.Failed(Problems.Replaced(response.Where), NeedsOperator: true);
        }

        // An empty document proves nothing: the feed has not moved before one of its posts is seen there.
        var here = !elsewhere || isKnown;
        var note = offeredBy is not null ? (cursor.Place == place ? null : Problems.Discovered(offeredBy, response.Where))
            : here && cursor.Place != place && place != FeedCursor.PlaceOf(asked!) ? Problems.Redirected(response.Where)
            : null;
        cursor = !here ? cursor
            : asked is not null ? Moves(cursor, asked, response)
            : cursor with { Instead = FeedCursor.Remembered(response.PermanentUrl), Discovered = true, MovingTo = null, MovingReads = 0 };

        var ids = posts.DistinctBy(post => post.Item.Key).ToDictionary(post => post.Item.Key, post => post.Post.Id);
        var conversation = new FeedConversation(items, NameOf(response.PermanentUrl, platform), IdOf);
        var mentions = posts.Where(post => post.IsNews)
            .Select(post => MentionOf(post.Item, post.Post.Id, request, response.FinalUrl, conversation) with
            {
                Edited = post.Known is not null,
            }).ToList();

        // Behind an early end may be those that were read last time.
        var gap = known.Count > 0 && items.Count > 0 && !isKnown && feed.Damage is null;
        var wish = gap ? null : Wish(feed.Wish, response);

        // The version of a damaged document is not remembered, so that it is read again once it is whole.
        var (etag, lastModified) = feed.Damage is not null ? (null, null) : (response.Header("ETag"), response.Header("Last-Modified"));
        cursor = cursor.WithVersion(response.FinalUrl, etag, lastModified) with
        {
            Place = here ? place : cursor.Place,
            Reads = 0,
            FullAt = request.Now,
            WishSeconds = feed.Wish?.TotalSeconds ?? 0,
            GuidUnreliable = quirks.GuidUnreliable,
            LinkUnreliable = quirks.LinkUnreliable,
        };
        var written = cursor.Write(known.After([.. posts.Select(post => post.Post)]));
        Problem?[] notes = [note, gap ? Problems.Gap : null, mentions.Count == 0 ? null : UnreadDates(feed)];
        Problem?[] rejected = [.. feed.Rejected, feed.Damage];
        return mentions.Count == 0 && rejected.Concat(notes).All(problem => problem is null)
            ? new FetchOutcome.Unchanged(written) { NotBefore = wish }
            : new FetchOutcome.Page(OldestFirst(mentions), written, More: false)
            {
                Rejected = [.. rejected.OfType<Problem>()],
                Problem = feed.Damage,
                Notes = [.. notes.OfType<Problem>()],
                NotBefore = wish,
            };

        MentionId IdOf(string guid)
        {
            var key = FeedUri.Global(guid) ?? guid;
            return ids.TryGetValue(key, out var id) ? id : known.ByKey(key)?.Id ?? FeedIdentity.IdOf(guid, platform);
        }
    }

    /// <summary>A feed as conversations name it, which are stored in clear: without the secrets that its address may hold.</summary>
    private static string NameOf(Uri feed, string platform) =>
        ShownAddress.IsHarmless(feed) ? platform : $"{WebAddress.Site(feed)}/{StableHash.Compute(platform)}";

    private static Mention MentionOf(NamedItem named, MentionId id, FetchRequest request, Uri feed, FeedConversation conversation)
    {
        var item = named.Item;

        // A post without a body is its headline, which is used once only: its words must not count twice. An answer without a body, such as
        // a picture, has no words of its own, whatever stands in the headline of what it answers.
        var isHeadline = item.Text.Length == 0 && item.Title is { } headline && !AnswerTitle.IsOne(headline, item.Author);
        var (title, text) = isHeadline ? (null, item.Title!) : (item.Title, item.Text);
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
            Revision = Revisions.Of(item.Deleted ? null : item.UpdatedAt, named.Words),
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

    private static class Problems
    {
        public static readonly Problem Gap = Problem.Create(
            "feed.gap",
            $"none of the posts read last time is still in the feed, so that some in between may be missing; read it more often");

        public static Problem WebPageInstead(string where) => Problem.Create(
            "feed.web-page-instead",
            $"{where} is a web page, where a feed was before; if that stays so, open it in a browser and configure the feed's new address");

        public static Problem Replaced(string feed) => Problem.Create(
            "feed.replaced",
            $"its address leads to {feed} now, where none of the posts is that were read before, so that it seems to be another feed; "
            + $"configure that address if it is the right one");

        public static Problem Redirected(string feed) => Problem.Create(
            "feed.redirected", $"its address leads to the feed {feed}, which is read; configure that address if it is the right one");

        public static Problem Discovered(string page, string feed) => Problem.Create(
            "feed.discovered", $"{page} is a web page; its feed {feed} is read; configure that address instead");
    }

    [GeneratedRegex(@"(?:^|[,\s])max-age\s*=\s*""?([0-9]{1,9})", RegexOptions.IgnoreCase)]
    private static partial Regex MaxAge();
}
