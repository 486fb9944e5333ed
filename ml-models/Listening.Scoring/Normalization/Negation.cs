namespace Listening.Scoring.Normalization;

/// <summary>Words, as the normaliser writes them, that begin and end the scope of a negation.</summary>
internal static class Negation
{
    /// <summary>How many words a negation reaches.</summary>
    public const int Reach = 4;

    /// <summary>Shorter words, such as "so" and "a", get no sign and do not use up the reach.</summary>
    public const int ShortestWord = 3;

    /// <summary>German with its dialects, English, French, Italian, Spanish, Portuguese; every form of "kein", every "-n't".</summary>
    public static bool Opens(ReadOnlySpan<char> word) =>
        word switch
        {
            "nicht" or "nie" or "niemals" or "nichts" or "ohne" or "weder" or "kaum" or "niemand" or "nirgends" or "nix" or "nich" or "ned" or "net" => true,
            "not" or "no" or "never" or "nothing" or "without" or "cannot" or "hardly" or "nobody" or "neither" or "nor" => true,
            "pas" or "jamais" or "sans" or "rien" => true,
            "non" or "mai" or "senza" => true,
            "nunca" or "sin" => true,
            "nao" or "sem" => true,
            _ => word.StartsWith("kein") || word.EndsWith("n't"),
        };

    public static bool Closes(ReadOnlySpan<char> word) => word is "aber" or "sondern" or "but";
}
