using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Meanings;

namespace Listening.Training.Tests.Meanings;

public sealed class MeaningsBuilderTests : IDisposable
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
    public void A_word_has_the_polarity_of_the_language_it_is_at_home_in_and_a_face_that_of_faces(string word, int values, float polarity)
    {
        var words = Build();
        var meaning = new float[words.Length];

        words.Read(word, "", meaning);

        Assert.Equal(0.5f * MathF.Log(1 + Math.Max(0, polarity)), meaning[Dimensions + values], 1e-6f);
        Assert.Equal(0.5f * MathF.Log(1 + Math.Max(0, -polarity)), meaning[Dimensions + values + 3], 1e-6f);
    }

    // "die" is common in German, where no list names it; English lists it as unkind. The last face stands in no text.
    private WordMeanings Build()
    {
        var examples = Enumerable.Range('a', 20).SelectMany(name => new[]
        {
            Example("de", $"die bahn und die post {(char)name} 👍"),
            Example("en", $"the death of the phone {(char)name} 👍"),
        }).ToList();
        IReadOnlyList<Lexicon> lexicons = [Lexicon("de", "bahnsinn\t-1"), Lexicon("en", "die\t-3", "death\t-3", "unheard\t1")];
        var settings = new SkipGramSettings { Dimensions = Dimensions, Epochs = 1, Buckets = 100, LeastCount = 3 };
        return WordMeanings.Of(MeaningsBuilder.Build(examples, lexicons, Lexicon("faces", "👍\t2", ":(\t-2"), settings, _ => { }), "made.words.bin");
    }

    private static PreparedExample Example(string language, string text) => PreparedExample.Of(new(Made.Corpus("made"), text, "neutral", language));

    private Lexicon Lexicon(string name, params string[] rows)
    {
        var path = Path.Combine(_folder.FullName, $"{name}.tsv");
        File.WriteAllLines(path, ["word\tpolarity", .. rows]);
        return Listening.Training.Meanings.Lexicon.Read(path);
    }
}
