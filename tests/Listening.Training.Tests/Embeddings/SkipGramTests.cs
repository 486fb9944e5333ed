using Listening.Training.Embeddings;

namespace Listening.Training.Tests.Embeddings;

public sealed class SkipGramTests
{
    private static readonly SkipGramSettings Small = new() { Dimensions = 16, Epochs = 8, Buckets = 500, LeastCount = 2, Frequent = 1 };

    [Fact]
    public void Words_used_alike_point_the_same_way()
    {
        var vectors = Learned(Texts());

        Assert.True(Similarity(vectors, "zug", "bahn") > Similarity(vectors, "zug", "kaffee") + 0.2f);
        Assert.True(Similarity(vectors, "tee", "kaffee") > Similarity(vectors, "tee", "bahn") + 0.2f);
    }

    [Fact]
    public void The_same_texts_give_the_same_vectors() => Assert.Equal(Learned(Texts()).Vector(3), Learned(Texts()).Vector(3));

    [Fact]
    public void Rare_words_get_none() => Assert.DoesNotContain("einmal", Learned([.. Texts(), ["einmal", "zug"]]).Words);

    private static SkipGram Learned(IReadOnlyList<string[]> texts)
    {
        var vectors = new SkipGram(texts, Small);
        vectors.Learn(texts, _ => { });
        return vectors;
    }

    // Two worlds that share no words.
    private static List<string[]> Texts() => [.. Enumerable.Range(0, 300).Select(i => (i % 4) switch
    {
        0 => new[] { "der", "zug", "hat", "verspaetung", "gleis", "bahnhof" },
        1 => ["der", "bahn", "hat", "verspaetung", "gleis", "bahnhof"],
        2 => ["mein", "tee", "schmeckt", "heiss", "tasse", "bohnen"],
        _ => ["mein", "kaffee", "schmeckt", "heiss", "tasse", "bohnen"],
    })];

    private static float Similarity(SkipGram vectors, string one, string other)
    {
        var (a, b) = (Vector(one), Vector(other));
        return a.Zip(b, (x, y) => x * y).Sum();

        float[] Vector(string word) => vectors.Vector(vectors.Words.ToList().IndexOf(word));
    }
}
