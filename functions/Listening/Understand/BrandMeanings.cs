using System.Runtime.CompilerServices;
using Listening.Configuration;

namespace Listening.Understand;

/// <summary>Compares posts with what brands say of themselves. Thread-safe.</summary>
internal sealed class BrandMeanings(ITextModel model)
{
    /// <summary>Reading the examples takes some tenths of a second, so it is done once for each brand of a configuration.</summary>
    private readonly ConditionalWeakTable<BrandConfig, Examples> _examples = [];

    /// <summary>Why a post is about another meaning of the brand's word; null if it is not, or nothing can tell.</summary>
    /// <param name="meaning">The text's, if it was read before.</param>
    /// <param name="brand">One that describes itself.</param>
    public string? FindOther(string text, float[]? meaning, BrandConfig brand)
    {
        if ((meaning ?? model.ReadMeaning(text)) is not { } read)
        {
            return null;
        }

        var examples = _examples.GetValue(brand, Read);
        var (customers, others) = (MeaningRules.Likeness(read, examples.Customers), MeaningRules.Likeness(read, examples.Others));
        return MeaningRules.FindOther(text, brand.Name, examples.Topics, customers, others);
    }

    private Examples Read(BrandConfig brand) => new(
        Read(MeaningRules.CustomerExamples(brand.Name, brand.Description!)),
        Read(MeaningRules.OtherExamples(brand.Name)),
        MeaningRules.TopicWords(brand.Name, brand.Description!));

    private IReadOnlyList<float[]> Read(IReadOnlyList<string> examples) => [.. examples.Select(model.ReadMeaning).OfType<float[]>()];

    private sealed record Examples(IReadOnlyList<float[]> Customers, IReadOnlyList<float[]> Others, IReadOnlyList<string> Topics);
}
