using System.Numerics.Tensors;

namespace Listening.Encoder.Tests;

public sealed class SentenceEncoderTests(ShippedEncoder shipped) : IClassFixture<ShippedEncoder>
{
    private readonly SentenceEncoder _encoder = shipped.Encoder;

    [Fact]
    public void Every_golden_text_has_its_numbers() =>
        Assert.All(GoldenText.All, golden => Assert.Equal(golden.Ids, _encoder.Tokenize(golden.Text)));

    [Fact]
    public void Every_golden_text_has_its_vector() =>
        Assert.All(GoldenText.All, golden => Assert.InRange(Cosine(golden.Vector, _encoder.Read(golden.Text)), 0.999f, 1.001f));

    [Fact]
    public void There_are_golden_texts() => Assert.True(GoldenText.All.Count > 100);

    [Fact]
    public void A_text_has_the_same_vector_in_whatever_company_it_comes()
    {
        var texts = GoldenText.All.Select(golden => golden.Text).ToList();
        var alone = texts.Select(_encoder.Read).ToList();

        var together = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(_encoder.Read).ToList();
        using var another = SentenceEncoder.Load(ShippedEncoder.Manifest);

        Assert.Equal(alone, together);
        Assert.Equal(alone[0], another.Read(texts[0]));
    }

    [Fact]
    public void Texts_that_mean_the_same_lie_closer_than_others_of_the_same_words()
    {
        var complaint = _encoder.Read("Mein Paket ist seit zwei Wochen nicht angekommen.");

        var translated = Cosine(complaint, _encoder.Read("My parcel has not arrived for two weeks."));
        var praise = Cosine(complaint, _encoder.Read("Mein Paket ist nach zwei Tagen angekommen, danke."));

        Assert.True(translated > praise, $"{translated} against {praise}");
    }

    public static TheoryData<string, string> OddTexts => new()
    {
        { "nothing", "" },
        { "one character, a megabyte of it", new string('a', 1 << 20) },
        { "ten thousand emoji", string.Concat(Enumerable.Repeat("🍟", 10_000)) },
        { "control characters", string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) },
        { "half a surrogate pair", "kaputt \ud83d" },
        { "a pair where the text is cut", new string('x', 4_095) + "🍟" },
        { "marks without letters", new string('\u0301', 5_000) },
    };

    [Theory]
    [MemberData(nameof(OddTexts))]
    public void Any_text_has_a_vector_of_finite_numbers_from_at_most_128_tokens(string what, string text)
    {
        var vector = _encoder.Read(text);

        Assert.True(vector.Length == 384 && Array.TrueForAll(vector, float.IsFinite), what);
        Assert.InRange(_encoder.Tokenize(text).Count, 2, 128);
    }

    [Fact]
    public void What_lies_beyond_128_tokens_changes_nothing()
    {
        var beginning = string.Join(' ', Enumerable.Repeat("Der Zug kam wieder zu spät an.", 60));

        Assert.Equal(_encoder.Read(beginning), _encoder.Read(beginning + " Aber das Personal war wunderbar."));
    }

    private static float Cosine(float[] one, float[] other) => TensorPrimitives.CosineSimilarity<float>(one, other);
}
