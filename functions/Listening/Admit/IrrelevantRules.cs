using Listening.Configuration;

namespace Listening.Admit;

/// <summary>Decides what is kept of posts that concern no brand, and for how long. No clock, no I/O.</summary>
public static class IrrelevantRules
{
    /// <summary>How long such a post is kept at most.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>
    /// What is kept of a post: what a query looks at, and nothing beside its text that names its author, as addresses, ids and titles may.
    /// </summary>
    public static Mention WithoutAuthor(Mention mention) => mention with
    {
        Author = null,
        NativeId = mention.Id.Value,
        Thread = null,
        Platform = NamesAuthor(mention.Platform, mention) ? "" : mention.Platform,
        Url = Uri.TryCreate(mention.Url, UriKind.Absolute, out var url) && !NamesAuthor(url.Authority, mention)
            ? $"{url.Scheme}://{url.Authority}/"
            : null,
        Title = mention.Title is { } title && !AnswerTitle.IsOne(title, mention.Author) && !NamesAuthor(title, mention) ? title : null,
    };

    /// <summary>Those of a source's kept posts that a query may be tried on: what was not trimmed yet is left out.</summary>
    public static IEnumerable<Mention> Current(IEnumerable<Mention> kept, SourceConfig source, DateTimeOffset now) => kept
        .Where(mention => !mention.Deleted && mention.FetchedAt >= now - MaxAge)
        .OrderByDescending(mention => mention.FetchedAt)
        .Take(source.KeepIrrelevant);

    /// <summary>Those that are no longer kept: too old, or more than their source keeps.</summary>
    public static IReadOnlyList<KeptMention> Expired(IReadOnlyList<KeptMention> kept, ListeningConfig config, DateTimeOffset now) =>
        [.. kept
            .GroupBy(one => one.Source)
            .SelectMany(source =>
            {
                var limit = config.Source(source.Key)?.KeepIrrelevant ?? 0;
                return source
                    .OrderByDescending(one => one.FetchedAt).ThenBy(one => one.Mention.Value, StringComparer.Ordinal)
                    .Where((one, place) => place >= limit || one.FetchedAt < now - MaxAge);
            })];

    /// <summary>Whether all words of the author's name stand in a text, in any order, or its handle within a word.</summary>
    private static bool NamesAuthor(string text, Mention mention)
    {
        var words = FoldedWords.Split(text);
        var run = string.Concat(words);
        return new[] { mention.Author?.Name, mention.Author?.Handle, mention.Author?.Id }
            .Select(name => FoldedWords.Split(name ?? ""))
            .Any(name => name.Count > 0 && (name.All(words.Contains) || run.Contains(string.Concat(name), StringComparison.Ordinal)));
    }
}
