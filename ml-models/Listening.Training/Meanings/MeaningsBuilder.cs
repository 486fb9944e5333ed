using Listening.Scoring;
using Listening.Training.Corpora;

namespace Listening.Training.Meanings;

/// <summary>Makes the file of <see cref="WordMeanings"/> from texts, whose labels it does not look at, and from our lexicons.</summary>
internal static class MeaningsBuilder
{
    /// <summary>Rarer words are in no file: what the vectors of three sightings say is mostly chance.</summary>
    private const int LeastCountInFile = 4;

    /// <summary>Components of unit vectors in 64 dimensions rarely pass it.</summary>
    private const float LargestComponent = 0.6f;

    /// <param name="examples">All texts there are, of any task.</param>
    /// <param name="lexicons">Which polarity a word has is for the language to say in which it is most at home: German "die" is no English death.</param>
    /// <param name="faces">Emoji and emoticons, which are the same in every language.</param>
    /// <param name="settings">How vectors are learned.</param>
    /// <param name="each">Is told of the share that is done.</param>
    public static byte[] Build(IReadOnlyList<PreparedExample> examples, IReadOnlyList<Lexicon> lexicons, Lexicon faces, SkipGramSettings settings, Action<double> each)
    {
        var texts = examples.DistinctBy(example => example.Normalized.Text).Select(example => example.Normalized.Text.Split(' ')).ToList();
        var vectors = new SkipGram(texts, settings);
        vectors.Learn(texts, each);

        var home = new Homes(examples, lexicons, faces);
        var words = new Dictionary<string, (sbyte[] Vector, float Polarity)>(StringComparer.Ordinal);
        for (var word = 0; word < vectors.Words.Count; word++)
        {
            if (vectors.Counts[word] >= LeastCountInFile)
            {
                var text = vectors.Words[word];
                words[text] = (Quantized(vectors.Vector(word)), home.Of(text).Polarity(text));
            }
        }

        // Words and stems for what no text held: they have a polarity and point nowhere.
        foreach (var lexicon in lexicons.Append(faces))
        {
            foreach (var (word, polarity) in lexicon.Words)
            {
                words.TryAdd(word, (new sbyte[settings.Dimensions], polarity));
            }

            foreach (var (stem, polarity) in lexicon.Stems)
            {
                words.TryAdd(stem + WordMeanings.StemMark, (new sbyte[settings.Dimensions], polarity));
            }
        }

        return WordMeanings.Write(settings.Dimensions, words.Select(word => (word.Key, word.Value.Vector, word.Value.Polarity)));
    }

    private static sbyte[] Quantized(float[] vector) =>
        [.. vector.Select(value => (sbyte)MathF.Round(Math.Clamp(value / LargestComponent, -1, 1) * sbyte.MaxValue))];

    /// <summary>In which language each word is most at home, by its share of that language's words.</summary>
    private sealed class Homes
    {
        private readonly IReadOnlyList<Lexicon> _lexicons;
        private readonly Lexicon _faces;
        private readonly Dictionary<string, Dictionary<string, int>> _counts = [];
        private readonly Dictionary<string, long> _totals = [];

        public Homes(IReadOnlyList<PreparedExample> examples, IReadOnlyList<Lexicon> lexicons, Lexicon faces)
        {
            (_lexicons, _faces) = (lexicons, faces);
            foreach (var language in examples.GroupBy(example => example.Example.Language))
            {
                _counts[language.Key] = language.SelectMany(example => example.Normalized.Text.Split(' ')).CountBy(word => word).ToDictionary();
                _totals[language.Key] = _counts[language.Key].Values.Sum(count => (long)count);
            }
        }

        // The first lexicon wins a tie, and a word of no language that we have a lexicon of: German comes first.
        public Lexicon Of(string word) => !char.IsLetter(word[0]) ? _faces : _lexicons.MaxBy(lexicon => Share(lexicon.Language, word))!;

        private double Share(string language, string word) =>
            _counts.TryGetValue(language, out var counts) ? counts.GetValueOrDefault(word) / (double)_totals[language] : 0;
    }
}
