using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Listening.Training.Corpora;

/// <summary>A labelled text of a corpus.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Writer">Who wrote it; null if that is not known.</param>
internal sealed record Example(Corpus Corpus, string Text, string Label, string Language, string? Writer = null);

/// <summary>Reads corpora into examples with our labels.</summary>
internal static partial class CorpusReader
{
    /// <param name="corpus">The corpus to read.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="beside">The folder of the data manifest, for corpora in it.</param>
    /// <exception cref="TrainingDataException">The file has another hash than the manifest says, or a row cannot be read.</exception>
    public static IReadOnlyList<Example> Read(Corpus corpus, string folder, string beside)
    {
        var path = Path.Combine(corpus.File.StartsWith("./", StringComparison.Ordinal) ? beside : folder, corpus.File);
        TrainingDataException.ThrowUnless(
            File.Exists(path), corpus.File, $"corpus {corpus.Name} has no such file at {path}; --data names the folder with all corpora");
        var bytes = File.ReadAllBytes(path);
        var hash = Hash(bytes);
        TrainingDataException.ThrowUnless(
            corpus.Sha256 is null || hash == corpus.Sha256,
            corpus.File,
            $"its SHA-256 is {hash}, but corpus {corpus.Name} is {corpus.Sha256}");
        return Parse(corpus, TsvFile.Parse(bytes, corpus.File));
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <exception cref="TrainingDataException">A column is missing, or a row has a label that is neither mapped nor ignored.</exception>
    public static IReadOnlyList<Example> Parse(Corpus corpus, TsvFile file)
    {
        var text = file.Column(corpus.Text);
        var label = corpus.Label is null ? -1 : file.Column(corpus.Label);
        var language = corpus.LanguageColumn is null ? -1 : file.Column(corpus.LanguageColumn);
        var writer = corpus.Writer is null ? -1 : file.Column(corpus.Writer);
        var examples = new List<Example>();
        foreach (var row in file.Rows())
        {
            var ours = corpus.Always;
            if (label >= 0 && !corpus.Labels.TryGetValue(row.Cells[label], out ours))
            {
                if (corpus.Ignore.Contains(row.Cells[label]))
                {
                    continue;
                }

                throw new TrainingDataException(file.Name, row.Line,
                    $"the label '{row.Cells[label]}' is neither mapped nor ignored; "
                    + $"corpus {corpus.Name} maps {string.Join(", ", corpus.Labels.Keys)}");
            }

            var plain = corpus.Unescape ? Unescape(row.Cells[text]) : row.Cells[text];
            plain = corpus.LineBreaks ? plain.Replace("\\n", "\n", StringComparison.Ordinal) : plain;
            examples.Add(new(
                corpus, plain, ours!, language < 0 ? corpus.Language! : row.Cells[language], writer < 0 ? null : row.Cells[writer]));
        }

        return examples;
    }

    /// <summary>Decodes <c>\u00e4</c>; surrogates are pairs of escapes and need no special treatment.</summary>
    internal static string Unescape(string text) =>
        Escape().Replace(
            text, match => ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex Escape();
}
