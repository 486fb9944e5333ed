using System.Text.RegularExpressions;
using Listening.Connectors.Api;
using Listening.Connectors.Text;

namespace Listening.Connectors.Mastodon;

/// <summary>A post as Mastodon and compatible servers write it (docs.joinmastodon.org, entities, read November 2026).</summary>
/// <param name="Uri">Its name in the world, the same on every server.</param>
/// <param name="ParentId">The post it answers, by its id on this server; null if it answers none.</param>
internal sealed partial record MastodonStatus(string Uri, string? Id, string? ParentId, ApiJson Json)
{
    public const string Platform = "mastodon";

    /// <summary>
    /// False for posts that are not public, which a token may show, and for authors who ask robots to stay away (<c>noindex</c>, #nobot).
    /// </summary>
    /// <param name="addressed">True if the post names the account that reads it: then its author spoke to it.</param>
    public bool MayBeRead(bool addressed) => Json["visibility"].Text is null or "public" or "unlisted"
        && (addressed || !(Json["account"]["noindex"].IsTrue || NoBot().IsMatch(Json["account"]["note"].Text ?? "")));

    public DateTimeOffset? CreatedAt => Json["created_at"].Instant;

    /// <summary>A boost is its post.</summary>
    public static (MastodonStatus? Item, Problem? Cause) Read(ApiJson status)
    {
        status = status["reblog"] is { IsObject: true } boosted ? boosted : status;
        return status["uri"].Text is { } uri
            ? (new(uri, status["id"].Text, status["in_reply_to_id"].Text, status), null)
            : (null, ApiProblems.Missing("uri"));
    }

    /// <param name="server">The host whose API wrote it: local accounts are named without it.</param>
    /// <param name="conversation">What it answers; null if it answers none.</param>
    public Mention ToMention(FetchRequest request, string server, MastodonConversation? conversation)
    {
        // A content warning is the author's own words, and often says what the post is about.
        var warning = HtmlText.FromPlain(Json["spoiler_text"].Text ?? "");
        var text = $"{warning}\n{HtmlText.FromHtml(Json["content"].Text ?? "")}".Trim();
        var edited = Json["edited_at"].Instant;
        return new Mention
        {
            Id = MentionId.For(MentionId.GlobalUri, Uri),
            Platform = Platform,
            NativeId = Uri,
            Source = request.Source.Name,
            Url = (WebAddress.Parse(Json["url"].Text) ?? WebAddress.Parse(Uri))?.AbsoluteUri,
            Author = AuthorOf(Json["account"], server),
            Text = text,
            Language = LanguageTag.Parse(Json["language"].Text),
            PostedAt = CreatedAt,
            FetchedAt = request.Now,
            Revision = Revisions.Of(edited, StableHash.Compute(text)),
            Edited = edited is not null,
            Parent = conversation is null ? null : conversation.Parent,
            Thread = conversation is null ? Uri : conversation.Thread,
        };
    }

    private static Author? AuthorOf(ApiJson account, string server)
    {
        var acct = account["acct"].Text ?? account["username"].Text;
        var handle = acct is null || acct.Contains('@', StringComparison.Ordinal) ? acct : $"{acct}@{server}";

        // Names hold signs of the server's own, which mean nothing elsewhere.
        var name = CustomEmoji().Replace(account["display_name"].Text ?? "", "").Trim();
        return (account["uri"].Text ?? account["url"].Text ?? handle) is { } id
            ? new Author(id, handle, name.Length > 0 ? name : account["username"].Text, account["followers_count"].Number)
            : null;
    }

    [GeneratedRegex(@"\s*:[A-Za-z0-9_]{2,}:")]
    private static partial Regex CustomEmoji();

    [GeneratedRegex(@"#(?:<span>)?nobot\b", RegexOptions.IgnoreCase)]
    private static partial Regex NoBot();
}

/// <summary>What a post answers.</summary>
/// <param name="Thread">The post that began the conversation, by its name in the world as far as it is known.</param>
internal sealed record MastodonConversation(MentionId Parent, string Thread);
