namespace Listening.Understand;

/// <summary>
/// Detects the language of a text of one to three words, on which a model that counts letters errs most. Words that only some languages
/// have speak first, then their letters and endings, then the model and the source. No clock, no I/O.
/// </summary>
public static class ShortTextLanguage
{
    public const int MaxWords = 3;

    /// <summary>What a letter or an ending says beside a word that is known, which says 1.</summary>
    private const double Letter = 0.6;
    private const double Ending = 0.3;

    /// <summary>
    /// What a model says that is sure of the language; and what is left to decide between languages for which the words say the same:
    /// a model that is not sure, the source, and German, the first language of this service.
    /// </summary>
    private const double SureModel = 0.6;
    private const double UnsureModel = 0.05;
    private const double Source = 0.2;
    private const double First = 0.01;

    /// <summary>Shorter beginnings of words say little.</summary>
    private const int LeastOfBeginning = 4;

    private const string LexiconPrefix = "lexicon.";

    private static readonly string[] Names = [.. ShortTextWords.ByLanguage.Keys];

    /// <summary>Letters that few languages have, and which.</summary>
    private static readonly (string Letters, string[] Languages)[] Letters =
    [
        ("ßäöü", ["de"]), ("ñ¿¡", ["es"]), ("ãõ", ["pt"]), ("òì", ["it"]), ("œîûëï", ["fr"]), ("ç", ["fr", "pt"]), ("ê", ["fr", "pt"]),
        ("èù", ["fr", "it"]), ("à", ["fr", "it", "pt"]), ("é", ["fr", "es", "pt"]), ("áíóú", ["es", "pt"]), ("âô", ["fr", "pt"]),
        ("ğışłåøæżźśćąęňěřůčšžđ", ["other"]),
    ];

    /// <summary>Folded endings that few languages have, and which.</summary>
    private static readonly (string Endings, string[] Languages)[] Endings =
    [
        ("ung ungen heit keit lich liche lichen isch ische chen schaft tig ig bar sam los st tzt ert iert ern eln ck tz", ["de"]),
        ("ing ed ly ness ful less ity ght ry ck th wn ew ook eed eal ous y", ["en"]),
        ("eux euse ais ait aient eau eaux ee ees ier iere ique oir elle ette aine ant ent ment ez", ["fr"]),
        ("cion ciones dad ando iendo illo illa cito ero era eros ias ble anza", ["es"]),
        ("zione zioni ita ato ata ati ate are ere ire issimo issima etto etta aggio ezza ello ella ini gli", ["it"]),
        ("cao coes dade endo eiro eira inho inha agem ais eis ou am em", ["pt"]),
        ("tion sion able", ["en", "fr"]), ("mente oso osa", ["es", "it", "pt"]), ("ado ada ados adas ar er ir", ["es", "pt"]), ("en", ["de"]),
    ];

    /// <summary>Folded words, and beginnings of words, which end in <c>*</c>; and the languages that have them.</summary>
    private static readonly Lazy<Dictionary<string, string[]>> Words = new(() => Read(Frequent().Concat(Lexicons())));

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

        foreach (var (letters, languages) in Letters)
        {
            if (text.AsSpan().ContainsAny(letters) || text.ToLowerInvariant().AsSpan().ContainsAny(letters))
            {
                Add(languages, Letter);
            }
        }

        if (read is { } model && (model.Probability >= sureFrom || scores.GetValueOrDefault(model.Answer) > 0))
        {
            scores[model.Answer] = scores.GetValueOrDefault(model.Answer)
                + (model.Probability * (model.Probability >= sureFrom ? SureModel : UnsureModel));
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

    private static string[] OfEnding(string word)
    {
        var found = Endings.SelectMany(item => item.Endings.Split(' ').Select(ending => (ending, item.Languages)))
            .Where(item => word.Length > item.ending.Length + 1 && word.EndsWith(item.ending, StringComparison.Ordinal))
            .MaxBy(item => item.ending.Length);
        return found.Languages ?? [];
    }

    /// <summary>The languages that have a word, or else its longest known beginning; null if none is known.</summary>
    private static string[]? Find(string word)
    {
        if (Words.Value.TryGetValue(word, out var languages))
        {
            return languages;
        }

        for (var length = word.Length; length >= LeastOfBeginning; length--)
        {
            if (Words.Value.TryGetValue(string.Concat(word.AsSpan(0, length), "*"), out languages))
            {
                return languages;
            }
        }

        return null;
    }

    private static IEnumerable<(string Word, string Language)> Frequent() => ShortTextWords.ByLanguage.SelectMany(language =>
        language.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, language.Key)));

    /// <summary>The words that the trainer's lexicons of sentiment hold: what people judge with differs from language to language.</summary>
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
