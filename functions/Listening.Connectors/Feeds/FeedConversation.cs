using System.Text.RegularExpressions;

namespace Listening.Connectors.Feeds;

/// <summary>Finds which post a post of a feed answers, and which conversation it belongs to. Pure.</summary>
/// <param name="feed">Names the feed, without secrets, in front of ids that are unique in it only.</param>
internal sealed partial class FeedConversation(IReadOnlyList<NamedItem> items, string feed, Func<string, MentionId> idOf)
{
    /// <summary>Steps up a conversation: posts of a feed may answer each other in a circle.</summary>
    private const int MaxSteps = 50;

    private readonly Dictionary<string, FeedItem> _byGuid = items.Where(item => item.Item.Guid is not null)
        .DistinctBy(item => item.Item.Guid).ToDictionary(item => item.Item.Guid!, item => item.Item);

    /// <summary>The post it answers; null if it answers none that is known.</summary>
    public MentionId? Parent(FeedItem item) => Answered(item) is { } parent ? idOf(parent) : null;

    /// <summary>The root of the conversation, as far as this document shows it, in a form that is unique in the world.</summary>
    public string? Thread(FeedItem item)
    {
        if (Answered(item) is not { } root)
        {
            return item is { HasComments: true, Guid: { } own } ? Global(own) : null;
        }

        for (var step = 0; step < MaxSteps && _byGuid.TryGetValue(root, out var above) && Answered(above) is { } higher; step++)
        {
            root = higher;
        }

        return Global(Comment().Replace(root, ""));
    }

    private string Global(string guid) => FeedUri.Global(guid) ?? $"{feed}|{guid}";

    /// <summary>
    /// The guid of the post it answers: as the feed says it; else, in WordPress's comment feeds, which name a comment
    /// <c>(its post's guid)#comment-17</c>, that post; else, in forums that number the posts of a topic in their links, the topic.
    /// </summary>
    private static string? Answered(FeedItem item) => item.InReplyTo
        ?? (IsComment(item) ? Comment().Replace(Name(item)!, "")
            : item.Link is { } link && TopicPost().Match(link.GetLeftPart(UriPartial.Path)) is { Success: true } post
                ? post.Groups["topic"].Value
            : null);

    /// <summary>True for what WordPress names as a comment.</summary>
    public static bool IsComment(FeedItem item) => Name(item) is { } name && Comment().IsMatch(name);

    private static string? Name(FeedItem item) => item.Guid ?? item.Link?.AbsoluteUri;

    /// <summary>
    /// Discourse (<c>/t/slug/123/4</c>) and Flarum (<c>/d/123-slug/4</c>), from the second post on. Their feeds give every post the title of
    /// its topic (Discourse's topics/show.rss.erb and posts/latest.rss.erb, read November 2026).
    /// </summary>
    [GeneratedRegex("^(?<topic>.+/(?:t/[^/]*[^/0-9][^/]*/[0-9]+|d/[0-9]+-[^/]+))/(?!0*1$)[0-9]+$")]
    private static partial Regex TopicPost();

    [GeneratedRegex(@"#comment-[0-9]+$")]
    private static partial Regex Comment();
}
