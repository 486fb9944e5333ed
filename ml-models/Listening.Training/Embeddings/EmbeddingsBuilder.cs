namespace Listening.Training.Embeddings;

/// <summary>Creates the file of <see cref="WordEmbeddings"/> from texts, without their labels, and from our lexicons.</summary>
internal static class EmbeddingsBuilder
{
    /// <summary>Rarer words are left out: a vector from three occurrences is mostly chance.</summary>
    private const int LeastCountInFile = 4;

    /// <summary>Components of unit vectors with 64 dimensions are rarely larger.</summary>
    private const float LargestComponent = 0.6f;

    /// <param name="examples">All texts, of any task.</param>
    /// <param name="lexicons">
    /// A word gets its polarity from the lexicon of the language where it is most frequent: German "die" has nothing to do with death.
    /// </param>
    /// <param name="emoji">The lexicon of emoji and emoticons, which are the same in every language.</param>
    /// <param name="settings">How vectors are learned.</param>
    /// <param name="report">Called with the share that is done, 0 to 1.</param>
    public static byte[] Build(
        IReadOnlyList<PreparedExample> examples,
        IReadOnlyList<Lexicon> lexicons,
        Lexicon emoji,
        SkipGramSettings settings,
        Action<double> report)
    {
        var texts = examples.Select(example => example.Normalized.Text).Distinct().Select(text => text.Split(' ')).ToList();
        var vectors = new SkipGram(texts, settings);
        vectors.Learn(texts, report);

        var frequencies = examples.GroupBy(example => example.Example.Language).ToDictionary(language => language.Key, Frequencies);
        var words = new Dictionary<string, (sbyte[] Vector, float Polarity)>(StringComparer.Ordinal);
        for (var i = 0; i < vectors.Words.Count; i++)
        {
            if (vectors.Counts[i] >= LeastCountInFile)
            {
                var word = vectors.Words[i];
                words[word] = (Quantize(vectors.Vector(i)), FindLexicon(word).Polarity(word));
            }
        }

        // Listed words and stems that no text contains have a polarity and a zero vector.
        foreach (var lexicon in lexicons.Append(emoji))
        {
            foreach (var (word, polarity) in lexicon.Words.Concat(
                lexicon.Stems.Select(stem => KeyValuePair.Create(stem.Key + WordEmbeddings.StemMark, stem.Value))))
            {
                words.TryAdd(word, (new sbyte[settings.Dimensions], polarity));
            }
        }

        return WordEmbeddings.Serialize(settings.Dimensions, words.Select(word => (word.Key, word.Value.Vector, word.Value.Polarity)));

        // The first lexicon, which is German, wins a tie and gets the words of languages without a lexicon.
        Lexicon FindLexicon(string word) => !char.IsLetter(word[0])
            ? emoji
            : lexicons.MaxBy(lexicon => frequencies.GetValueOrDefault(lexicon.Language)?.GetValueOrDefault(word) ?? 0)!;
    }

    /// <summary>The share of each word among all words of a language.</summary>
    private static Dictionary<string, double> Frequencies(IEnumerable<PreparedExample> language)
    {
        var counts = language.SelectMany(example => example.Normalized.Text.Split(' ')).CountBy(word => word).ToList();
        var total = counts.Sum(count => (long)count.Value);
        return counts.ToDictionary(count => count.Key, count => count.Value / (double)total);
    }

    private static sbyte[] Quantize(float[] vector) =>
        [.. vector.Select(value => (sbyte)MathF.Round(Math.Clamp(value / LargestComponent, -1, 1) * sbyte.MaxValue))];
}
