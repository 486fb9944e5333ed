namespace Listening.Configuration;

/// <summary>
/// Who writes for the brand: an account, or staff by the pattern of their names. What is given must all fit.
/// </summary>
public sealed record OwnAccount
{
    /// <summary>The platform as its posts name it, such as <c>mastodon</c> or a host name; null for any.</summary>
    public string? Platform { get; init; }

    /// <summary>The platform's id of the account.</summary>
    public string? Id { get; init; }

    /// <summary>The @name, with or without the @, in any case.</summary>
    public string? Handle { get; init; }

    /// <summary>The name that posts show, in any case; a <c>*</c> stands for any characters, as in <c>*, Northwind Team</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the account wrote a post. One whose author is not named is nobody's own.</summary>
    public bool Wrote(Mention mention) =>
        mention.Author is { } author
        && (Platform is null || Same(Platform, mention.Platform))
        && (Id is null || Id == author.Id)
        && (Handle is null || Same(Handle.TrimStart('@'), (author.Handle ?? author.Id).TrimStart('@')))
        && (Name is null || FitsPattern(Name, author.Name ?? author.Handle ?? author.Id));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The parts between stars must occur one after the other, the first at the beginning and the last at the end.</summary>
    private static bool FitsPattern(string pattern, string name)
    {
        var parts = pattern.Trim().Split('*');
        name = name.Trim();
        if (parts is [var whole])
        {
            return Same(whole, name);
        }

        if (!name.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = name.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return name.Length - at >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
