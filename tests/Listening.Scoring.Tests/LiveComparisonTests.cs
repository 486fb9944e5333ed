using System.Text.RegularExpressions;
using Listening.Scoring;
using Listening.Scoring.Format;
using Listening.Testing.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Listening.Scoring.Tests;

/// <summary>
/// Each shipped zip, loaded by ML.NET itself, gives the labels and probabilities that our scorer gives, on texts that differ at each
/// run. The golden files are the fixed record beside it.
/// </summary>
public sealed partial class LiveComparisonTests
{
    private const int Texts = 3000;

    /// <summary>ML.NET adds the same floats in another order.</summary>
    private const float Tolerance = 5e-6f;

    private static readonly string[] Noise =
    [
        " ", "  ", "\t", "\n", "!!!", "?!", "…", "...", ":-)", ":(", "xD", "<3", "😡", "👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️", "ä", "Ö", "ß",
        "a\u0308", "é", "œ",
        " nicht ", " kein ", " never ", "don't", "#DeutscheBahn", "@anna", "info@nordrad.example", "https://nordrad.example/a?b=c",
        "&amp;", "&#252;",
        "\u200B", "\u200D", "\uFE0F", "\u00AD", "\0", "\u001b", "\uD83D", "\uDE00",
        "日本語", "سيئة", "अच्छी", "Ω", "ё", "12:30", "120€", "1️⃣",
    ];

    [Theory]
    [InlineData("listening-4.json")]
    [InlineData("listening-4-encoder.json")]
    [InlineData("care/care-5-words.json")]
    [InlineData("care/care-5-encoder.json")]
    public void Every_shipped_zip_scores_any_text_as_ML_NET_does(string manifest)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var path = Path.Combine(ModelFiles.Folder, manifest);
        var (set, folder) = (ModelSet.Load(path), Path.GetDirectoryName(path)!);
        // Whatever an encoder says of a text, the heads add it as ML.NET does.
        var texts = Draw(random)
            .Select(text => (Text: text, Sentence: Enumerable.Range(0, set.SentenceLength).Select(_ => random.NextSingle() - 0.5f).ToArray()))
            .ToList();
        var embeddings = WordEmbeddings.Load(Path.Combine(folder, set.Manifest.Words!.File));
        var logits = texts.Select(text =>
        {
            var logits = new float[set.Size];
            set.Read(text.Text, logits, text.Sentence);
            return logits;
        }).ToList();
        var rows = texts.Select(text => InputRow.Create(TextNormalizer.Normalize(text.Text), embeddings, text.Sentence, set)).ToList();
        var compared = 0;

        Parallel.ForEach(set.Heads, head =>
        {
            var (file, probabilities) = (set.Manifest.Heads[set.Heads.ToList().IndexOf(head)].File, new float[head.Labels.Count]);
            foreach (var (text, logits, expected) in texts.Zip(logits, ScoreWithMicrosoft(Path.Combine(folder, file), rows)))
            {
                // Temperature is ours, so it is left out.
                logits.AsSpan(head.First, head.Labels.Count).CopyTo(probabilities);
                var predicted = head.Labels[Softmax.Apply(probabilities)];

                var differs = expected.Score.Zip(probabilities).Any(pair => !(MathF.Abs(pair.First - pair.Second) <= Tolerance));
                var top = expected.Score.OrderDescending().ToArray();
                if (differs || expected.Score.Length != probabilities.Length
                    || (predicted != expected.PredictedLabel && top[0] - top[1] > Tolerance))
                {
                    Assert.Fail(
                        $"Seed {seed}, {file}: {predicted} {Format(probabilities)} "
                        + $"instead of {expected.PredictedLabel} {Format(expected.Score)} for \"{Escape(text.Text)}\"");
                }

                Interlocked.Increment(ref compared);
            }
        });

