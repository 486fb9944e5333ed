namespace Listening.Training.Embeddings;

/// <summary>
/// Our own lists of positive and negative words, a file per language and one for emoji and emoticons, with the columns <c>word</c> (or
/// <c>stem*</c> for all words that start with it) and <c>polarity</c>, from -3 to 3.
/// </summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stems = new(StringComparer.Ordinal);

    private Lexicon(string language) => Language = language;

    public string Language { get; }

    public IReadOnlyDictionary<string, int> Words => _words;

    /// <summary>Without their asterisks.</summary>
    public IReadOnlyDictionary<string, int> Stems => _stems;

    /// <param name="path">A TSV file named after its language, such as <c>de.tsv</c>, or <c>emoji.tsv</c>.</param>
    /// <exception cref="TrainingDataException">The file is missing or not of this form.</exception>
    public static Lexicon Read(string path)
    {
        var name = Path.GetFileName(path);
        var file = TsvFile.Read(path, name);
        var (word, polarity) = (file.Column("word"), file.Column("polarity"));
        var lexicon = new Lexicon(Path.GetFileNameWithoutExtension(path));
        foreach (var row in file.Rows())
        {
            if (!int.TryParse(row.Cells[polarity], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                || value is 0 or < -3 or > 3)
            {
                throw new TrainingDataException(
                    name, row.Line, $"the polarity {row.Cells[polarity]} is not a whole number from -3 to 3 other than 0");
            }

            // Normalised like texts. What the normaliser splits is not a single word and would never match.
            var isStem = row.Cells[word].EndsWith('*');
            var folded = TextNormalizer.Normalize(row.Cells[word].TrimEnd('*')).Text;
            if (folded.Length > 0 && !folded.Contains(' '))
            {
                (isStem ? lexicon._stems : lexicon._words)[folded] = value;
            }
        }

        return lexicon;
    }

    /// <summary>
    /// The polarity of a word, -3 to 3; 0 if it is not listed. A word takes precedence over a stem, a long stem over a short one.
    /// </summary>
    public int Polarity(string word)
    {
        if (_words.TryGetValue(word, out var polarity))
        {
            return polarity;
        }

        for (var length = word.Length; length >= WordEmbeddings.ShortestStem; length--)
        {
            if (_stems.TryGetValue(word[..length], out polarity))
            {
                return polarity;
            }
        }

        return 0;
    }
}
