using Listening.Configuration;

namespace Listening.Admit;

/// <summary>Decides what is kept of posts that concern no brand, and for how long. No clock, no I/O.</summary>
public static class IrrelevantRules
{
    /// <summary>How long such a post is kept at most.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>
    /// What is kept of a post: what a query looks at, and nothing that names its author, as addresses, ids and titles of answers may.
    /// </summary>
    public static Mention WithoutAuthor(Mention mention) => mention with
    {
        Author = null,
        NativeId = mention.Id.Value,
        Thread = null,
        Url = Uri.TryCreate(mention.Url, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}/" : null,
        Title = mention.Title is { } title && NamesAuthor(title, mention) ? null : mention.Title,
    };

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

    private static bool NamesAuthor(string title, Mention mention) => AnswerTitle.IsOne(title, mention.Author)
        || new[] { mention.Author?.Name, mention.Author?.Handle, mention.Author?.Id }
            .Any(name => name is { Length: > 0 } && title.Contains(name, StringComparison.OrdinalIgnoreCase));
}
