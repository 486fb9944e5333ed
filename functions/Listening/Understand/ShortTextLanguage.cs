namespace Listening.Understand;

/// <summary>
/// Detects the language of a text of one to three words, on which a model that counts letters errs most. Words that only some languages
/// have speak first, then their letters and endings, then the model and the source. No clock, no I/O.
/// </summary>
public static class ShortTextLanguage
{
    public const int MaxWords = 3;

    /// <summary>What a letter or an ending says beside a word that is known, which says 1.</summary>
    private const double Letter = 0.7;
    private const double Ending = 0.3;

    /// <summary>
    /// What the source says, and a model that is sure of the language, where the words leave it open; and what is left to decide where
    /// these are silent: a model that is not sure, and German, the first language of this service.
    /// </summary>
    private const double Source = 0.65;
    private const double SureModel = 0.6;
    private const double UnsureModel = 0.05;
    private const double First = 0.01;

    /// <summary>Letters of the beginning or the end of a word: shorter ones say little.</summary>
    private const int LeastOfPart = 5;

    private const string LexiconPrefix = "lexicon.";

    private static readonly string[] Names = [.. ShortTextWords.ByLanguage.Keys];

    /// <summary>Letters that few languages have, and which.</summary>
    private static readonly (string Letters, string[] Languages)[] Letters =
    [
        ("ßäöü", ["de"]), ("ñ¿¡", ["es"]), ("ãõ", ["pt"]), ("òì", ["it"]), ("œîûëï", ["fr"]), ("ç", ["fr", "pt"]), ("ê", ["fr", "pt"]),
        ("èù", ["fr", "it"]), ("à", ["fr", "it", "pt"]), ("é", ["fr", "es", "pt"]), ("áíóú", ["es", "pt"]), ("âô", ["fr", "pt"]),
        ("ğışłåøæżźśćąęňěřůčšžđ", ["other"]),
    ];

    /// <summary>Folded endings that few languages have, and which; the longest first.</summary>
    private static readonly (string Ending, string[] Languages)[] Endings =
    [
        .. new (string Endings, string[] Languages)[]
        {
            ("ung ungen heit keit lich liche lichen isch ische chen schaft tig ig bar sam los st tzt ert iert ern eln erer ck tz", ["de"]),
            ("ing ed ly ness ful less ity ght ry ck th wn ew ook eed eal ous y", ["en"]),
            ("eux euse ais ait aient eau eaux ee ees ier iere ique oir elle ette aine ant ent ment ez", ["fr"]),
            ("cion ciones dad ando iendo illo illa cito ero era eros ias ble anza", ["es"]),
            ("zione zioni ita ato ata ati ate are ere ire issimo issima etto etta aggio ezza ello ella ini gli", ["it"]),
            ("cao coes dade endo eiro eira inho inha agem ais eis ou am em", ["pt"]),
            ("tion sion able", ["en", "fr"]), ("er", ["de", "en"]), ("en", ["de"]),
            ("mente oso osa", ["es", "it", "pt"]), ("ado ada ados adas ar ir", ["es", "pt"]),
        }
            .SelectMany(item => item.Endings.Split(' ').Select(ending => (Ending: ending, item.Languages)))
            .OrderByDescending(item => item.Ending.Length),
    ];

    /// <summary>Folded words, and the languages in which they are frequent.</summary>
    private static readonly Lazy<Dictionary<string, string[]>> Frequent = new(() => Read(ShortTextWords.ByLanguage.SelectMany(language =>
        language.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, language.Key)))));

    /// <summary>
    /// Rarer words and beginnings of words, which end in <c>*</c>: those that the trainer's lexicons of sentiment hold, as what people
    /// judge with differs from language to language.
    /// </summary>
    private static readonly Lazy<Dictionary<string, string[]>> Rarer = new(() => Read(Lexicons()));

    /// <param name="words">At most <see cref="MaxWords"/>, folded (<see cref="FoldedWords"/>).</param>
    /// <param name="text">The text that they are the words of.</param>
    /// <param name="read">The model's answer; null if it gives none.</param>
    /// <param name="sureFrom">From which probability the model is sure of it.</param>
    /// <param name="claimed">The language that the source claims (BCP 47); null if it claims none.</param>
    public static string Detect(IReadOnlyList<string> words, string text, Prediction<string>? read, double sureFrom, string? claimed)
    {
        var scores = Names.ToDictionary(name => name, _ => 0.0);
        foreach (var word in words)
        {
            if (Find(word) is { } languages)
            {
                Add(languages, 1);
            }
            else
            {
                Add(OfEnding(word), Ending);
            }
        }

        var lower = text.ToLowerInvariant();
        foreach (var (letters, languages) in Letters)
        {
            if (lower.AsSpan().ContainsAny(letters))
            {
                Add(languages, Letter);
            }
        }

        // In Latin letters, Arabic and Hindi are what a model says that knows nothing of the word.
        if (read is { } model && scores.TryGetValue(model.Answer, out var said) && (model.Probability >= sureFrom || said > 0))
        {
            scores[model.Answer] = said + (model.Probability * (model.Probability >= sureFrom ? SureModel : UnsureModel));
        }

        if (claimed?.Split('-')[0].ToLowerInvariant() is { } source)
        {
            scores[source] = scores.GetValueOrDefault(source) + Source;
        }

        scores[Languages.German] += First;
        return scores.MaxBy(score => score.Value).Key;

        void Add(string[] languages, double weight)
        {
            foreach (var language in languages)
            {
                scores[language] += weight / languages.Length;
            }
        }
    }

    /// <summary>The languages of the longest ending that a word has; none if it has none of them.</summary>
    private static string[] OfEnding(string word) => Endings
        .Where(item => word.Length > item.Ending.Length + 1 && word.EndsWith(item.Ending, StringComparison.Ordinal))
        .Select(item => item.Languages)
        .FirstOrDefault([]);

    /// <summary>The languages that have a word, or else its longest known end or beginning; null if none is known.</summary>
    private static string[]? Find(string word)
    {
        if (Frequent.Value.TryGetValue(word, out var languages) || Rarer.Value.TryGetValue(word, out languages))
        {
            return languages;
        }

        // A compound, or a hashtag of two words, is of the language of its last word.
        for (var start = 1; start <= word.Length - LeastOfPart; start++)
        {
            if (Frequent.Value.TryGetValue(word[start..], out languages))
            {
                return languages;
            }
        }

        for (var length = word.Length; length >= LeastOfPart; length--)
        {
            if (Rarer.Value.TryGetValue(string.Concat(word.AsSpan(0, length), "*"), out languages))
            {
                return languages;
            }
        }

        return null;
    }

    private static IEnumerable<(string Word, string Language)> Lexicons()
    {
        var assembly = typeof(ShortTextLanguage).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(LexiconPrefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            reader.ReadLine();
            while (reader.ReadLine()?.Split('\t')[0] is { } word)
            {
                if (!word.Contains(' ', StringComparison.Ordinal))
                {
                    yield return (word, name[LexiconPrefix.Length..]);
                }
            }
        }
    }

    private static Dictionary<string, string[]> Read(IEnumerable<(string Word, string Language)> words) => words
        .SelectMany(item => FoldedWords.Split(item.Word)
            .Select(folded => (Folded: item.Word.EndsWith('*') ? folded + "*" : folded, item.Language)))
        .Distinct()
        .GroupBy(item => item.Folded, item => item.Language)
        .ToDictionary(word => word.Key, word => word.ToArray());
}
