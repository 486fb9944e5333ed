using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Listening.Scoring;

namespace Listening.Scoring.Tests.Normalization;

public sealed class NormalizerPropertyTests
{
    private static readonly string[] Posts =
    [
        "Wo bleibt mein Päckchen? Seit 3 Wochen keine Antwort, das ist nicht schön :-(",
            "Das Öl für die Kette: großartig, äußerst günstig!!!",
        "Schöne Grüße aus Köln 🚲👍🏽 an @nordrad, siehe https://nordrad.example/hilfe?a=1",
            "The bell fell off again... not what I paid 120€ for xD",
        "Danke für die schnelle Lieferung &amp; den Rabatt <3 \\o/ -.- ^^",
            "„Weder Fisch noch Fleisch“ – so der Händler… 12:30 Uhr, e-mail an info@nordrad.example",
        "Ce n'est pas très gentil, hélas", "No me gusta nada, ¿qué pasó?", "سيئة جدا 😡😡", "#DeutscheBahnNervt @DB_Bahn Zug fällt aus #7",
    ];

    /// <summary>What makes the output long, and what might be read past the end of the source.</summary>
    private static readonly string[] Pieces =
    [
        "…", "!", ".", "a", "ä", "Ö", "ß", "aä", "ääää", "@", "@a", "#", "#AäBöCü", "_", "-", "'", "’", " ", "\u0308", "\u200B",
            "\u200D", "\uFE0F", "kein ",
        "no ", "aber", "abc ", "xd", ":", ";", "=", "(", ")", "<", "3", "1", "^", "\\", "o", "/", ",", "http", "http:", "https://x",
            "www.", "www.x", "a@b.cd",
        "&lt;", "&", "&#252;",
        "😀", "🏽", "🇩", "♀", "\uD83D", "\uDE00", "𐐀", "日", "ـ", "َ", "�",
    ];

