namespace Listening.Domain;

/// <summary>What a mention may hold at most, so that it always fits a queue message and a table row.</summary>
public static class MentionLimits
{
    /// <summary>UTF-16 units of an address or id. Longer addresses are dropped, longer ids become their hash.</summary>
    public const int MaxIdLength = 2_048;

    /// <summary>UTF-16 units of a title or name.</summary>
    public const int MaxLabelLength = 500;

    /// <summary>The web's first public year. Earlier ones are a clock's zero or a typing error; tables refuse any before 1601.</summary>
    private static readonly DateTimeOffset WebBegins = new(1991, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A claimed instant, or null if it cannot be true: before the web was there (an epoch of 0 means "unknown"), or more than ten
    /// minutes after <paramref name="now"/>, which would sort it before everything true.
    /// </summary>
    public static DateTimeOffset? Believable(DateTimeOffset? claimed, DateTimeOffset now) =>
        claimed >= WebBegins && !WrongClock.Wrote(claimed.Value, now) ? claimed : null;

    /// <summary>
    /// The same mention with every field within its limit and without what JSON or a table refuses: control
    /// characters, half surrogates, numbers that are none. Instants are UTC. Idempotent; the id is not touched.
    /// </summary>
    public static Mention WithinLimits(this Mention mention)
    {
        var (text, cut) = TextCutter.Truncate(Clean(mention.Text), Mention.MaxTextLength);
        return mention with
        {
            Platform = Id(mention.Platform),
            NativeId = Id(mention.NativeId),
            Revision = Id(BelievableRevision(mention)),
            Url = mention.Url is { Length: <= MaxIdLength } url ? Clean(url) : null,
            Thread = mention.Thread is { } thread ? Id(thread) : null,
            Title = Label(mention.Title),
            Language = Label(mention.Language),
            Author = mention.Author is { } author
                ? author with { Id = Id(author.Id), Handle = Label(author.Handle), Name = Label(author.Name) }
                : null,
            PostedAt = Believable(mention.PostedAt, mention.FetchedAt)?.ToUniversalTime(),
            FetchedAt = mention.FetchedAt.ToUniversalTime(),
            Rating = mention.Rating is { } rating && double.IsFinite(rating) ? rating : null,
            Text = text,
            TextTruncated = mention.TextTruncated || cut,
        };
    }

    /// <summary>
    /// An instant that is still to come would pass for the newest version until then, whatever its author writes. Without it, the order of
    /// reading counts.
    /// </summary>
    private static string BelievableRevision(Mention mention) =>
        Revisions.InstantOf(mention.Revision) is not { } at || !WrongClock.Wrote(at, mention.FetchedAt) ? mention.Revision
        : Revisions.WordsOf(mention.Revision) is var words && words != mention.Revision ? words
        : StableHash.Compute(mention.Title ?? "", mention.Text);

    private static string Id(string id) => Clean(id) is { Length: <= MaxIdLength } clean ? clean : StableHash.Compute(id);

    private static string? Label(string? label) => label is null ? null : TextCutter.Truncate(Clean(label), MaxLabelLength).Text;

    private static string Clean(string text) => text.Any(c => Refused(c) || char.IsSurrogate(c))
        ? string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || !Refused((char)rune.Value)))
        : text;

    private static bool Refused(char c) => c is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or '\uFFFF';
}
