namespace Listening.Domain;

/// <summary>
/// What a revision tells: the source's own mark, a hash of the words, or an ISO 8601 instant with a hash of the words behind it
/// (<c>2026-11-28T06:30:00Z#3f…</c>), for sources whose posts may change without being dated anew.
/// </summary>
public static class Revisions
{
    private const char Words = '#';

    /// <param name="updatedAt">When this version was written; null if the source does not say.</param>
    /// <param name="words">A hash of what people read.</param>
    public static string Of(DateTimeOffset? updatedAt, string words) =>
        updatedAt is { } at ? $"{at.UtcDateTime:O}{Words}{words}" : words;

    /// <summary>The instant of a revision; null if it has none. In any other order of its parts, a date may not be what it seems.</summary>
    public static DateTimeOffset? InstantOf(string revision) =>
        revision is [_, _, _, _, '-', ..]
        && DateTimeOffset.TryParse(
            revision.Split(Words)[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    /// <summary>The revision without the instant before its hash, if there is one.</summary>
    public static string WordsOf(string revision) =>
        InstantOf(revision) is not null && revision.IndexOf(Words, StringComparison.Ordinal) is >= 0 and var end
            ? revision[(end + 1)..]
            : revision;
}
