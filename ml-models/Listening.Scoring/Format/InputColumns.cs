namespace Listening.Scoring.Format;

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
