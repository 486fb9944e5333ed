namespace Listening.Understand;

/// <summary>
/// Decides whether a post that names a brand is about another meaning of its word: a tree, a town, a first name. No clock, no I/O.
/// </summary>
/// <remarks>
/// The encoder's vectors tell how a text speaks of a thing rather than what the thing is, so a post is not compared with the description
/// itself, but with what customers would write of what the description names, and with what people write of other things.
/// </remarks>
public static class MeaningRules
{
    /// <summary>
    /// From here on a post is about the brand: its <see cref="Likeness"/> to what customers write is that much higher, or lower, than to
    /// what people write of other things. Chosen on the brands of <c>meanings.brands.tsv</c> that are for tuning.
    /// </summary>
    public const double BrandFrom = -0.04;

    /// <summary>How many of the examples nearest to a post count: one alone may be near by chance.</summary>
    private const int Nearest = 5;

    /// <summary>Most words of a description that are made into examples: each costs some milliseconds, once per brand.</summary>
    private const int MaxTopics = 12;

    /// <summary>Shorter words are mostly of grammar, and the same beginnings of shorter words mean little.</summary>
    private const int MinLetters = 5;

    /// <summary>What people write of things, persons and places that are no brand, in the languages of the service.</summary>
    private static readonly IReadOnlyList<string> OtherThings =
    [
        "Der {0} im Garten blüht wunderschön.", "Ein {0} saß heute früh vor unserem Fenster.",
        "{0} ist eine Art aus einer großen Familie und kommt in Europa vor.", "Meine Tochter {0} kommt heute in die Schule.",
        "{0} wurde 1870 geboren und war ein bekannter Maler.", "Stau bei {0} nach einem Unfall.",
        "Am Wochenende waren wir in {0} wandern, tolle Aussicht.", "Heute gibt es Kuchen mit {0} und Zimt.",
        "Das Sofa in {0} passt gut zur weißen Wand.", "{0} gewinnt 2:1 gegen den Tabellenführer.",
        "Das Lied {0} höre ich den ganzen Tag.", "Wie schneide ich {0} im Frühjahr richtig?",
        "Der alte {0} am Waldrand musste gefällt werden.",
        "The {0} in our garden is blooming again.", "We saw a {0} in the woods this morning.", "{0} is a species found in most of Europe.",
        "My daughter {0} is four years old today.", "{0} was born in 1870 and became a painter.", "Traffic jam near {0} after an accident.",
        "We hiked to {0} last weekend, what a view.", "Cake with {0} and cinnamon, my favourite recipe.", "The wall in {0} looks lovely.",
        "{0} scored twice in the second half.", "The song {0} is stuck in my head.", "How do I prune {0} in spring?",
        "I always {0} when I am late.",
    ];

    /// <summary>What customers, those who report of a company, and the company itself write of any brand.</summary>
    private static readonly IReadOnlyList<string> AnyBrand =
    [
        "{0} antwortet nicht.", "Nie wieder {0}.", "{0} geht nicht ans Telefon.", "Bei {0} bestellt, seit Wochen keine Nachricht.",
        "Bin mit {0} sehr zufrieden, kann ich empfehlen.", "Rechnung von {0} stimmt nicht.", "Wie kann ich bei {0} kündigen?",
        "Hat jemand Erfahrung mit {0}?", "Der Kundendienst von {0} ist unfreundlich.", "{0} funktioniert seit gestern nicht.",
        "Mein {0} ist kaputt.", "Danke {0}, das ging schnell.", "Wann kommt das neue Modell von {0}?", "{0} ruft ein Produkt zurück.",
        "Ermittlungen gegen {0} wegen Betrugs.", "Kundendaten von {0} stehen im Netz.", "Gewinnspiel im Namen von {0}, Vorsicht, Betrug.",
        "{0} never answers.", "Never again {0}.", "{0} charged me twice and nobody helps.", "Very happy with {0}, great service.",
        "How do I cancel at {0}?", "Has anybody tried {0}?", "{0} is not working since yesterday.", "The staff of {0} were rude.",
        "My {0} broke after a week.", "{0} is recalling a product.", "{0} is under investigation.", "Data of customers of {0} leaked.",
        "Free gift from {0}, click here.",
        "{0} ist ein Saftladen.", "{0} eröffnet eine neue Filiale.", "Neue Leitung bei {0} ab Januar.",
        "Nur bis Samstag bei {0}: 20 Prozent Rabatt.", "Hallo, schreib uns gern eine Nachricht, dein Team von {0}.",
        "{0} is opening new branches next year.", "{0} is a company founded in 2003.", "Win a prize with {0}, like this post.",
    ];

    /// <summary>What customers write of something that a brand's description names.</summary>
    private static readonly IReadOnlyList<string> OfTopic = ["Problem mit {1} von {0}.", "Bin mit {1} von {0} zufrieden."];