        Assert.Equal(texts.Count * set.Heads.Count, compared);
    }

    private static IEnumerable<OutputRow> ScoreWithMicrosoft(string file, IReadOnlyList<InputRow> rows)
    {
        var ml = new MLContext();
        var schema = SchemaDefinition.Create(typeof(InputRow));
        schema[InputColumns.Embedding].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Embedding.Length);
        var scored = ml.Model.Load(file, out _).Transform(ml.Data.LoadFromEnumerable(rows, schema));
        return ml.Data.CreateEnumerable<OutputRow>(scored, reuseRowObject: false);
    }

    /// <summary>Our own sentences, most of them mutated, and texts of random characters.</summary>
    private static IEnumerable<string> Draw(Random random)
    {
        var sentences = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "sentences"), "*.tsv")
            .SelectMany(file => File.ReadLines(file).Skip(1)).Select(line => line[(line.LastIndexOf('\t') + 1)..]).ToArray();
        Assert.True(sentences.Length > 10_000);
        string[] fixedTexts = ["", " ", "\uD83D", new string('a', 5000), string.Concat(Enumerable.Repeat("nicht schlecht 😀 ", 500))];
        return fixedTexts.Concat(Enumerable.Range(0, Texts).Select(i => i % 5 == 0 ? RandomText(random) : Mutated()));

        string Mutated()
        {
            var text = sentences[random.Next(sentences.Length)];
            for (var mutations = random.Next(4); mutations > 0; mutations--)
            {
                var at = random.Next(text.Length + 1);
                text = random.Next(8) switch
                {
                    0 => text[..at],
                    1 => text[at..],
                    2 => text + " " + sentences[random.Next(sentences.Length)],
                    3 => text.ToUpperInvariant(),
                    4 => text.Replace("ä", "ae").Replace("ö", "o\u0308").Replace("ü", "&uuml;"),
                    5 => text.Insert(at, RandomText(random)),
                    6 => Vowel().Replace(text, vowel => new string(vowel.Value[0], random.Next(1, 5))),
                    _ => text.Insert(at, Noise[random.Next(Noise.Length)]),
                };
            }

            return text;
        }
    }

    /// <summary>Up to 60 characters of any plane, among them unpaired surrogates and rare pairs.</summary>
    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(60); i > 0; i--)
        {
            text.Append(random.Next(7) switch
            {
                0 => " ",
                1 => ((char)random.Next(0x80, 0x800)).ToString(),
                2 => ((char)random.Next(0, 0x10000)).ToString(),
                3 => new Rune(random.Next(0x10000, 0x110000)).ToString(),
                4 => Noise[random.Next(Noise.Length)],
                _ => ((char)random.Next('a', 'z' + 1)).ToString(),
            });
        }

        return text.ToString();
    }

    private static string Format(IEnumerable<float> scores) => $"({string.Join(", ", scores)})";

    private static string Escape(string text) =>
        string.Concat(text.Select(unit => unit is >= ' ' and < '\u007F' ? unit.ToString() : $"\\u{(int)unit:X4}"));

    [GeneratedRegex("[aeiouAEIOU]")]
    private static partial Regex Vowel();

    private sealed class InputRow
    {
        public string Text { get; set; } = "";

        [ColumnName(InputColumns.NegationTokens)]
        public string NegationTokens { get; set; } = "";

        [ColumnName(InputColumns.Embedding)]
        public float[] Embedding { get; set; } = [];

        /// <summary>Not used for scoring, but ML.NET requires the column.</summary>
        public string Label { get; set; } = "";

        public static InputRow Create(NormalizedText text, WordEmbeddings embeddings, float[] sentence, ModelSet set)
        {
            var embedding = new float[embeddings.Length + sentence.Length];
            embeddings.Read(text.Text, text.NegationTokens, embedding.AsSpan(0, embeddings.Length));
            set.Manifest.Sentence?.Standardize(sentence, embedding.AsSpan(embeddings.Length));
            return new() { Text = text.Text, NegationTokens = text.NegationTokens, Embedding = embedding };
        }
    }

    private sealed class OutputRow
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
