namespace Listening.Understand;

/// <summary>
/// Detects German, English or neither by script and by function words. Its answer counts where a model is unsure of the language,
/// and keeps a model from judging languages that it was not trained on.
/// </summary>
public static class LanguageDetector
{
    private static readonly HashSet<string> GermanWords = Folded(
        """
        der die das den dem des ein eine einen einem einer eines kein keine keinen keiner und oder aber doch sondern denn weil dass ob wenn
        als wie
        ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch mein meine meinen meiner dein deine sein seine unser unsere euer
        ist sind war waren bin bist seid sein hat haben habe hatte hatten wird werden wurde wurden kann können konnte muss müssen soll
        sollte will wollen würde
        nicht nie nichts nur noch schon sehr auch mal ja nein bitte danke hier da dort jetzt heute gestern morgen immer wieder mehr viel so
        ganz gar halt eben
        von vom zu zum zur mit bei beim nach aus auf an am im für über unter vor durch gegen ohne um seit bis zwischen
        was wer wo wann warum wieso welche welcher dieser diese dieses jeder jede alle man etwas jemand niemand macht gibt geht kommt
        gut super toll schlecht schön neu leider endlich wirklich einfach vielleicht also dann
        hab habt echt richtig kaputt bestellt gekauft geliefert lieferung empfehlen kundenservice katastrophe
        """);

    private static readonly HashSet<string> EnglishWords = Folded(
        """
        the a an and or but because that if when as than then this these those there here
        i you he she it we they me him her us them my your his its our their mine
        is are was were be been being am has have had having do does did doing done will would can could should may might must
        not no never nothing only still already very also just yes please thanks thank now today yesterday tomorrow always again more most
        much many so all some any
        of to with at by from on in into for about over under before after through against without since until between out up down off
        what who where when why which how everyone someone anybody nobody get got make go going love like want need
        isn't don't doesn't didn't can't won't i'm it's i've you're
        good great bad nice new really finally simply maybe
        best worst better worse terrible awful horrible absolutely highly ever anyone recommend recommended experience delivery works
        worked broken bought ordered buy
        """);

    /// <summary>Function words of Romance languages. Each of them counts against a chance match.</summary>
    private static readonly HashSet<string> RomanceWords = Folded(
        """
        le la les un une des du et est pas je tu il elle nous vous mais dans pour avec sur que qui ce cette mon ma mes très c'est j'ai
        où merci beaucoup nul livraison au aux plus jamais
        el los las una unos y es no pero muy con por para que como mi su esta este yo lo del al más qué está
        gracias dónde nunca todo servicio
        il lo gli una e è non ma con per che come mio sono molto questo questa della di
        grazie mille mai più servizio dove sono dopo
        o os as um uma e é não mas com por para que como meu minha muito isso da do na no
        obrigado obrigada nunca atendimento
        """);

    /// <summary>Those of other languages in Latin script.</summary>
    private static readonly HashSet<string> FurtherWords = Folded(
        """
        de het een en van is niet maar met voor dat ik je zijn heel ook naar wat
        waar mijn deze nooit slecht slechte bedankt snelle
        bir ve bu çok için ama değil ben sen ile gibi daha var yok mi ne
        teşekkürler hiç
        jest nie na się że to w z i jak ale bardzo dla
        dziękuję nigdy polecam
        och är inte det att jag på med för som en ett av men til og ikke er jeg
        tack takk mycket väldigt dålig bra aldrig från
        és nem hogy sem csak már még nagyon senki köszönöm
        että mutta niin myös eikä kukaan ollut kiitos
        už že jsem není nikdo velmi děkuji
        și nimeni foarte mulțumesc
        već nije niko nitko vrlo hvala
        """);

    private const string RomanceLetters = "ñãõèêçàùòì¿¡";
    private const string FurtherLetters = "ığşłęåøąćśźżőűčěřňțșăđů";

    /// <summary><c>de</c>, <c>en</c> or <c>other</c>; German, the first language of this service, if nothing speaks against it.</summary>
    public static string Detect(string text)
    {
        text = WithoutAddresses(text);
        var (latin, foreign) = Letters(text);
        if (foreign > latin)
        {
            return Languages.Other;
        }

        var (german, english, other) = (0.0, 0.0, 0.0);
        foreach (var word in FoldedWords.Split(text))
        {
            // A word that several languages share counts for less.
            var (de, en, xx) = (GermanWords.Contains(word), EnglishWords.Contains(word), IsOther(word));
            var weight = 1.0 / Math.Max(1, (de ? 1 : 0) + (en ? 1 : 0) + (xx ? 1 : 0));
            german += de ? weight : 0;
            english += en ? weight : 0;
            other += xx ? weight : 0;
        }

        // Letters that only German has among these three count almost like a word each, up to two.
        german += Math.Min(2, text.Count("äöüßÄÖÜ".Contains) * 0.75);
        other += Math.Min(2, text.Count((RomanceLetters + FurtherLetters).Contains) * 0.75);

        if (other > german && other > english)
        {
            return Languages.Other;
        }

        return english > german ? Languages.English : Languages.German;
    }

    /// <summary>
    /// Whether a text may be French, Italian, Spanish or Portuguese: some of its words are, and rather than Dutch, Turkish, Polish or of a
    /// Scandinavian language.
    /// </summary>
    public static bool MayBeRomance(string text)
    {
        text = WithoutAddresses(text);
        var (latin, foreign) = Letters(text);
        var words = FoldedWords.Split(text);
        var romance = words.Count(RomanceWords.Contains) + text.Count(RomanceLetters.Contains);
        var further = words.Count(FurtherWords.Contains) + text.Count(FurtherLetters.Contains);
        return latin >= foreign && romance > further;
    }

    private static bool IsOther(string word) => RomanceWords.Contains(word) || FurtherWords.Contains(word);

    /// <summary>The folded words of a text without links and @names, which have no language.</summary>
    public static IReadOnlyList<string> Words(string text) => FoldedWords.Split(WithoutAddresses(text));

    /// <summary>Links and @names have no language.</summary>
    private static string WithoutAddresses(string text) => text.AsSpan().ContainsAny('@', '/', '.')
        ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word =>
            !word.StartsWith('@') && !word.StartsWith("www.", StringComparison.Ordinal) && !word.Contains("://", StringComparison.Ordinal)))
        : text;

    private static (int Latin, int Foreign) Letters(string text)
    {
        var (latin, foreign) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                // Latin letters are up to U+024F, the rarer ones in U+1E00..1EFF.
                var isLatin = rune.Value < 0x250 || rune.Value is >= 0x1E00 and <= 0x1EFF;
                (latin, foreign) = isLatin ? (latin + 1, foreign) : (latin, foreign + 1);
            }
        }

        return (latin, foreign);
    }

    private static HashSet<string> Folded(string words) =>
        [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(FoldedWords.Split)];
}