    /// <summary>Texts of any characters: control characters, half surrogates, emoji, long runs.</summary>
    private static Gen<string> AnyText { get; } = Gen.Frequency(
        (3, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        (3, Gen.Elements("\"quoted\" \\ </script>", "\u0000\u001f\u007f\u2028\uFFFE", "日本語", "\ud800 half", "half \udc00")),
        (2, ArbMap.Default.GeneratorFor<char>().ListOf(40).Select(letters => string.Concat(letters))),
        (1, from letter in ArbMap.Default.GeneratorFor<char>() from length in Gen.Choose(0, 40_000) select new string(letter, length)));

    [Fact]
    public void Any_text_is_normalised_within_the_stated_room() => Holds(
        Prop.ForAll(AnyText.ToArbitrary(), IsWellFormed), tries: 100);

    [Fact]
    public void Any_order_of_awkward_pieces_is_normalised_within_the_stated_room() => Holds(
        Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), IsWellFormed), tries: 5000);

    [Fact]
    public void Awkward_pieces_again_and_again_are_normalised_within_the_stated_room() => Assert.All(
        from first in Pieces
        from second in Pieces
        from start in (string[])["", "#", "nicht "]
        select start
            + string.Concat(Enumerable.Repeat(first + second, 20)),
        text => Assert.True(IsWellFormed(text), text));

    [Fact]
    public void A_text_of_30_000_characters_takes_no_longer_than_its_length_explains()
    {
        // About a millisecond each; a look ahead that starts anew at every character took seconds.
        Assert.All(Pieces.Select(piece => string.Concat(Enumerable.Repeat(piece, 30_000 / piece.Length))), text =>
        {
            var started = Stopwatch.GetTimestamp();
            TextNormalizer.Normalize(text);
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        });
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => Assert.All(Posts, post =>
    {
        var once = TextNormalizer.Normalize(post).Text;
        Assert.Equal(once, TextNormalizer.Normalize(once).Text);
    });

    [Fact]
    public void Plain_words_stay_as_they_are() => Holds(Prop.ForAll(
        Gen.Elements('b', 'e', 'k', 'r', 'u', 'z').ListOf(5).Select(letters => string.Concat(letters.Distinct()))
            .NonEmptyListOf().Select(words => string.Join(' ', words)).ToArbitrary(),
        text => TextNormalizer.Normalize(text).Text == text));

    [Fact]
    public void Umlauts_may_be_written_in_three_ways() => Assert.All(Posts, post =>
    {
        AssertSame(post, Spell(post, "\u0308", "ss"));
        AssertSame(post, Spell(post, "e", "ss"));
    });

    [Fact]
    public void Case_makes_no_difference() => Assert.All(Posts.Where(post => !post.Contains('#', StringComparison.Ordinal)), post =>
    {
        AssertSame(post, post.ToUpperInvariant());
        AssertSame(post, post.ToLowerInvariant());
    });

    [Fact]
    public void Every_letter_equals_its_capital() => Assert.All(
        Enumerable.Range(0, char.MaxValue).Select(unit => (char)unit).Where(char.IsLetter),
        letter => Assert.Equal(TextNormalizer.Normalize($"b{letter}"), TextNormalizer.Normalize($"B{char.ToUpperInvariant(letter)}")));

    [Fact]
    public void How_long_a_letter_is_drawn_out_makes_no_difference() => Assert.All(Posts, post =>
    {
        var word = post.Split(' ').First(word => word.Length > 2 && word.All(char.IsLetter) && word[1] != word[0] && word[1] != word[2]);
        foreach (var drawn in Enumerable.Range(3, 8).Select(times => word[0] + new string(word[1], times) + word[2..]))
        {
            AssertSame(post, post.Replace(word, drawn, StringComparison.Ordinal));
        }
    });

    [Theory]
    [InlineData("https://t.co/aB3xY")]
    [InlineData("www.nordrad.example")]
    [InlineData("HTTP://NORDRAD.EXAMPLE/A_(B)?c=d&amp;e=%20")]
    [InlineData("http")]
    public void Which_url_it_is_makes_no_difference(string url) =>
        AssertSame("Rabatt https://nordrad.example/hilfe hier", $"Rabatt {url} hier");

    [Theory]
    [InlineData("@anna")]
    [InlineData("@Anna_B99")]
    [InlineData("@anna@social.example")]
    [InlineData("@user")]
    public void Which_name_it_is_makes_no_difference(string name) =>
        AssertSame("Hallo @nordrad, wo bleibt es?", $"Hallo {name}, wo bleibt es?");

    [Theory]
    [InlineData(" ")]
    [InlineData("\r\n")]
    [InlineData("\u00A0\u2003\t ")]
    [InlineData("\u200B")]
    public void White_space_around_a_post_makes_no_difference(string space) =>
        Assert.All(Posts, post => AssertSame(post, space + post + space));

    [Fact]
    public void Too_little_room_is_refused()
    {
        var room = new char[TextNormalizer.MaximumLength(6)];

        Assert.Throws<ArgumentException>(() => TextNormalizer.Normalize("Danke!", room.AsSpan(1), room));
        Assert.Throws<ArgumentException>(() => TextNormalizer.Normalize("Danke!", room, room.AsSpan(1)));
        Assert.Throws<OverflowException>(() => TextNormalizer.MaximumLength(int.MaxValue));
    }

    [Fact]
    public void Normalising_allocates_nothing()
    {
        var text = new char[TextNormalizer.MaximumLength(200)];
        var negationTokens = new char[text.Length];
        NormalizeAll();

        var before = GC.GetAllocatedBytesForCurrentThread();
        NormalizeAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void NormalizeAll()
        {
            foreach (var post in Posts)
            {
                TextNormalizer.Normalize(post, text, negationTokens);
            }
        }
    }

    /// <summary>Tries a property on generated data; a failure shows the data and the seed that bring it back.</summary>
    private static void Holds(Property property, int tries = 200) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tries).WithQuietOnSuccess(true), property);

    private static void AssertSame(string post, string other) =>
        Assert.Equal(TextNormalizer.Normalize(post).Text, TextNormalizer.Normalize(other).Text);

    private static string Spell(string post, string dots, string sharp) => post
        .Replace("ä", "a" + dots, StringComparison.Ordinal).Replace("ö", "o" + dots, StringComparison.Ordinal)
            .Replace("ü", "u" + dots, StringComparison.Ordinal)
        .Replace("Ä", "A" + dots, StringComparison.Ordinal).Replace("Ö", "O" + dots, StringComparison.Ordinal)
            .Replace("Ü", "U" + dots, StringComparison.Ordinal)
        .Replace("ß", sharp, StringComparison.Ordinal);

    /// <summary>
    /// Tokens, single spaces between them, whole surrogate pairs, at most four units of text and five of negation tokens per unit of
    /// source.
    /// </summary>
    private static bool IsWellFormed(string source)
    {
        var (text, negationTokens) = TextNormalizer.Normalize(source);
        return IsTokens(text) && IsTokens(negationTokens) && text.Length <= 4 * source.Length && negationTokens.Length <= 5 * source.Length
            && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar || source.Contains('�', StringComparison.Ordinal));
    }

    private static bool IsTokens(string tokens) =>
        tokens.Length == 0 || tokens.Split(' ')
            .All(token => token.Length > 0 && !token.Any(unit => char.IsWhiteSpace(unit) || char.IsControl(unit)));
}
