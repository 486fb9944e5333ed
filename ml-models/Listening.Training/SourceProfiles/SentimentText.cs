namespace Listening.Training.SourceProfiles;

/// <summary>A labelled text with the logits of the <see cref="SourceSentimentHeads"/>.</summary>
/// <param name="Actual">Index of the actual label.</param>
/// <param name="Fold">The fold of the text; -1 for a text of a dev corpus.</param>
/// <param name="Logits">The logits of all heads one after the other, each from a model that was not trained on the text.</param>
/// <param name="SchoolLogitsUnseen">
/// Logits of a head that predicts schools, but was not trained on the text's school; null if the school has no head.
/// </param>
internal sealed record SentimentText(Example Example, int Actual, int Fold, float[] Logits, float[]? SchoolLogitsUnseen = null);
