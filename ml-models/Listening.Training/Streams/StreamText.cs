using Listening.Training.Corpora;

namespace Listening.Training.Streams;

/// <summary>A labelled text as the heads of <see cref="StreamHeads"/> see it.</summary>
/// <param name="Right">Index of the right label.</param>
/// <param name="Fold">The fold it stands in; -1 for a text of a dev corpus.</param>
/// <param name="Logits">Of all these heads one after the other, each by a model that has not seen the text.</param>
/// <param name="Unseen">Logits of a school head that has never heard of the text's school; null if the school has no head of its own.</param>
internal sealed record StreamText(Example Example, int Right, int Fold, float[] Logits, float[]? Unseen = null);
