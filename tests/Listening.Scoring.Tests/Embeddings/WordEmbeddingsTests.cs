using Listening.Scoring;

namespace Listening.Scoring.Tests.Embeddings;

public sealed class WordEmbeddingsTests
{
    private const int Dimensions = 2;

    private static readonly WordEmbeddings Words = Create(
        ("gut", [100, 0], 2), ("schlecht", [-100, 0], -2), ("kaffee", [0, 50], 0), ("die", [0, 0], 0), ("enttaeusch*", [0, 0], -2),
        ("en*", [0, 0], 3), (":)", [0, 0], 2), ("😡", [0, 0], -3));

    private const int Negated = Dimensions + 6;
    private const int Emoji = Dimensions + 12;

    [Fact]
    public void A_text_has_the_direction_of_the_sum_of_its_word_vectors()
    {
        var embedding = Embed("gut kaffee kaffee");

        // (100, 100) brought to the vector's length.
        Assert.Equal(embedding[0], embedding[1], 1e-6f);
        Assert.Equal(1.5f, MathF.Sqrt((embedding[0] * embedding[0]) + (embedding[1] * embedding[1])), 1e-6f);
    }

    [Fact]
    public void Positive_and_negative_words_are_summed_and_counted()
    {
        var embedding = Embed("gut gut schlecht");

        Assert.Equal([Log(4), Log(2), Log(2)], embedding[Dimensions..(Dimensions + 3)]);
        Assert.Equal([Log(2), Log(1), Log(2)], embedding[(Dimensions + 3)..Negated]);
    }

    [Theory]
    [InlineData("Das ist gut", "positive")]
    [InlineData("Das ist nicht gut", "negated positive")]
    [InlineData("Nicht gut, aber gut", "negated positive, positive")]
    [InlineData("Kein schlechter Kaffee. Nicht schlecht!", "negated negative")]
    [InlineData("not schlecht", "negated negative")]
    [InlineData("Finde ich gut, der Kaffee ist nicht da", "positive")]
    [InlineData("Finde ich gut nicht", "negated positive")]
    [InlineData("Gut finden wir das nie!", "negated positive")]
    [InlineData("Gut ist das nicht mehr, schlecht auch nicht.", "negated positive, negated negative")]
    [InlineData("Gut, nicht?", "positive")]
    [InlineData("Gut war der Kaffee bei euch nie", "positive")]
    [InlineData("Gut ist nicht der Kaffee", "positive")]
    [InlineData("Schlecht nicht, gut nicht wirklich", "negated positive, negated negative")]
    public void Negated_words_are_distinguished_from_plain_ones(string text, string expected)
    {
        var normalized = TextNormalizer.Normalize(text);

        var embedding = Embed(normalized.Text, normalized.NegationTokens);

        string[] found =
        [
            .. embedding[Negated] > 0 ? ["negated positive"] : Array.Empty<string>(),
            .. embedding[Negated + 3] > 0 ? ["negated negative"] : Array.Empty<string>(),
            .. embedding[Dimensions] > 0 ? ["positive"] : Array.Empty<string>(),
            .. embedding[Dimensions + 3] > 0 ? ["negative"] : Array.Empty<string>(),
        ];
        Assert.Equal(expected, string.Join(", ", found));
    }

    [Fact]
    public void Emoji_and_emoticons_are_never_negated()
    {
        var normalized = TextNormalizer.Normalize("nicht 😡 gut :-)))");

        var embedding = Embed(normalized.Text, normalized.NegationTokens);

        Assert.Equal([Log(2), Log(1), Log(2), Log(0), Log(0), Log(0)], embedding[Dimensions..Negated]);
        Assert.Equal([0, 0, 0, 0, 0, 0], embedding[Negated..Emoji]);
        Assert.Equal([Log(2), Log(1), Log(2), Log(3), Log(1), Log(3)], embedding[Emoji..]);
    }

    [Theory]
    [InlineData("enttaeuschend", -2)]
    [InlineData("enttaeusch", -2)]
    [InlineData("ende", 0)]
    [InlineData("unbekannt", 0)]
    public void A_word_that_is_not_in_the_file_takes_the_polarity_of_its_longest_stem_of_three_letters_or_more(string word, int polarity)
    {
        var embedding = Embed(word);

        Assert.Equal(Log(Math.Max(0, polarity)), embedding[Dimensions]);
        Assert.Equal(Log(Math.Max(0, -polarity)), embedding[Dimensions + 3]);
    }

    [Fact]
    public void A_word_of_its_own_wins_over_a_stem() => Assert.All(
        Embed("die", words: Create(("die", [0, 0], 0), ("die*", [0, 0], -3))), value => Assert.Equal(0, value));

    [Theory]
    [InlineData("")]
    [InlineData("nie gesehen")]
    public void A_text_without_known_words_has_the_embedding_zero(string text) => Assert.All(Embed(text), value => Assert.Equal(0, value));

    [Fact]
    public void Reading_allocates_nothing()
    {
        const string Text = "die lieferung war nicht gut und der kaffee enttaeuschend";
        var embedding = new float[Words.Length];
        Words.Read(Text, "not_gut", embedding);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Words.Read(Text, "not_gut", embedding);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        var fault = Assert.Throws<ModelFormatException>(() => WordEmbeddings.Parse(new byte[40], "x.words.bin"));
        Assert.Contains("x.words.bin", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        var file = WordEmbeddings.Serialize(Dimensions, [("gut", [1, 2], 1)]);
        Assert.Contains(
            "do not fit 1 words",
            Assert.Throws<ModelFormatException>(() => WordEmbeddings.Parse(file[..^1], "x.words.bin")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_out_of_order_is_refused()
    {
        var file = WordEmbeddings.Serialize(Dimensions, [("gut", [1, 2], 1), ("schlecht", [1, 2], 1)]);
        var first = file.AsSpan(12, 8).ToArray();
        file.AsSpan(20, 8).CopyTo(file.AsSpan(12));
        first.CopyTo(file.AsSpan(20));
        Assert.Contains(
            "word 2 is out of order",
            Assert.Throws<ModelFormatException>(() => WordEmbeddings.Parse(file, "x.words.bin")).Message, StringComparison.Ordinal);
    }

    private static WordEmbeddings Create(params (string Word, sbyte[] Vector, float Polarity)[] words) =>
        WordEmbeddings.Parse(WordEmbeddings.Serialize(Dimensions, words), "test.words.bin");

    private static float[] Embed(string text, string negationTokens = "", WordEmbeddings? words = null)
    {
        var embedding = new float[(words ?? Words).Length];
        (words ?? Words).Read(text, negationTokens, embedding);
        return embedding;
    }

    private static float Log(float value) => 0.5f * MathF.Log(1 + value);
}
