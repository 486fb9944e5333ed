using System.Security.Cryptography;

namespace Listening.AzureStorage;

/// <summary>
/// Makes every table key. Parts are joined by <c>|</c>, which no part holds. Times count backwards, so that the newest
/// comes first: subtract the digits from 9,999,999,999 (hours) or 99,999,999 (days) to read them.
/// </summary>
public static class Keys
{
    /// <summary>
    /// Partitions that take the rows of one hour of one brand. A partition serves about 2,000 rows a second (Azure's
    /// documentation, 2026).
    /// </summary>
    public const int HourSpread = 16;

    /// <summary>Partitions of a brand in the tables that are read by id. Few, so that a batch is one or two transactions in each.</summary>
    public const int IndexSpread = 4;

    /// <summary>Most characters of an escaped name. A key has at most 512 UTF-16 units (Azure's documentation, 2026).</summary>
    private const int MaxPart = 400;

    private const char Separator = '|';

    /// <summary>
    /// The partition of a new row: its brand, its hour, and one of <see cref="HourSpread"/> chosen by its batch, so that a batch
    /// stays together.
    /// </summary>
    /// <param name="spread">Any number that differs between batches.</param>
    public static string MentionPartition(string brand, DateTimeOffset at, int spread) =>
        $"{Escape(brand)}{Separator}{Hour(at)}{Separator}{(spread & int.MaxValue) % HourSpread:x}";

    /// <summary>
    /// The partitions of a brand from <paramref name="from"/>'s hour to <paramref name="to"/>'s: first inclusive, last
    /// exclusive.
    /// </summary>
    public static (string First, string End) MentionPartitions(string brand, DateTimeOffset from, DateTimeOffset to) =>
        ($"{Escape(brand)}{Separator}{Hour(to)}", $"{Escape(brand)}{Separator}{Hour(from)}{(char)(Separator + 1)}");

    /// <summary>A key after every partition of a brand's mentions and before those of the next brand.</summary>
    public static string AfterMentionsOf(string brand) => $"{Escape(brand)}{(char)(Separator + 1)}";

    /// <summary>
    /// The partition of what is found by an id of hex digits alone: the location of a mention or case, a mention's annotations, an
    /// author's entries.
    /// </summary>
    public static string IndexPartition(string brand, string id) =>
        $"{Escape(brand)}{Separator}{Convert.ToInt32(id[..1], 16) % IndexSpread}";

    /// <summary>All that <see cref="IndexPartition"/> gives for a brand: first inclusive, last exclusive.</summary>
    public static (string First, string End) IndexPartitions(string brand) =>
        ($"{Escape(brand)}{Separator}", $"{Escape(brand)}{(char)(Separator + 1)}");

    /// <summary>
    /// A person's annotation of a mention: beside those of others, so that all of a mention's are found and removed together.
    /// </summary>
    public static string AnnotationRow(MentionId mention, string by) => $"{mention}{Separator}{Escape(by)}";

    /// <summary>Everybody's annotations of a mention: first inclusive, last exclusive.</summary>
    public static (string First, string End) AnnotationRows(MentionId mention) =>
        ($"{mention}{Separator}", $"{mention}{(char)(Separator + 1)}");

    /// <summary>An author's entry for a mention and the case it belongs to: hashes only, so that the key names nobody.</summary>
    public static string AuthorRow(AuthorKey author, MentionId mention, CaseId @case) => $"{author}{Separator}{mention}{Separator}{@case}";

    /// <summary>The author, mention and case of an <see cref="AuthorRow"/>.</summary>
    public static (AuthorKey Author, MentionId Mention, CaseId Case) ReadAuthorRow(string row) =>
        row.Split(Separator) is [var author, var mention, var @case]
            ? (new AuthorKey(author), new MentionId(mention), new CaseId(@case))
            : throw new InvalidDataException($"The author index has a key that is none: {row}.");

    /// <summary>All entries of an author: first inclusive, last exclusive.</summary>
    public static (string First, string End) AuthorRows(AuthorKey author) => ($"{author}{Separator}", $"{author}{(char)(Separator + 1)}");

    public static string CasePartition(string brand, DateTimeOffset openedAt) => $"{Day(openedAt)}{Separator}{Escape(brand)}";

    /// <summary>
    /// The partitions of all brands' cases from <paramref name="from"/>'s day to <paramref name="to"/>'s: first inclusive, last
    /// exclusive.
    /// </summary>
    public static (string First, string End) CasePartitions(DateTimeOffset from, DateTimeOffset to) =>
        (Day(to), $"{Day(from)}{(char)(Separator + 1)}");

    /// <summary>
    /// A name as part of a key. Letters, digits and <c>- . _</c> stay; any other character, which tables refuse or keys
    /// need themselves, becomes <c>=</c> and its UTF-8 bytes in hex; a name too long for a key of 1 KiB ends in <c>==</c>
    /// and its hash. No two names share a key.
    /// </summary>
    public static string Escape(string name)
    {
        var key = Spell(name);
        return key.Length <= MaxPart
            ? key
            : $"{key[..(MaxPart - 66)]}=={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    private static string Spell(string name)
    {
        var key = new StringBuilder(name.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '.' or '_'))
            {
                key.Append((char)rune.Value);
                continue;
            }

            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                key.Append('=').Append(b.ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        return key.ToString();
    }

    private static string Hour(DateTimeOffset at) =>
        (9_999_999_999 - long.Parse(at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        .ToString("D10", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) =>
        (99_999_999 - int.Parse(at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        .ToString("D8", CultureInfo.InvariantCulture);
}
