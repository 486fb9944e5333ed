namespace Listening.Scoring.Features;

/// <summary>The text columns that a pipeline reads.</summary>
internal enum TextColumn
{
    /// <summary>The post, normalised if the models were trained on normalised texts.</summary>
    Text,

    /// <summary>The negation tokens that <see cref="TextNormalizer"/> adds.</summary>
    NegationTokens,
}

/// <summary>How one block of features is computed. Equal blocks find the same features in a text.</summary>
/// <param name="LowerCase">Whether the pipeline itself lower-cases the column.</param>
/// <param name="Scale">The length that the block's vector is normalised to.</param>
internal sealed record FeatureBlock(TextColumn Column, bool LowerCase, KeySource Source, NgramSettings Settings, float Scale);

/// <summary>How a block hashes its n-grams.</summary>
/// <param name="Length">Keys in the longest n-gram.</param>
/// <param name="AllLengths">Whether shorter n-grams count too.</param>
/// <param name="Bits">A block has 2^Bits features.</param>
/// <param name="RehashUnigrams">Whether a single key is hashed like longer n-grams, or used as it is.</param>
/// <param name="Ordered">Whether the hash is mixed once more, as ML.NET does for columns in a given order.</param>
internal sealed record NgramSettings(int Length, bool AllLengths, int Bits, uint Seed, bool RehashUnigrams, bool Ordered);
