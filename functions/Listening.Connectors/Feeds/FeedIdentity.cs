namespace Listening.Connectors.Feeds;

/// <summary>What a feed got wrong about its identities, once and for ever: an id must not change back and forth.</summary>
internal readonly record struct FeedQuirks(bool GuidUnreliable, bool LinkUnreliable);

/// <summary>An item and its name.</summary>
/// <param name="Key">Names it within its feed.</param>
/// <param name="Former">The key under which it may be known from before its guid turned out to be unreliable.</param>
internal sealed record NamedItem(FeedItem Item, string Key, string Former, MentionId Id, string NativeId)
{
    /// <summary>
    /// Changes when title or text change; a date published anew is no edit. A comment's title counts only if it is all
    /// there is: WordPress makes it from its post's, and another one for each feed.
    /// </summary>
    public string Words { get; } = Item.Deleted ? "deleted"
        : StableHash.Compute(FeedConversation.IsComment(Item) && Item.Text.Length > 0 ? "" : Item.Title ?? "", Item.Text);
}

/// <summary>Decides what makes an item of a feed unique. Pure.</summary>
internal static class FeedIdentity
{
    /// <summary>
    /// A guid counts unless the document repeats it for different posts (miniflux/v2#4197); without guid the link counts unless it is
    /// repeated (FreshRSS/FreshRSS#4487); then title and date as written. Items that are the same in all of this are one.
    /// </summary>
    /// <param name="platform">Makes ids unique that are only so within their feed: its host, path and query.</param>
    public static IReadOnlyList<NamedItem> Name(IReadOnlyList<FeedItem> items, string platform, ref FeedQuirks quirks)
    {
        // A post that was updated after its tombstone, or of which nothing tells, is there (RFC 6721, section 3).
        var tombstones = items.Where(item => item.Deleted && item.UpdatedAt is not null).ToLookup(item => item.Guid);
        var present = Newest(items.Where(item => !item.Deleted && !tombstones[item.Guid].Any(gone => gone.UpdatedAt >= item.UpdatedAt)));
        quirks = new FeedQuirks(
            quirks.GuidUnreliable || present.Where(item => item.Guid is not null).GroupBy(item => item.Guid).Any(Differ),
            quirks.LinkUnreliable || present.Where(item => item.Link is not null).GroupBy(item => WebAddress.Canonicalize(item.Link!))
                .Any(group => group.Any(item => item.Guid is null) && Differ(group)));

        var guids = present.Select(item => item.Guid).ToHashSet();
        var fixedQuirks = quirks;
        return [.. present.Concat(items.Where(item => item.Deleted && !guids.Contains(item.Guid)))
            .Select(item => Name(item, platform, fixedQuirks))
            .GroupBy(name => name.Key)
            .SelectMany(group => Differ(group.Select(name => name.Item))
                ? group.Select(name => Sheer(name.Item, platform, name.Key) with { Former = name.Former })
                : group)
            .DistinctBy(name => name.Key)];
    }

    /// <summary>
    /// Of a post that stands there in several versions (RFC 4287, section 4.1.1) the one updated last, and of one that is dated anew the
    /// one with the last date. Posts that merely share a guid differ in their link, author or title, or in words and date.
    /// </summary>
    private static List<FeedItem> Newest(IEnumerable<FeedItem> items) => Latest(
        Latest([.. items], item => item.UpdatedAt, item => (item.Guid, item.Link, item.Author?.Id, item.Title, FirstWritten(item))),
        item => item.PostedAt,
        item => (item.Guid, item.Link, item.Author?.Id, item.Title, item.Text));

    /// <summary>An entry that only says when it was updated does not say when it was written first.</summary>
    private static string? FirstWritten(FeedItem item) => item.PostedAt == item.UpdatedAt ? null : item.Written;

    private static List<FeedItem> Latest<TKey>(List<FeedItem> items, Func<FeedItem, DateTimeOffset?> time, Func<FeedItem, TKey> key)
        where TKey : notnull
    {
        var latest = items.Where(item => time(item) is not null).GroupBy(key).ToDictionary(group => group.Key, group => group.Max(time));
        return [.. items.Where(item => item.Guid is null || time(item) is not { } at || at == latest[key(item)])];
    }

    /// <summary>The id of a post of this feed by its guid alone, as another post refers to it.</summary>
    public static MentionId IdOf(string guid, string platform) =>
        FeedUri.Global(guid) is { } global ? MentionId.For(MentionId.GlobalUri, global) : MentionId.For(platform, guid);

    private static NamedItem Name(FeedItem item, string platform, FeedQuirks quirks)
    {
        if (item.Guid is { } guid)
        {
            var (key, former) = (FeedUri.Global(guid) ?? guid, FeedUri.AsWritten(guid));
            if (!quirks.GuidUnreliable || item.Deleted)
            {
                return new NamedItem(item, key, former, IdOf(guid, platform), guid);
            }

            var both = $"{key}|{StableHash.Compute(item.Link is null ? "" : WebAddress.Canonicalize(item.Link))}";
            return new NamedItem(item, both, former, MentionId.For(platform, both), both);
        }

        if (item.Link is { } link && !quirks.LinkUnreliable)
        {
            var canonical = WebAddress.Canonicalize(link);
            return new NamedItem(item, canonical, canonical, MentionId.For(MentionId.GlobalUri, canonical), canonical);
        }

        return Sheer(item, platform, "");
    }

    /// <summary>Named by title and date as written, because nothing better is there.</summary>
    private static NamedItem Sheer(FeedItem item, string platform, string on)
    {
        var text = item.Title is null ? item.Text : "";
        var key = (on.Length == 0 ? "" : on + "|") + StableHash.Compute(item.Title ?? "", item.Written ?? "", text);
        return new NamedItem(item, key, key, MentionId.For(platform, key), key);
    }

    /// <summary>True for different posts under one name; the same post twice is a mere repetition.</summary>
    private static bool Differ(IEnumerable<FeedItem> group) =>
        group.DistinctBy(item => (item.Guid, item.Link, item.Title, item.Text, item.Written)).Skip(1).Any();
}
