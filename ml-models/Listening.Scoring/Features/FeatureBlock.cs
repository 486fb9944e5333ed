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
