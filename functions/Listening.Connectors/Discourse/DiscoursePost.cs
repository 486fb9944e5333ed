using System.Text.RegularExpressions;
using Listening.Connectors.Api;
using Listening.Connectors.Text;

namespace Listening.Connectors.Discourse;

/// <summary>A post as a Discourse forum writes it (github.com/discourse/discourse_api_docs, read November 2026).</summary>
/// <param name="Title">Its topic's.</param>
internal sealed partial record DiscoursePost(string Id, string Topic, string? Title, ApiJson Json)
{
    /// <summary>Quotes within quotes are taken out from the inside; a person writes no more levels.</summary>
    private const int MaxQuoteLevels = 10;

    /// <summary>Its number in the topic, from 1.</summary>
    public long Number => Json["post_number"].Number ?? 1;

    /// <summary>The number of the post it answers: the topic's first, if it names none.</summary>
    public long Answered => Json["reply_to_post_number"].Number ?? 1;

    /// <summary>False for a notice in a topic (small action, whisper), and for one that is hidden until a moderator has seen it.</summary>
    public bool IsPost => Json["post_type"].Number is null or 1 && !Json["hidden"].IsTrue;

    private bool IsDeleted => Json["deleted_at"].Text is not null || Json["user_deleted"].IsTrue;

    public WalkItem WalkItem => new(Id, Json["id"].Number, Json["created_at"].Instant);

    /// <param name="titles">Titles of topics, where posts do not have them.</param>
    public static (DiscoursePost? Item, Problem? Cause) Read(ApiJson post, IReadOnlyDictionary<string, string>? titles = null) =>
        post["id"].Text is not { } id ? (null, ApiProblems.Missing("id"))
            : post["topic_id"].Text is not { } topic ? (null, ApiProblems.Missing("topic_id"))
            : (new(id, topic, post["topic_title"].Text ?? titles?.GetValueOrDefault(topic), post), null);

    /// <param name="forum">Names the forum in front of ids that are unique in it only.</param>
    /// <param name="idOf">The id of a post of this page by its number in this topic; null if it is not on this page.</param>
    public Mention ToMention(FetchRequest request, Uri server, string forum, Func<long, string?> idOf)
    {
        var (cooked, beginning) = (Json["cooked"].Text, Json["blurb"].Text);
        var text = cooked is not null ? HtmlText.FromHtml(WithoutQuotes(cooked)) : HtmlText.FromPlain(beginning ?? "");
        var mention = new Mention
        {
            Id = IdOf(forum, Id),
            Platform = forum,
            NativeId = Id,
            Source = request.Source.Name,
            Url = WebAddress.Parse(Json["post_url"].Text, server)?.AbsoluteUri
                ?? ApiUrl.Of(server, FormattableString.Invariant($"/t/{Topic}/{Number}")).AbsoluteUri,
            Author = AuthorOf(),
            Title = Title,
            Text = text,
            TextTruncated = cooked is null,
            PostedAt = Json["created_at"].Instant,
            FetchedAt = request.Now,

            // Neither updated_at, which changes when the forum renders a post anew, nor version, which an edit within five minutes keeps.
            Revision = StableHash.Compute(Number == 1 ? Title ?? "" : "", text),
            Edited = Json["version"].Number > 1,
            Parent = Number == 1 ? null
                : IdOf(forum, idOf(Answered) ?? FormattableString.Invariant($"{Topic}/{Answered}")),
            Thread = $"{forum}/t/{Topic}",
        };
        return IsDeleted ? mention.WithoutContent() : mention;
    }

    private static MentionId IdOf(string forum, string id) => MentionId.For(forum, id);

    private Author? AuthorOf()
    {
        var handle = Json["username"].Text;
        return (Json["user_id"].Text ?? handle) is { } id ? new Author(id, handle, Json["name"].Text) : null;
    }

    /// <summary>What is quoted are somebody else's words.</summary>
    private static string WithoutQuotes(string html)
    {
        for (var level = 0; level < MaxQuoteLevels && InnermostQuote().Replace(html, "") is var less && less.Length < html.Length; level++)
        {
            html = less;
        }

        return html;
    }

    [GeneratedRegex(@"<aside\b[^>]*\bquote\b[^>]*>(?:(?!<aside\b).)*?</aside>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InnermostQuote();
}
