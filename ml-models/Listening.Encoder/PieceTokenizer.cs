using Microsoft.ML.Tokenizers;

namespace Listening.Encoder;

/// <summary>Splits texts into the numbers of their pieces, as the encoder was trained on them.</summary>
/// <param name="tokenizer">A SentencePiece model; it normalises (NFKC) on its own.</param>
/// <param name="prefix">Written before each text.</param>
/// <param name="maxTokens">Most tokens of a text, the first and the last one included.</param>
internal sealed class PieceTokenizer(SentencePieceTokenizer tokenizer, string prefix, int maxTokens)
{
    /// <summary>
    /// Characters of a text that can matter: a piece has 16 characters at most, and the longest run of unknown ones is one piece. What lies
    /// beyond is not looked at, so that a text of a megabyte costs no more than one of a page.
    /// </summary>
    private const int MaxCharacters = 4_096;

    /// <summary>At most <c>maxTokens</c>, from the beginning of the text.</summary>
    public IReadOnlyList<int> Read(string text)
    {
        var ids = new List<int>(maxTokens) { tokenizer.BeginningOfSentenceId };
        foreach (var id in tokenizer.EncodeToIds(prefix + Beginning(text), addBeginningOfSentence: false, addEndOfSentence: false))
        {
            if (ids.Count == maxTokens - 1)
            {
                break;
            }

            // SentencePiece gives one number for a run of unknown characters, this library one for each.
            if (id != tokenizer.UnknownId || ids[^1] != id)
            {
                ids.Add(id);
            }
        }

        ids.Add(tokenizer.EndOfSentenceId);
        return ids;
    }

    private static string Beginning(string text) =>
        text.Length <= MaxCharacters ? text : text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
}
