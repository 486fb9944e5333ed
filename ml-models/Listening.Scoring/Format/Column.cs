using Listening.Scoring.Features;

namespace Listening.Scoring.Format;

/// <summary>What a column of the trained pipeline holds, as far as the reader has got.</summary>
internal abstract record Column
{
    /// <summary>An input column, unchanged or lower-cased.</summary>
    public sealed record Text(TextColumn Input, bool LowerCase) : Column;

    /// <summary>Words, not yet hashed.</summary>
    public sealed record Words(Text Source, string Separators) : Column;

    /// <summary>Words or characters as numbers.</summary>
    public sealed record Keys(Text Input, KeySource Source) : Column;

    /// <summary>N-gram counts.</summary>
    public sealed record Counts(Keys Of, NgramSettings Settings) : Column;

    /// <summary>Counts normalised to a fixed length.</summary>
    public sealed record Normalized(FeatureBlock Block) : Column;

    /// <summary>The input column of <see cref="WordEmbeddings"/>.</summary>
    public sealed record Embedding : Column;

    /// <summary>All blocks concatenated, ready for a predictor.</summary>
    public sealed record Features(FeatureSpace Space) : Column;

    /// <summary>Labels as numbers, with the label that each number stands for.</summary>
    public sealed record LabelKeys(IReadOnlyList<string> Labels) : Column;

    /// <summary>The prediction as the number of a label.</summary>
    public sealed record PredictedKey : Column;
}

/// <summary>
/// Names of the input columns inside the model zips. "Signs" and "Meaning" are older names of the negation tokens and of the embedding;
/// renaming them, like the letters <c>LWM2</c> in the file of word embeddings, would mean training all models again.
/// </summary>
internal static class InputColumns
{
    public const string Text = "Text";
    public const string NegationTokens = "Signs";
    public const string Embedding = "Meaning";
}
