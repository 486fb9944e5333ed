using System.Text.RegularExpressions;

namespace Listening.Connectors.Http;

/// <summary>
/// Addresses as they may stand in a log, a problem or a checkpoint. An address may be a credential itself: sites hand out
/// <c>/hooks/(token)/feed</c> and <c>feed?key=(token)</c>. So user and query are left out, and so is every segment of the path that
/// is not made of words. That hides some harmless ids, which costs nothing: the source is named beside it. Pure.
/// </summary>
internal static partial class ShownAddress
{
    private const string Hidden = "…";

    private const int MaxLength = 200;

    private static readonly char[] Separators = ['-', '_', '.', ' ', '+', '~', ',', ':', '\'', '!', '(', ')', '…'];

    /// <summary>Host, port if it is special, and path, at most 200 characters.</summary>
    /// <param name="secrets">Parts of the path that are hidden wherever they stand.</param>
    public static string Of(Uri url, IReadOnlyList<string> secrets)
    {
        var path = url.AbsolutePath;
        foreach (var secret in secrets)
        {
            path = path.Replace(secret, Hidden, StringComparison.Ordinal).Replace(
                Uri.EscapeDataString(secret), Hidden, StringComparison.Ordinal);
        }

        var segments = path.Split('/');
        for (var at = 1; at < segments.Length; at++)
        {
            var named = Holder().IsMatch(segments[at - 1]) && segments[at].Length > 0;
            segments[at] = named || LooksSecret(segments[at]) ? Hidden : segments[at];
        }

        var where = (url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}") + string.Join('/', segments);
        return where.Length <= MaxLength ? where : where[..(MaxLength - 1)] + Hidden;
    }

    /// <summary>True if an address may be kept in clear: it has no user, no query, and nothing in its path is hidden.</summary>
    public static bool IsHarmless(Uri url) =>
        url.UserInfo.Length == 0 && url.Query.Length <= 1 && !Of(url, []).Contains(Hidden, StringComparison.Ordinal);

    /// <summary>True for what may be a token rather than words, such as <c>5f8a1c90be77</c>, <c>AbCdEfGh</c> or <c>a=b</c>.</summary>
    public static bool LooksSecret(string escaped)
    {
        var written = Uri.UnescapeDataString(escaped);

        // @name is how many sites write an account.
        return SecretByName().IsMatch(written)
            || written.TrimStart('@').Split(Separators, StringSplitOptions.RemoveEmptyEntries).Any(part => !Word().IsMatch(part));
    }

    /// <summary>
    /// A word of up to 20 letters, in lower case, upper case or with a capital, two or three such words joined by their capitals, perhaps
    /// with a number of up to 2 digits or a year behind it; or a number of up to 8 digits.
    /// </summary>
    [GeneratedRegex(
        @"^(?:(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]{1,20}|\p{Lu}{1,20}|(?:\p{Lu}\p{Ll}{2,20}){2,3})(?:[0-9]{0,2}|(?:19|20)[0-9]{2})|[0-9]{1,8})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("token|secret|geheim|passw|apikey|kennwort", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretByName();

    /// <summary>Segments behind which sites put a token, however much it looks like a word.</summary>
    [GeneratedRegex(
        "^(?:(?:web|rss|feed)?[-_]?hooks?|(?:api|access|feed|auth|private)?[-_]?(?:keys?|tokens?)|auth|secrets?|private|signed)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Holder();
}
