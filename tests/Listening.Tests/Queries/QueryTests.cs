using FsCheck;
using FsCheck.Fluent;
using Listening.Domain;
using Listening.Queries;

namespace Listening.Tests.Queries;

/// <summary>What queries mean that know words, phrases, OR and a minus only, and what is refused whatever else a query knows.</summary>
public sealed class QueryTests
{
    [Theory]
    // One word: anywhere, as a whole word, whatever its case.
    [InlineData("northwind", "Northwind liefert nicht.", true)]
    [InlineData("northwind", "Kaffee von NORTHWIND!", true)]
    [InlineData("northwind", "Northwinds Kaffee", false)]
    [InlineData("wind", "Northwind liefert nicht.", false)]
    [InlineData("northwind", "", false)]
    // Several words: all of them, in any order.
    [InlineData("northwind kaffee", "Der Kaffee von Northwind", true)]
    [InlineData("northwind kaffee", "Der Tee von Northwind", false)]
    // A phrase: these words in a row. Signs between them do not matter, also in a word with a hyphen.
    [InlineData("\"north wind\"", "A cold north wind", true)]
    [InlineData("\"north wind\"", "The North-Wind shop", true)]
    [InlineData("\"north wind\"", "wind from the north", false)]
    [InlineData("\"north wind\"", "north, then a wind", false)]
    [InlineData("north-wind", "the north wind shop", true)]
    [InlineData("north-wind", "wind from the north", false)]
    // OR and ODER: one of the alternatives, each of which may be several words.
    [InlineData("northwind OR nordwind", "Nordwind!", true)]
    [InlineData("northwind ODER nordwind", "Northwind!", true)]
    [InlineData("northwind OR nordwind", "Südwind!", false)]
    [InlineData("northwind kaffee OR nordwind tee", "Tee von Nordwind", true)]
    [InlineData("northwind kaffee OR nordwind tee", "Kaffee von Nordwind", false)]
    [InlineData("northwind \"OR\"", "Northwind or not?", true)]
    [InlineData("northwind \"OR\"", "Northwind, nordwind", false)]
    // Exclusions hold for every alternative, wherever they stand.
    [InlineData("northwind OR nordwind -wetter", "Das Wetter: Northwind", false)]
    [InlineData("northwind OR nordwind -wetter", "Das Wetter: Nordwind", false)]
    [InlineData("-wetter northwind OR nordwind", "Das Wetter: Nordwind", false)]
    [InlineData("northwind -wetter OR nordwind", "Das Wetter: Nordwind", false)]
    [InlineData("northwind -\"north wind\"", "Northwind, the north wind shop", false)]
    [InlineData("northwind -\"north wind\"", "Northwind, wind from the north", true)]
    [InlineData("northwind -OR", "Northwind or not?", false)]
    [InlineData("nordwind -wetter*", "Wetterbericht: Nordwind", false)]
    // An open word goes on as it likes; in a phrase only its last word can be open.
    [InlineData("northwind*", "Northwinds Kaffee", true)]
    [InlineData("liefer*", "Lieferung", true)]
    [InlineData("liefer*", "ausgeliefert", false)]
    [InlineData("\"keine liefer*\"", "Keine Lieferung bekommen", true)]
    [InlineData("\"keine liefer* \"", "Keine Lieferung bekommen", true)]
    [InlineData("\"keine liefer*\"", "Keiner lieferte", false)]
    // Umlauts, written out or not, composed or with combining dots.
    [InlineData("müller", "MUELLER", true)]
    [InlineData("mueller", "Müller", true)]
    [InlineData("müller", "mu\u0308ller", true)]
    [InlineData("mu\u0308ller", "Müller", true)]
    [InlineData("mueller", "MU\u0308LLER", true)]
    [InlineData("müller", "Muller", false)]
    [InlineData("straße", "STRASSE", true)]
    [InlineData("straße", "STRA\u1E9EE", true)]
    [InlineData("ÖBB", "oebb", true)]
    // Accents, composed or combining; letters with a stroke; Turkish dots.
    [InlineData("café", "CAFE", true)]
    [InlineData("cafe", "Café", true)]
    [InlineData("cafe\u0301", "café", true)]
    [InlineData("citroen", "Citroën", true)]
    [InlineData("smorrebrod", "Smörrebröd", false)]
    [InlineData("smørrebrød", "Smörrebröd", true)]
    [InlineData("lodz", "Łódź", true)]
    [InlineData("istanbul", "İSTANBUL", true)]
    [InlineData("việt", "Viet", true)]
    [InlineData("ёлка", "елка", true)]
    [InlineData("и\u0306од", "йод", true)]
    [InlineData("καφές", "καφες", true)]
    // Signs around a word: hashtags, names, quotes, emoji, soft hyphens, an apostrophe that divides.
    [InlineData("northwind", "Nie wieder #Northwind", true)]
    [InlineData("northwind", "@northwind wo bleibt mein Paket?", true)]
    [InlineData("#northwind", "northwind", true)]
    [InlineData("@northwind", "@northwind_de antwortet nicht", true)]
    [InlineData("northwind", "„Northwind“ – naja", true)]
    [InlineData("northwind", "❤️Northwind❤️", true)]
    [InlineData("northwind", "North\u00ADwind", true)]
    [InlineData("northwind", "Northwind's coffee", true)]
    [InlineData("northwind", "https://northwind.example/kaffee", true)]
    [InlineData("4711", "Mein 4711 ist leer", true)]
    // Letters that only look different, and a space that is not seen.
    [InlineData("offizin", "Die O\uFB03zin antwortet nicht", true)]
    [InlineData("nordwind", "𝗡𝗼𝗿𝗱𝘄𝗶𝗻𝗱 𝖎𝖘𝖙 kaputt", true)]
    [InlineData("ist", "𝗡𝗼𝗿𝗱𝘄𝗶𝗻𝗱 𝖎𝖘𝖙 kaputt", true)]
    [InlineData("nordwind", "Ｎｏｒｄｗｉｎｄ！", true)]
    [InlineData("𝓷𝓸𝓻𝓭𝔀𝓲𝓷𝓭", "Nordwind", true)]
    [InlineData("nordwind", "ⓃⓄⓇⒹⓌⒾⓃⒹ", true)]
    [InlineData("müller", "𝐌𝐮\u0308𝐥𝐥𝐞𝐫", true)]
    [InlineData("4711", "Mein ４７１１ und 𝟒𝟕𝟏𝟏", true)]
    [InlineData("nordwind", "Nie wieder\u200BNordwind\u200B!", true)]
    [InlineData("nordwind", "Nord\u2060wind", true)]
    [InlineData("nordwind", "Nordwind™, Nordwind² und NordwindⓇ", true)]
    [InlineData("nordwind", "①Nordwind ②Morgenrot", true)]
    [InlineData("parkplatz", "🅿Parkplatz", true)]
    // Signs a word processor puts in the place of plain ones mean the same.
    [InlineData("„north wind“", "wind from the north", false)]
    [InlineData("„north wind“", "a north wind", true)]
    [InlineData("“north wind”", "wind from the north", false)]
    [InlineData("»north wind«", "wind from the north", false)]
    [InlineData("northwind –wetter", "Northwind", true)]
    [InlineData("northwind −wetter", "Northwind, Wetter", false)]
    public void A_query_finds_what_its_writer_means(string query, string post, bool concerns)
    {
        var parsed = Query.TryParse(query, out var problem);

        Assert.Null(problem);
        Assert.Equal(concerns, parsed!.Matches(post));
        Assert.Equal(query, parsed.Text);
    }

