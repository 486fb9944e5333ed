using Listening.Scoring.Features;

namespace Listening.Scoring.Format;

/// <summary>What a column of the trained pipeline holds, as far as the reader has followed it.</summary>
internal abstract record Column
{
    /// <summary>An input column, as it came in or lower-cased.</summary>
    public sealed record Text(TextColumn Input, bool LowerCase) : Column;

    /// <summary>Words, not yet hashed.</summary>
    public sealed record Words(Text Of, string Separators) : Column;

    /// <summary>Words or characters as numbers.</summary>
    public sealed record Keys(Text Of, KeySource Source) : Column;

    /// <summary>Counts of n-grams.</summary>
    public sealed record Counts(Keys Of, NgramSettings Settings) : Column;

    /// <summary>Counts brought to a common length.</summary>
    public sealed record Normalized(FeatureBlock Block) : Column;

    /// <summary>The blocks side by side, ready for a predictor.</summary>
    public sealed record Features(FeatureSpace Space) : Column;

    /// <summary>Labels as numbers, with the label that each number stands for.</summary>
    public sealed record LabelKeys(IReadOnlyList<string> Labels) : Column;

    /// <summary>What the predictor says, as the number of a label.</summary>
    public sealed record PredictedKey : Column;

    /// <summary>What the predictor says, as a label.</summary>
    public sealed record PredictedLabel : Column;
}
