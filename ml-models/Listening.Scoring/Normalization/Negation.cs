namespace Listening.Scoring.Normalization;

/// <summary>Words that start and end the scope of a negation, as the normaliser writes them.</summary>
internal static class Negation
{
    /// <summary>The prefix of a negation token: <c>not_gut</c>.</summary>
    public const string Prefix = "not_";

    /// <summary>How many words a negation applies to.</summary>
    public const int Reach = 4;

    /// <summary>Shorter words, such as "so" and "a", get no negation token and do not count.</summary>
    public const int ShortestWord = 3;

    /// <summary>
    /// German with its dialects, English, French, Italian, Spanish, Portuguese; every form of "kein", every "-n't". Not "mai" and "sin",
    /// which negate in Italian and Spanish, but are a month in German and a noun in English.
    /// </summary>
    public static bool Opens(ReadOnlySpan<char> word) =>
        word switch
        {
            "nicht" or "nie" or "niemals" or "nichts" or "ohne" or "weder" or "kaum" or "niemand" or "nirgends" => true,
            "nix" or "nich" or "ned" or "net" => true,
            "not" or "no" or "never" or "nothing" or "without" or "cannot" or "hardly" or "nobody" or "neither" or "nor" => true,
            "pas" or "jamais" or "sans" or "rien" => true,
            "dont" or "doesnt" or "didnt" or "isnt" or "wasnt" or "cant" or "couldnt" or "wont" or "wouldnt" => true,
            "non" or "senza" or "nunca" or "nao" or "sem" => true,
            _ => word.StartsWith("kein") || word.EndsWith("n't"),
        };

    /// <summary>Negations that German puts at the end of a clause: "gefällt mir nicht".</summary>
    public static bool Follows(ReadOnlySpan<char> word) =>
        word is "nicht" or "nich" or "ned" or "net" or "nie" or "niemals" or "nichts" or "nix";

    /// <summary>Words between such a negation and the end of its clause: "gefällt mir nicht mehr", "kommt nicht an".</summary>
    public static bool Trails(ReadOnlySpan<char> word) =>
        word is "mehr" or "so" or "wirklich" or "ganz" or "immer" or "richtig" or "an" or "auf" or "ein" or "aus" or "ab" or "zu";

    /// <summary>Conjunctions that end the scope of a negation.</summary>
    public static bool Closes(ReadOnlySpan<char> word) => word is "aber" or "sondern" or "but";
}