    [Theory]
    [InlineData("liefer* -liefer")]
    [InlineData("lieferung -\"lieferung heute\"")]
    [InlineData("wind -\"north wind\"")]
    [InlineData("nord -nordwind")]
    public void An_exclusion_that_leaves_something_to_find_is_none_too_many(string query) =>
        Assert.NotNull(Query.TryParse(query, out _));

    [Theory]
    [InlineData("", "it names nothing to look for; give at least one word that is not excluded")]
    [InlineData("  ", "it names nothing to look for; give at least one word that is not excluded")]
    [InlineData("-wetter", "it names nothing to look for; give at least one word that is not excluded")]
    [InlineData("northwind \"north wind", "the quote that opens at character 11 is never closed")]
    [InlineData("northwind -\"north", "the quote that opens at character 12 is never closed")]
    [InlineData("OR northwind", "OR needs a word or phrase before it")]
    [InlineData("northwind OR ODER nordwind", "ODER needs a word or phrase before it")]
    [InlineData("northwind OR", "OR needs a word or phrase after it")]
    [InlineData("northwind ODER", "ODER needs a word or phrase after it")]
    [InlineData("northwind OR -wetter", "OR needs a word or phrase after it")]
    [InlineData(
        "acme -acme", "'-acme' excludes every post that 'acme' looks for, so that it finds nothing; remove one of them")]
    [InlineData(
        "\"north wind\" OR nordwind -Wind",
        "'-Wind' excludes every post that 'north wind' looks for, so that it finds nothing; remove one of them")]
    [InlineData(
        "liefer* -lief*", "'-lief*' excludes every post that 'liefer*' looks for, so that it finds nothing; remove one of them")]
    [InlineData("northwind -", "'-' holds no letter or digit to look for")]
    [InlineData("northwind \"\"", "'' holds no letter or digit to look for")]
    [InlineData("northwind & co", "'&' holds no letter or digit to look for")]
    // What would be read as plain words, and then find next to nothing, is refused.
    [InlineData("northwind or nordwind", "'or' would be a word to look for; write OR between alternatives, or \"or\" for the word itself")]
    [InlineData(
        "northwind Oder nordwind",
        "'Oder' would be a word to look for; write ODER between alternatives, or \"Oder\" for the word itself")]
    [InlineData(
        "northwind UND kaffee",
        "'UND' is not needed, as all words must be there; leave it out, or write \"UND\" for the word itself")]
    [InlineData(
        "north*wind",
        "'north*wind' holds a * inside a word; only the beginning and the end of a word can be open, "
        + "so write out each form with OR between them")]
    public void A_query_that_cannot_be_meant_is_refused_with_one_sentence(string query, string sentence)
    {
        Assert.Null(Query.TryParse(query, out var problem));
        Assert.Equal(sentence, problem?.Sentence);
    }

