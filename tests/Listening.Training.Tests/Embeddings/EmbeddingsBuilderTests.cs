using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Embeddings;

namespace Listening.Training.Tests.Embeddings;

public sealed class EmbeddingsBuilderTests : IDisposable
{
    private const int Dimensions = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("listening-words-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("die", 0, 0)]
    [InlineData("death", 0, -3)]
    [InlineData("unheard", 0, 1)]
    [InlineData("👍", 12, 2)]
    [InlineData(":(", 12, -2)]
    public void A_word_has_the_polarity_of_its_most_frequent_language_and_an_emoji_that_of_emoji(string word, int values, float polarity)
    {
        var words = Build();
        var embedding = new float[words.Length];

        words.Read(word, "", embedding);

        Assert.Equal(0.5f * MathF.Log(1 + Math.Max(0, polarity)), embedding[Dimensions + values], 1e-6f);
        Assert.Equal(0.5f * MathF.Log(1 + Math.Max(0, -polarity)), embedding[Dimensions + values + 3], 1e-6f);
    }

    // "die" is common in German, where no list names it; English lists it as negative. No text contains the last emoticon.
    private WordEmbeddings Build()
    {
        var examples = Enumerable.Range('a', 20).SelectMany(name => new[]
        {
            Example("de", $"die bahn und die post {(char)name} 👍"),
            Example("en", $"the death of the phone {(char)name} 👍"),
        }).ToList();
        IReadOnlyList<Lexicon> lexicons = [Lexicon("de", "bahnsinn\t-1"), Lexicon("en", "die\t-3", "death\t-3", "unheard\t1")];
        var settings = new SkipGramSettings { Dimensions = Dimensions, Epochs = 1, Buckets = 100, LeastCount = 3 };
        return WordEmbeddings.Parse(
            EmbeddingsBuilder.Build(examples, lexicons, Lexicon("emoji", "👍\t2", ":(\t-2"), settings, _ => { }), "test.words.bin");
    }

    private static PreparedExample Example(string language, string text) =>
        PreparedExample.Prepare(new(TestData.Corpus("made"), text, "neutral", language));

    private Lexicon Lexicon(string name, params string[] rows)
    {
        var path = Path.Combine(_folder.FullName, $"{name}.tsv");
        File.WriteAllLines(path, ["word\tpolarity", .. rows]);
        return Listening.Training.Embeddings.Lexicon.Read(path);
    }
}
