namespace Listening.Queries;

/// <summary>
/// The platforms whose search is known. None is asked to leave posts out by a word: it would also leave out posts that have the word in an
/// address or the author's name, or that differ in an accent, as "schön" does from "schon", and nobody would notice.
/// </summary>
public static class QueryTranslators
{
    /// <summary>
    /// Recent search: words of text and links, OR, parentheses. 512 characters, 4,096 with an enterprise contract (docs.x.com, build a
    /// query, November 2026).
    /// </summary>
    public static IQueryTranslator X(int maxLength = 512) => new SearchTranslator(
        new("X", maxLength, Alternatives.Groups) { LanguageOperator = "lang:", ReplyOperator = "is:reply" });

    /// <summary>
    /// <c>searchPosts</c>: words and phrases; whether it knows OR is not documented. A length is not documented either, and a post has
    /// 300 characters.
    /// </summary>
    public static IQueryTranslator Bluesky { get; } = new SearchTranslator(new("Bluesky", 300, Alternatives.Apart));

    /// <summary>
    /// <c>search.list</c>: | between alternatives; how that mixes with other words is not documented. 100 calls a day, so alternatives
    /// share a call. A length is not documented.
    /// </summary>
    public static IQueryTranslator YouTube { get; } = new SearchTranslator(new("YouTube", 500, Alternatives.Bars));

    /// <summary>Algolia: all words must occur, phrases with <c>advancedSyntax</c>, 512 bytes (algolia.com, query, November 2026).</summary>
    public static IQueryTranslator HackerNews { get; } = new SearchTranslator(new("Hacker News", 512, Alternatives.Apart));

    /// <summary><c>search/advanced</c>: words and phrases. A length is not documented; titles have 150 characters.</summary>
    public static IQueryTranslator StackExchange { get; } = new SearchTranslator(new("Stack Exchange", 240, Alternatives.Apart));

    /// <summary><c>search.json</c>: words and phrases of three characters or more, unless the forum is set up otherwise.</summary>
    public static IQueryTranslator Discourse { get; } =
        new SearchTranslator(new("Discourse", 500, Alternatives.Apart) { MinTermLength = 3 });

    /// <summary>Timelines of hashtags: a search is a tag without its #. Posts without the tag are not found.</summary>
    public static IQueryTranslator Mastodon { get; } =
        new SearchTranslator(new("Mastodon", 100, Alternatives.Apart) { FindsWords = false });

    /// <summary>
    /// <c>search</c> of statuses: words and phrases, all of which must occur. It finds posts of those only who agreed to be found. A length
    /// is not documented, and a post has 500 characters.
    /// </summary>
    public static IQueryTranslator MastodonSearch { get; } = new SearchTranslator(new("Mastodon's search", 500, Alternatives.Apart));
}
