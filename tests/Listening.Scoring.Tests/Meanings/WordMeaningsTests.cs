using Listening.Scoring;

namespace Listening.Scoring.Tests.Meanings;

public sealed class WordMeaningsTests
{
    private const int Dimensions = 2;

    private static readonly WordMeanings Words = Of(
        ("gut", [100, 0], 2), ("schlecht", [-100, 0], -2), ("kaffee", [0, 50], 0), ("die", [0, 0], 0), ("enttaeusch*", [0, 0], -2), ("en*", [0, 0], 3), (":)", [0, 0], 2), ("😡", [0, 0], -3));

    private const int Denied = Dimensions + 6;
    private const int Faces = Dimensions + 12;

    [Fact]
    public void A_text_points_where_its_words_point_together()
    {
        var meaning = Meaning("gut kaffee kaffee");

        // (100, 100) brought to the vector's length.
        Assert.Equal(meaning[0], meaning[1], 1e-6f);
        Assert.Equal(1.5f, MathF.Sqrt((meaning[0] * meaning[0]) + (meaning[1] * meaning[1])), 1e-6f);
    }

    [Fact]
    public void Kind_and_unkind_words_are_summed_counted_and_compared()
    {
        var meaning = Meaning("gut gut schlecht");

        Assert.Equal([Log(4), Log(2), Log(2)], meaning[Dimensions..(Dimensions + 3)]);
        Assert.Equal([Log(2), Log(1), Log(2)], meaning[(Dimensions + 3)..Denied]);
    }

    [Theory]
    [InlineData("Das ist gut", "kind")]
    [InlineData("Das ist nicht gut", "denied kind")]
    [InlineData("Nicht gut, aber gut", "denied kind, kind")]
    [InlineData("Kein schlechter Kaffee. Nicht schlecht!", "denied unkind")]
    [InlineData("not schlecht", "denied unkind")]
    [InlineData("Finde ich gut, der Kaffee ist nicht da", "kind")]
    [InlineData("Finde ich gut nicht", "denied kind")]
    [InlineData("Gut finden wir das nie!", "denied kind")]
    [InlineData("Gut ist das nicht mehr, schlecht auch nicht.", "denied kind, denied unkind")]
    [InlineData("Gut, nicht?", "kind")]
    [InlineData("Gut war der Kaffee bei euch nie", "kind")]
    [InlineData("Gut ist nicht der Kaffee", "kind")]
    [InlineData("Schlecht nicht, gut nicht wirklich", "denied kind, denied unkind")]
    public void What_is_denied_before_or_behind_a_word_is_told_apart_from_what_is_said(string text, string expected)
    {
        var normalized = TextNormalizer.Normalize(text);

        var meaning = Meaning(normalized.Text, normalized.Signs);

        string[] found =
        [
            .. meaning[Denied] > 0 ? ["denied kind"] : Array.Empty<string>(),
            .. meaning[Denied + 3] > 0 ? ["denied unkind"] : Array.Empty<string>(),
            .. meaning[Dimensions] > 0 ? ["kind"] : Array.Empty<string>(),
            .. meaning[Dimensions + 3] > 0 ? ["unkind"] : Array.Empty<string>(),
        ];
        Assert.Equal(expected, string.Join(", ", found));
    }

    [Fact]
    public void Faces_speak_for_themselves_and_cannot_be_denied()
    {
        var normalized = TextNormalizer.Normalize("nicht 😡 gut :-)))");

        var meaning = Meaning(normalized.Text, normalized.Signs);

        Assert.Equal([Log(2), Log(1), Log(2), Log(0), Log(0), Log(0)], meaning[Dimensions..Denied]);
        Assert.Equal([0, 0, 0, 0, 0, 0], meaning[Denied..Faces]);
        Assert.Equal([Log(2), Log(1), Log(2), Log(3), Log(1), Log(3)], meaning[Faces..]);
    }

    [Theory]
    [InlineData("enttaeuschend", -2)]
    [InlineData("enttaeusch", -2)]
    [InlineData("ende", 0)]
    [InlineData("unbekannt", 0)]
    public void A_word_that_is_not_in_the_file_takes_the_polarity_of_its_longest_stem_of_three_letters_or_more(string word, int polarity)
    {
        var meaning = Meaning(word);

        Assert.Equal(Log(Math.Max(0, polarity)), meaning[Dimensions]);
        Assert.Equal(Log(Math.Max(0, -polarity)), meaning[Dimensions + 3]);
    }

    [Fact]
    public void A_word_of_its_own_wins_over_a_stem() => Assert.All(
        Meaning("die", words: Of(("die", [0, 0], 0), ("die*", [0, 0], -3))), value => Assert.Equal(0, value));

    [Theory]
    [InlineData("")]
    [InlineData("nie gesehen")]
    public void A_text_of_no_known_word_means_nothing(string text) => Assert.All(Meaning(text), value => Assert.Equal(0, value));

    [Fact]
    public void Reading_leaves_no_garbage()
    {
        const string Text = "die lieferung war nicht gut und der kaffee enttaeuschend";
        var meaning = new float[Words.Length];
        Words.Read(Text, "not_gut", meaning);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Words.Read(Text, "not_gut", meaning);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        var fault = Assert.Throws<ModelFormatException>(() => WordMeanings.Of(new byte[40], "x.words.bin"));
        Assert.Contains("x.words.bin", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        var file = WordMeanings.Write(Dimensions, [("gut", [1, 2], 1)]);
        Assert.Contains("do not fit 1 words", Assert.Throws<ModelFormatException>(() => WordMeanings.Of(file[..^1], "x.words.bin")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_out_of_order_is_refused()
    {
        var file = WordMeanings.Write(Dimensions, [("gut", [1, 2], 1), ("schlecht", [1, 2], 1)]);
        var first = file.AsSpan(12, 8).ToArray();
        file.AsSpan(20, 8).CopyTo(file.AsSpan(12));
        first.CopyTo(file.AsSpan(20));
        Assert.Contains("word 2 is out of order", Assert.Throws<ModelFormatException>(() => WordMeanings.Of(file, "x.words.bin")).Message, StringComparison.Ordinal);
    }

    private static WordMeanings Of(params (string Word, sbyte[] Vector, float Polarity)[] words) => WordMeanings.Of(WordMeanings.Write(Dimensions, words), "test.words.bin");

    private static float[] Meaning(string text, string signs = "", WordMeanings? words = null)
    {
        var meaning = new float[(words ?? Words).Length];
        (words ?? Words).Read(text, signs, meaning);
        return meaning;
    }

    private static float Log(float value) => 0.5f * MathF.Log(1 + value);
}
