namespace Listening.Domain;

/// <summary>Names an author without showing who it is: the hash of the platform and of the account's id there, 32 hex digits.</summary>
public readonly record struct AuthorKey(string Value)
{
    public static AuthorKey For(string platform, string authorId) => new(StableHash.Compute(platform, authorId));

    /// <summary>Null for a mention whose source names no author.</summary>
    public static AuthorKey? For(Mention mention) => mention.Author is { } author ? For(mention.Platform, author.Id) : null;

    public override string ToString() => Value;
}

/// <summary>
/// An entry of the author index: a mention that the author wrote, and the case that it opens or would open. Annotations
/// are kept by mention, so they are found through it too.
/// </summary>
public sealed record AuthorEntry(string Brand, AuthorKey Author, MentionId Mention, CaseId Case)
{
    /// <summary>Null for a mention without an author.</summary>
    public static AuthorEntry? For(JudgedMention judged) =>
        AuthorKey.For(judged.Mention) is { } author ? new(judged.Brand, author, judged.Mention.Id, judged.Case) : null;
}
