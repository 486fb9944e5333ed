namespace Listening.Queries;

/// <summary>What fields ask of a post, beside its words. What the post does not say does not match.</summary>
internal static class PostConditions
{
    private static readonly IdnMapping Domains = new();

    public static Func<QueryPost, bool> For(QueryNode node) => node switch
    {
        QueryNode.Field { Name: QueryField.Author, Text: var text } => Author(text),
        QueryNode.Field { Name: QueryField.Language, Text: var text } => Language(text),
        QueryNode.Field { Name: QueryField.Site, Text: var text } => Site(text),
        QueryNode.Field { Name: QueryField.Source, Text: var text } => Source(text),
        QueryNode.Field { Name: QueryField.Hashtag, Text: var text } => Hashtag(text),
        QueryNode.Trait { Name: QueryTrait.Reply } => post => post.IsReply,
        QueryNode.Trait { Name: QueryTrait.Link } => post => post.HasLink,
        QueryNode.Number { Name: QueryNumber.Rating } number => post => Holds(number, post.Rating),
        QueryNode.Number { Name: QueryNumber.Followers } number => post => Holds(number, post.Author?.Followers),
        _ => throw new ArgumentException($"{node.GetType().Name} asks for words.", nameof(node)),
    };

    /// <summary>True if a post says what the field asks for, whether or not it matches.</summary>
    public static bool IsKnown(QueryNode node, QueryPost post) => node switch
    {
        QueryNode.Field { Name: QueryField.Author } => post.Author is not null,
        QueryNode.Field { Name: QueryField.Language } => post.Language is not null,
        QueryNode.Field { Name: QueryField.Site } => post.Host is not null,
        QueryNode.Number { Name: QueryNumber.Rating } => post.Rating is not null,
        QueryNode.Number { Name: QueryNumber.Followers } => post.Author?.Followers is not null,
        _ => true,
    };

    private static Func<QueryPost, bool> Author(string text)
    {
        var words = WordPattern.Read(text);
        return post => post.Author is { } author
            && (Occurs(words, author.Handle) || Occurs(words, author.Name) || Occurs(words, author.Id));
    }

    private static Func<QueryPost, bool> Source(string text)
    {
        var words = WordPattern.Read(text);
        return post => Occurs(words, post.Source) || Occurs(words, post.Platform);
    }

    private static Func<QueryPost, bool> Language(string text) => post => post.Language is { } language
        && language.StartsWith(text, StringComparison.OrdinalIgnoreCase)
        && (language.Length == text.Length || language[text.Length] is '-' or '_');

    /// <summary>The host itself or one below it, unless a * at the beginning says what may stand there.</summary>
    private static Func<QueryPost, bool> Site(string text)
    {
        var (open, openEnd) = (text.StartsWith('*'), text.EndsWith('*'));
        var site = FoldHost(text.Trim('*'));
        site = !open && site.StartsWith("www.", StringComparison.Ordinal) ? site["www.".Length..] : site;
        return post => post.Host is { } written && FoldHost(written) is var host && (openEnd, open) switch
        {
            (false, true) => host.EndsWith(site, StringComparison.Ordinal),
            (true, true) => host.Contains(site, StringComparison.Ordinal),
            (false, false) => host == site || host.EndsWith("." + site, StringComparison.Ordinal),
            (true, false) => host.StartsWith(site, StringComparison.Ordinal) || host.Contains("." + site, StringComparison.Ordinal),
        };
    }

    private static Func<QueryPost, bool> Hashtag(string text)
    {
        var tag = WordPattern.Hashtag(text);
        return tag is { IsOpen: false, HasMask: false }
            ? post => post.Hashtags.Contains(tag.Text)
            : post => post.Hashtags.Any(tag.Matches);
    }

    private static bool Occurs(IReadOnlyList<WordPattern> patterns, string? text)
    {
        IReadOnlyList<string> words = text is null ? [] : FoldedWords.Split(text);
        return Enumerable.Range(0, Math.Max(0, words.Count - patterns.Count + 1)).Any(
            start => !patterns.Where((pattern, at) => !pattern.Matches(words[start + at])).Any());
    }

    private static bool Holds(QueryNode.Number asked, double? value) => value is { } number && asked.Comparison switch
    {
        QueryComparison.Less => number < (double)asked.Value,
        QueryComparison.LessOrEqual => number <= (double)asked.Value,
        QueryComparison.Equal => number == (double)asked.Value,
        QueryComparison.GreaterOrEqual => number >= (double)asked.Value,
        QueryComparison.Greater => number > (double)asked.Value,
        _ => throw new ArgumentException($"Unknown comparison: {asked.Comparison}.", nameof(asked)),
    };

    /// <summary>In its own script, in small letters without accents; dots and hyphens stay.</summary>
    private static string FoldHost(string host) =>
        string.Join('.', Readable(host).Split('.').Select(
            label => string.Join('-', label.Split('-').Select(part => string.Concat(FoldedWords.Split(part))))));

    private static string Readable(string host)
    {
        try
        {
            return host.Contains("xn--", StringComparison.OrdinalIgnoreCase) ? Domains.GetUnicode(host) : host;
        }
        catch (ArgumentException)
        {
            return host;
        }
    }
}