    /// <summary>Beginnings of words, folded, that people use of companies and hardly of anything else.</summary>
    private static readonly IReadOnlyList<string> CompanyWords =
    [
        .. """
        konto account vertrag vertraeg contract tarif rechnung invoice bill kunde customer service support hotline kontakt erreichbar reach
        app login passwort password bestell order liefer deliver paket parcel package sendung shipment versand shipping mail telefon phone
        anruf storn kuendig gekuendig cancel refund erstatt gutschrift garantie warranty reklam beschwer complain filial store shop laden
        anbieter provider abo subscri gutschein voucher preis price teuer expensive euro gebuehr fee kostet abgebucht abbuch charge zahl pay
        bezahl geld money kauf gekauft buy bought mitarbeiter staff techniker termin appointment update website webseite online produkt
        product firma company betrug scam abzock rueckruf recall empfehl recommend erfahrung experience antwort answer reply meldet reagiert
        ersatzteil schrott defekt funktioniert enttaeusch angebot offer rabatt discount werbung bonus anwalt lawyer daten hersteller
        unternehmen ermittl verbraucher
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Longer words of descriptions that name nothing, folded.</summary>
    private static readonly HashSet<string> EmptyWords = new(
        """
        einer einem einen eines seine seiner seinem seinen eigene eigenen zwischen sowie haben werden deutsche deutschen gegen unter durch
        their there these which where between under about other weekly based
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What customers of a brand would write.</summary>
    public static IReadOnlyList<string> CustomerExamples(string name, string description) =>
    [
        .. AnyBrand.Select(example => Fill(example, name, "")),
        .. Topics(name, description).Take(MaxTopics).SelectMany(topic => OfTopic.Select(example => Fill(example, name, topic))),
    ];

    /// <summary>What people would write of other things of that name.</summary>
    public static IReadOnlyList<string> OtherExamples(string name) => [.. OtherThings.Select(example => Fill(example, name, ""))];

    /// <summary>The words of a description that may name something, folded.</summary>
    public static IReadOnlyList<string> TopicWords(string name, string description) =>
        [.. Topics(name, description).SelectMany(FoldedWords.Split)];

    /// <summary>How near a text is to the nearest of some examples, -1 to 1.</summary>
    /// <param name="text">A direction, as <see cref="ITextModel.ReadMeaning"/> gives it; so are the examples.</param>
    public static double Likeness(float[] text, IReadOnlyList<float[]> examples) =>
        examples.Select(example => InnerProduct(text, example)).OrderDescending().Take(Nearest).Average();

    /// <summary>
    /// Why a post is about another meaning of the brand's word, in words; null if it is about the brand. A post with a word of the
    /// description, or one that people use of companies, is kept, whatever it sounds like: a complaint that nobody sees costs more than a
    /// needless row.
    /// </summary>
    /// <param name="topics">The brand's <see cref="TopicWords"/>.</param>
    /// <param name="customers">The post's likeness to <see cref="CustomerExamples"/>.</param>
    /// <param name="others">The same to <see cref="OtherExamples"/>.</param>
    public static string? FindOther(string text, string name, IReadOnlyList<string> topics, double customers, double others)
    {
        if (customers - others >= BrandFrom)
        {
            return null;
        }

        var own = FoldedWords.Split(name);
        var words = FoldedWords.Split(text).Where(word => !own.Contains(word)).ToList();
        return words.Any(word => CompanyWords.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal)))
            || words.Any(word => topics.Any(topic => AreRelated(word, topic)))
            ? null
            : FormattableString.Invariant(
                $"another meaning of {name}: {others:0.00} like posts about other things, {customers:0.00} like those of customers")
                + ", and no word of the description";
    }

    /// <summary>The words of a description that may name something: longer ones, and abbreviations such as <c>DSL</c>.</summary>
    private static IEnumerable<string> Topics(string name, string description)
    {
        var own = FoldedWords.Split(name);
        return description.Split([.. " \t,;:.!?()/\"„“”»«"], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => (word.Length >= MinLetters || word.Count(char.IsUpper) > 1)
                && FoldedWords.Split(word) is [var folded, ..] && !own.Contains(folded) && !EmptyWords.Contains(folded))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Forms of one word (<c>Lastenrad</c>, <c>Lastenräder</c>), or a compound and its last part (<c>Girokonto</c>, <c>Konto</c>).
    /// </summary>
    private static bool AreRelated(string one, string other)
    {
        if (one.Length < MinLetters || other.Length < MinLetters)
        {
            return one == other;
        }

        return one.AsSpan(0, MinLetters).SequenceEqual(other.AsSpan(0, MinLetters))
            || one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal);
    }

    private static string Fill(string example, string name, string topic) =>
        example.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", topic, StringComparison.Ordinal);

    private static double InnerProduct(float[] one, float[] other)
    {
        var product = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            product += one[i] * other[i];
        }

        return product;
    }
}
