using System.Security.Cryptography;

namespace Listening.AzureStorage;

/// <summary>
/// Makes every table key. Parts are joined by <c>|</c>, which no part holds. Times count backwards, so that the newest
/// comes first: subtract the digits from 9,999,999,999 (hours) or 99,999,999 (days) to read them.
/// </summary>
public static class Keys
{
    /// <summary>Partitions of an hour of a brand: each serves about 2,000 rows a second (Azure's documentation, 2026).</summary>
    public const int HourSpread = 16;

    /// <summary>
    /// Partitions of a brand in the tables that are read by id: few, so that a batch of 400 is one transaction in each, but
    /// enough that none grows slow to write: an Azurite of your own scans a whole partition for each row added.
    /// </summary>
    public const int IndexSpread = 8;

    /// <summary>Most characters of an escaped name. A key has at most 512 UTF-16 units (Azure's documentation, 2026).</summary>
    private const int MaxPart = 400;

    private const char Separator = '|';
    private const string Hour = "yyyyMMddHH";
    private const string Day = "yyyyMMdd";

    /// <summary>The partition of a new row: its brand, its hour, and one of <see cref="HourSpread"/>, one for all of a batch.</summary>
    /// <param name="spread">Any number that differs between batches.</param>
    public static string MentionPartition(string brand, DateTimeOffset at, int spread) =>
        $"{Escape(brand)}{Separator}{Backwards(at, Hour)}{Separator}{(spread & int.MaxValue) % HourSpread:x}";

    /// <summary>The part of a <see cref="MentionPartition"/> that all of its hour share.</summary>
    internal static string HourOf(string mentionPartition) => mentionPartition[..mentionPartition.LastIndexOf(Separator)];

    /// <summary>A brand from <paramref name="from"/>'s hour to <paramref name="to"/>'s: first inclusive, last exclusive.</summary>
    public static (string First, string End) MentionPartitions(string brand, DateTimeOffset from, DateTimeOffset to) =>
        ($"{Escape(brand)}{Separator}{Backwards(to, Hour)}", Below($"{Escape(brand)}{Separator}{Backwards(from, Hour)}").End);

    /// <summary>A key after every partition of a brand's mentions and before those of the next brand.</summary>
    public static string AfterMentionsOf(string brand) => Below(Escape(brand)).End;

    /// <summary>The partition of what is found by hex digits alone: locations, a mention's annotations, an author's entries.</summary>
    public static string IndexPartition(string brand, string id) =>
        $"{Escape(brand)}{Separator}{Convert.ToInt32(id[..1], 16) % IndexSpread}";

    /// <summary>All that <see cref="IndexPartition"/> gives for a brand: first inclusive, last exclusive.</summary>
    public static (string First, string End) IndexPartitions(string brand) => Below(Escape(brand));

    /// <summary>A person's annotation of a mention, beside those of others: all of a mention's are found and removed together.</summary>
    public static string AnnotationRow(MentionId mention, string by) => $"{mention}{Separator}{Escape(by)}";

    /// <summary>Everybody's annotations of a mention: first inclusive, last exclusive.</summary>
    public static (string First, string End) AnnotationRows(MentionId mention) => Below(mention.Value);

    /// <summary>An author's entry for a mention and the case it belongs to: hashes only, so that the key names nobody.</summary>
    public static string AuthorRow(AuthorKey author, MentionId mention, CaseId @case) => $"{author}{Separator}{mention}{Separator}{@case}";

    /// <summary>The author, mention and case of an <see cref="AuthorRow"/>.</summary>
    public static (AuthorKey Author, MentionId Mention, CaseId Case) ReadAuthorRow(string row) =>
        row.Split(Separator) is [var author, var mention, var @case]
            ? (new AuthorKey(author), new MentionId(mention), new CaseId(@case))
            : throw new InvalidDataException($"The author index has a key that is none: {row}.");

    /// <summary>All entries of an author: first inclusive, last exclusive.</summary>
    public static (string First, string End) AuthorRows(AuthorKey author) => Below(author.Value);

    public static string CasePartition(string brand, DateTimeOffset openedAt) => $"{Backwards(openedAt, Day)}{Separator}{Escape(brand)}";

    /// <summary>A key after every partition of cases from <paramref name="from"/>'s day on, and before those of the day before.</summary>
    public static string CasePartitionsSince(DateTimeOffset from) => Below(Backwards(from, Day)).End;

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
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            var stays = char.IsAsciiLetterOrDigit((char)unit) || (char)unit is '-' or '.' or '_';
            key.Append(stays ? ((char)unit).ToString() : $"={unit:x2}");
        }

        return key.ToString();
    }

    /// <summary>Every key that begins with this part: first inclusive, last exclusive.</summary>
    private static (string First, string End) Below(string part) => ($"{part}{Separator}", $"{part}{(char)(Separator + 1)}");

    /// <summary>Each digit subtracted from 9.</summary>
    private static string Backwards(DateTimeOffset at, string format) =>
        string.Concat(at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture).Select(digit => (char)('0' + '9' - digit)));
}