    /// <summary>Each of them would be taken for words, and then find next to nothing.</summary>
    [Theory]
    // Distance.
    [InlineData("nordwind near kundendienst", "query.proximity", "near")]
    [InlineData("nordwind ONEAR/3 kundendienst", "query.proximity", "ONEAR/3")]
    [InlineData("nordwind ADJ3 kundendienst", "query.proximity", "ADJ3")]
    [InlineData("nordwind adj kundendienst", "query.proximity", "adj")]
    [InlineData("nordwind w/5 kundendienst", "query.proximity", "w/5")]
    [InlineData("nordwind W/s kundendienst", "query.proximity", "W/s")]
    [InlineData("nordwind PRE/3 kundendienst", "query.proximity", "PRE/3")]
    [InlineData("nordwind /s kundendienst", "query.proximity", "/s")]
    [InlineData("nordwind /3 kundendienst", "query.proximity", "/3")]
    [InlineData("nordwind N5 kundendienst", "query.proximity", "N5")]
    [InlineData("nordwind WITHIN kundendienst", "query.proximity", "WITHIN")]
    [InlineData("\"nordwind kundendienst\"~5", "query.proximity", "~5")]
    [InlineData("\"nordwind kundendienst\"/3", "query.proximity", "/3")]
    // Similar words, weights, wildcards, patterns.
    [InlineData("nordwind~1", "query.similar", "nordwind~1")]
    [InlineData("~nordwind", "query.similar", "~nordwind")]
    [InlineData("nordwind^2 kundendienst", "query.weight", "nordwind^2")]
    [InlineData("\"nordwind kundendienst\"^2", "query.weight", "^2")]
    [InlineData("nordwind near/5 kundendienst", "query.proximity", "near/5")]
    [InlineData("nordwind NEAR kundendienst", "query.proximity", "NEAR")]
    [InlineData("nordwin?", "query.wildcard", "nordwin?")]
    [InlineData("nordw??d", "query.wildcard", "nordw??d")]
    [InlineData("nordw#nd", "query.wildcard", "nordw#nd")]
    [InlineData("liefer!", "query.wildcard", "liefer!")]
    [InlineData("%nordwind%", "query.wildcard", "%nordwind%")]
    [InlineData("/nordw.nd/", "query.slash", "/nordw.nd/")]
    [InlineData("\\bnordwind", "query.sign", "\\bnordwind")]
    // Fields.
    [InlineData("title:nordwind", "query.field", "title:nordwind")]
    [InlineData("title: nordwind", "query.field", "title:")]
    [InlineData("title:\"nordwind kaffee\"", "query.field", "title:")]
    [InlineData("from:anna nordwind", "query.field", "from:anna")]
    [InlineData("title=nordwind", "query.field", "title=nordwind")]
    [InlineData("likes>5 nordwind", "query.field", "likes>5")]
    // Lists and alternatives.
    [InlineData("nordwind,nordwynd", "query.list", "nordwind,nordwynd")]
    [InlineData("nordwind, nordwynd", "query.list", "nordwind,")]
    [InlineData("nordwind; nordwynd", "query.list", "nordwind;")]
    [InlineData("nordwind ODER, nordwynd", "query.list", "ODER,")]
    [InlineData("nordwind | nordwynd", "query.list", "|")]
    [InlineData("nordwind|nordwynd", "query.list", "nordwind|nordwynd")]
    [InlineData("nordwind/nordwynd", "query.slash", "nordwind/nordwynd")]
    [InlineData("nordwind || nordwynd", "query.list", "||")]
    [InlineData("nordwind XOR nordwynd", "query.operator", "XOR")]
    // Must, must not.
    [InlineData("+nordwind +kundendienst", "query.plus", "+nordwind")]
    [InlineData("nordwind+kundendienst", "query.plus", "nordwind+kundendienst")]
    [InlineData("nordwind && kundendienst", "query.needless-and", "&&")]
    [InlineData("nordwind And kundendienst", "query.needless-and", "And")]
    [InlineData("nordwind und kundendienst", "query.needless-and", "und")]
    [InlineData("nordwind&&kundendienst", "query.needless-and", "nordwind&&kundendienst")]
    [InlineData("nordwind ANDNOT wetter", "query.not", "ANDNOT")]
    [InlineData("nordwind AND-NOT wetter", "query.not", "AND-NOT")]
    [InlineData("nordwind NICHT wetter", "query.not", "NICHT")]
    [InlineData("nordwind not wetter", "query.not", "not")]
    [InlineData("nordwind !wetter", "query.not", "!wetter")]
    [InlineData("nordwind OR. nordwynd", "query.small-or", "OR.")]
    [InlineData("nordwind ＯＲ nordwynd", "query.small-or", "ＯＲ")]
    [InlineData("liefer＊", "query.star", "liefer＊")]
    [InlineData("nordwind AROUND(5) kaffee", "query.proximity", "AROUND")]
    [InlineData("site:.example", "query.site", "site:.example")]
    [InlineData("hashtag:nord-wind", "query.hashtag", "hashtag:nord-wind")]
    // Groups and quotes of other kinds.
    [InlineData("[nordwind OR nordwynd] kundendienst", "query.brackets", "[nordwind")]
    [InlineData("{nordwind kundendienst}", "query.brackets", "{nordwind")]
    [InlineData("<nordwind>", "query.brackets", "<nordwind>")]
    [InlineData("（nordwind）", "query.brackets", "（nordwind）")]
    [InlineData("'nordwind kundendienst'", "query.single-quotes", "'nordwind")]
    [InlineData("‚nordwind kundendienst‘", "query.single-quotes", "‚nordwind")]
    [InlineData("›nordwind kundendienst‹", "query.single-quotes", "›nordwind")]
    [InlineData("`nordwind kundendienst`", "query.single-quotes", "`nordwind")]
    [InlineData("nord\"wind\"", "query.glued-quote", "nord")]
    [InlineData("\"nordwind\"kaffee", "query.glued-quote", "kaffee")]
    [InlineData("\"nordwind OR nordwynd\"", "query.operator-in-quotes", "OR")]
    public void The_syntax_of_other_search_tools_is_refused_by_name(string query, string code, string named)
    {
        Assert.Null(Query.TryParse(query, out var problem));

        Assert.Equal(code, problem?.Code);
        Assert.StartsWith($"'{named}' ", problem?.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("H&M", "Bei H&M gekauft")]
    [InlineData("Disney+", "Disney+ streikt")]
    [InlineData("McDonald's", "Bei McDonald's gegessen")]
    [InlineData("Hans' laden", "In Hans' Laden")]
    [InlineData("nordwind.example", "Siehe https://nordwind.example/")]
    [InlineData("service@nordwind.example", "Mail an service@nordwind.example")]
    [InlineData("100%", "zu 100% zufrieden")]
    [InlineData("Nordwind™", "Die Nordwind™ ist da")]
    [InlineData("\"24/7\"", "Hilfe 24/7")]
    [InlineData("\"Wer? Wie? Was?\"", "Wer, wie, was")]
    [InlineData("\"10:15\"", "um 10:15 Uhr")]
    [InlineData("\"truth or dare\"", "Truth or dare!")]
    [InlineData("＂north wind＂", "a north wind")]
    [InlineData("‟north wind”", "a north wind")]
    public void Signs_that_belong_to_names_are_no_operators(string query, string post)
    {
        Assert.True(Query.TryParse(query, out var problem)?.Matches(post), problem?.Sentence);
    }

    [Fact]
    public void No_text_whatever_it_holds_makes_a_query_fail()
    {
        var awkward = Gen.Elements(
            '"', '-', '*', '#', '(', ' ', 'O', 'R', 'ä', 'u', '\u0308', '\u00AD', '\uD83D', '\uDE00', '\uFFFF', '\0', 'İ', 'ẞ');
        var texts = Gen.ArrayOf(Gen.OneOf(awkward, ArbMap.Default.GeneratorFor<char>())).Select(chars => new string(chars));

        Prop.ForAll(Arb.From(texts), Arb.From(texts), (query, post) =>
            Query.TryParse(query, out var problem) is { } parsed
                ? problem is null && (parsed.Matches(post) || true)
                : problem is not null).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_word_is_found_in_its_own_text_whatever_its_letters()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
            text is null || FoldedWords.Split(text).All(word => FoldedWords.Split(word) is [var again] && again == word))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a\uD83D b", new[] { "a", "b" })]
    [InlineData("\uDE00northwind\uD83D", new[] { "northwind" })]
    [InlineData("𝟜711 𐐀", new[] { "4711", "𐐨" })]
    [InlineData("a\u0308rger O\u0308l u\u0323\u0308ber e\u0308", new[] { "aerger", "oel", "ueber", "e" })]
    [InlineData("Æon Œuvre Đorđe ığdır", new[] { "aeon", "oeuvre", "dorde", "igdir" })]
    public void Words_are_folded_alike_with_or_without_icu(string text, string[] words) => Assert.Equal(words, FoldedWords.Split(text));

    [Fact]
    public void The_fragment_of_an_address_is_no_hashtag()
    {
        var query = Query.TryParse("hashtag:nordwind", out _)!;

        Assert.False(query.Matches("see https://x.example/#nordwind"));
        Assert.True(query.Matches("mein #nordwind"));
    }

    /// <summary>The parts between underscores are one word.</summary>
    [Fact]
    public void A_hashtag_with_a_question_mark_is_as_short_as_a_word_with_one()
    {
        Assert.Null(Query.TryParse($"hashtag:{new string('a', 40)}_b?d{new string('c', 40)}", out var problem));
        Assert.Equal("query.long-wildcard", problem!.Code);
    }
}
