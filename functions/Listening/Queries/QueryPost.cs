using System.Text.RegularExpressions;

namespace Listening.Queries;

/// <summary>
/// A post as a query sees it. What a source does not say is null, and a field that asks for it does not match. What is made of it is made
/// once, for however many queries.
/// </summary>
public sealed partial class QueryPost(string? title, string text)
{
    private readonly Lazy<PostWords> _words = new(() => new PostWords(title, text));
    private readonly Lazy<IReadOnlySet<string>> _hashtags = new(() => HashtagsOf(title, text));

    public string? Title => title;
    public string Text => text;
    public Author? Author { get; init; }
    public string? Language { get; init; }
    public string? Url { get; init; }
    public string? Source { get; init; }
    public string? Platform { get; init; }
    public bool IsReply { get; init; }
    public double? Rating { get; init; }

    /// <summary>True if title or text holds a web address; that of the post itself does not count.</summary>
    public bool HasLink => Link().IsMatch(text) || (title is not null && Link().IsMatch(title));

    /// <summary>The host of the post's address, as it is written there; null if it has none.</summary>
    public string? Host => Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.Host : null;

    internal PostWords Words => _words.Value;

    /// <summary>The hashtags of title and text, folded, without their #.</summary>
    internal IReadOnlySet<string> Hashtags => _hashtags.Value;

    public static QueryPost From(Mention mention) => new(mention.Title, mention.Text)
    {
        Author = mention.Author,
        Language = mention.Language,
        Url = mention.Url,
        Source = mention.Source,
        Platform = mention.Platform,
        IsReply = mention.Parent is not null,
        Rating = mention.Rating,
    };

    private static HashSet<string> HashtagsOf(string? title, string text) => [.. Hashtag()
        .Matches(PlainLetters.Of($"{title}\n{text}"))
        .Select(match => WordPattern.Hashtag(match.Groups[1].Value).Text)
        .Where(tag => tag.Length > 0)];

    [GeneratedRegex(@"\bhttps?://|\bwww\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    /// <summary>Letters beyond U+FFFF are surrogates here; what is none of them is dropped when the tag is folded.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}/?&=])#([\p{L}\p{N}\p{M}\p{Cs}\p{Cf}_]+)")]
    private static partial Regex Hashtag();
}

/// <summary>The folded words of a post, first those of its title.</summary>
internal sealed class PostWords
{
    public PostWords(string? title, string text)
    {
        IReadOnlyList<string> first = title is null ? [] : FoldedWords.Split(title);
        TitleCount = first.Count;
        All = first.Count == 0 ? FoldedWords.Split(text) : [.. first, .. FoldedWords.Split(text)];
    }

    public int TitleCount { get; }

    public IReadOnlyList<string> All { get; }
}
