using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>
/// What a learned source profile does to sources that are no single kind of text, read by the models that ship: posts to brands, long
/// reviews and plain sentences in changing shares.
/// </summary>
public sealed class MixedSourcesTests : IDisposable
{
    private const int Texts = 240;

    private readonly ZipTextModel _model = ZipTextModel.LoadShipped();

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0.5, 0, 0.5)]
    [InlineData(0.7, 0.3, 0)]
    [InlineData(0.34, 0.33, 0.33)]
    public void A_profile_costs_a_mixed_source_next_to_nothing(double posts, double reviews, double sentences)
    {
        List<(string Text, Polarity Label)> source =
        [
            .. Take(Posts("test.tsv"), posts), .. Take(Posts("test-long.tsv"), reviews),
            .. Take(SampleSet.Read("ordinary.tsv").Rows.Concat(SampleSet.Read("negation.tsv").Rows)
                .Select(row => (row["text"], Enum.Parse<Polarity>(row["label"], ignoreCase: true))), sentences),
        ];
        var profile = _model.Learn([.. source.Select(text => text.Text)]);

        var (alone, within) = (Right(source, learned: null), Right(source, profile));

        Assert.True(within >= alone - 0.01, $"{alone:0.000} became {within:0.000}");
    }

    public void Dispose() => _model.Dispose();

    private double Right(List<(string Text, Polarity Label)> source, LearnedProfile? learned) => source.AsParallel()
        .Average(text => _model.Read(text.Text, learned).Sentiment.Likeliest == text.Label ? 1.0 : 0);

    private static IEnumerable<(string Text, Polarity Label)> Posts(string file) =>
        UnseenPosts.Of(file).Select(post => (post.Text, post.Label.Sentiment!.Value));

    private static IEnumerable<(string, Polarity)> Take(IEnumerable<(string, Polarity)> texts, double share) =>
        texts.Where((_, i) => i % 2 == 0).Take((int)(share * Texts));
}
