namespace Listening.Scoring.Features;

/// <summary>The columns that a pipeline takes in.</summary>
internal enum TextColumn
{
    /// <summary>What was posted, normalised if the models were trained on normalised texts.</summary>
    Text,

    /// <summary>The extra tokens that <see cref="TextNormalizer"/> makes.</summary>
    Signs,
}

/// <summary>How one block of features comes about: two blocks that are equal find the same features in a text.</summary>
/// <param name="LowerCase">Whether the pipeline itself lower-cases the column.</param>
/// <param name="Scale">The length that the block's vector is brought to.</param>
internal sealed record FeatureBlock(TextColumn Column, bool LowerCase, KeySource Source, NgramSettings Settings, float Scale);
