using Listening.Training.Corpora;
using Listening.Training.Embeddings;

namespace Listening.Training.Tests.Embeddings;

public sealed class LexiconTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "de.tsv");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Theory]
    [InlineData("enttaeuscht", -2)]
    [InlineData("enttaeuschungsfrei", 1)]
    [InlineData("schoen", 2)]
    [InlineData("schoener", 0)]
    [InlineData("kaffee", 0)]
    public void A_word_goes_before_a_stem_and_a_long_stem_before_a_short_one(string word, int polarity) => Assert.Equal(
        polarity, Read("enttäusch*\t-2", "enttäuschungsfrei*\t1", "schön\t2").Polarity(word));

    [Theory]
    [InlineData("toll\t4")]
    [InlineData("toll\t0")]
    [InlineData("toll\tgut")]
    [InlineData("toll\t1.5")]
    public void A_polarity_that_is_none_is_named_with_its_line(string row)
    {
        var fault = Assert.Throws<TrainingDataException>(() => Read("gut\t1", row));
        Assert.Contains("de.tsv", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains(row.Split('\t')[1], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_normaliser_takes_apart_is_no_word() => Assert.Empty(Read("top-notch\t3").Words);

    private Lexicon Read(params string[] rows)
    {
        File.WriteAllLines(_path, ["word\tpolarity", .. rows]);
        return Lexicon.Read(_path);
    }
}
