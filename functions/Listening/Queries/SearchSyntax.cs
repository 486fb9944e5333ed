namespace Listening.Queries;

/// <summary>How a platform joins alternatives.</summary>
internal enum Alternatives
{
    Unknown,

    /// <summary>Each is a search of its own.</summary>
    Apart,

    /// <summary>Words and phrases, with | between them.</summary>
    Bars,

    /// <summary>With OR, in parentheses.</summary>
    Groups,
}

/// <summary>What a platform's search can be asked for.</summary>
/// <param name="MaxLength">Most bytes of a search in UTF-8.</param>
internal sealed record SearchSyntax(string Platform, int MaxLength, Alternatives Alternatives)
{
    /// <summary>Fewest characters of a word or phrase; what is shorter finds nothing.</summary>
    public int MinTermLength { get; init; } = 1;

    /// <summary>False where only hashtags can be looked for.</summary>
    public bool FindsWords { get; init; } = true;

    /// <summary>The operator for a language of the post, such as <c>lang:</c>; null if there is none.</summary>
    public string? LanguageOperator { get; init; }

    /// <summary>The operator for answers; null if there is none.</summary>
    public string? ReplyOperator { get; init; }

    /// <summary>True for a condition that the platform takes beside words.</summary>
    public bool Filters(QueryNode node) => node switch
    {
        QueryNode.Field { Name: QueryField.Language } => LanguageOperator is not null,
        QueryNode.Trait { Name: QueryTrait.Reply } => ReplyOperator is not null,
        _ => false,
    };

    /// <summary>Some platforms count characters, others bytes; bytes are never fewer.</summary>
    public bool Fits(string search) => Encoding.UTF8.GetByteCount(search) <= MaxLength;

    /// <summary>True if words in a row can be a search in any of their spellings, quotes included.</summary>
    public bool CanFind(IReadOnlyList<string> words) => words.Count > 0
        && SpellingVariants.Of(words) is { } spellings
        && spellings.All(spelling => spelling.Length >= MinTermLength && Fits($"\"{spelling}\""));
}
