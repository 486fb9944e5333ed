using Listening.AzureStorage;

namespace Listening.Tests.Understand;

/// <summary>
/// A set of sentences written for this project: tab-separated, a header line, then one sentence per line; the last column is <c>text</c>.
/// </summary>
internal sealed record SampleSet(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the sets lie beside the test assembly.</summary>
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "understanding", file);

    /// <exception cref="FormatException">A line with more or fewer fields than the header; the message names file and line.</exception>
    /// <exception cref="DecoderFallbackException">The file is not UTF-8.</exception>
    public static SampleSet Read(string file)
    {
        var lines = Strict.GetString(File.ReadAllBytes(PathOf(file))).TrimEnd('\n').Split('\n');
        var columns = lines[0].Split('\t');
        var rows = lines.Skip(1).Select((line, index) =>
        {
            var fields = line.Split('\t');
            return fields.Length == columns.Length
                ? (IReadOnlyDictionary<string, string>)columns.Zip(fields).ToDictionary(p => p.First, p => p.Second)
                : throw new FormatException($"{file}, line {index + 2}: {fields.Length} fields where the header has {columns.Length}.");
        });
        return new SampleSet(columns, [.. rows]);
    }

    /// <summary>A sentence in lower case without punctuation, emoji and double spaces, so that near-duplicates are found.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            bare.Append(Rune.IsLetterOrDigit(rune) ? Rune.ToLowerInvariant(rune).ToString() : " ");
        }

        return string.Join(' ', bare.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
