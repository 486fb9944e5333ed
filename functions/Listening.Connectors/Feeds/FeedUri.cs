using System.Text.RegularExpressions;

namespace Listening.Connectors.Feeds;

/// <summary>Writes addresses so that two spellings of one compare equal.</summary>
internal static partial class FeedUri
{
    /// <summary>Most characters of an address that are worth keeping.</summary>
    private const int MaxLength = 4000;

    /// <summary>
    /// A guid in the form that is unique in the world, or null if it is only unique in its feed: a web address without its
    /// scheme (a move from http to https is no new post), or a <c>tag:</c> or <c>urn:</c> id as it is.
    /// </summary>
    public static string? Global(string guid)
    {
        if (guid.StartsWith("tag:", StringComparison.OrdinalIgnoreCase))
        {
            return "tag:" + guid[4..];
        }

        if (guid.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            return guid.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? guid.ToLowerInvariant() : "urn:" + guid[4..];
        }

        return WebAddress().IsMatch(guid) && Uri.TryCreate(guid, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? Schemeless(uri) : null;
    }

    /// <summary>Host, port if it is special, path, query and fragment.</summary>
    public static string Schemeless(Uri uri) => Site(uri) + uri.PathAndQuery + uri.Fragment;

    /// <summary>Host in lower case, and port if it is special.</summary>
    public static string Site(Uri uri) => uri.IsDefaultPort ? uri.IdnHost.ToLowerInvariant() : $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";

    /// <summary>A link as an identity: without scheme, fragment and what campaigns append.</summary>
    public static string Canonical(Uri link)
    {
        var kept = link.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !Campaign().IsMatch(part));
        var query = string.Join('&', kept);
        return Site(link) + link.AbsolutePath + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>
    /// What stays of a global id or link when its site moves to another host. A short number as fragment goes too: some
    /// publishers append it to the same article (jocmp/capyreader#865).
    /// </summary>
    public static string Hostless(string schemeless)
    {
        var path = schemeless.IndexOf('/', StringComparison.Ordinal);
        return ShortNumber().Replace(path < 0 || schemeless.StartsWith("tag:", StringComparison.Ordinal) ? schemeless : schemeless[path..], "");
    }

    /// <summary>Resolves a link and looks through the redirector of Google Alerts; null if it leads to no web page.</summary>
    public static Uri? Link(Uri? against, string? written)
    {
        var trimmed = written?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength)
        {
            return null;
        }

        // Without a base, only a written scheme makes an address: a path alone would become file:///.
        var resolved = against is null
            ? WebAddress().IsMatch(trimmed) && Uri.TryCreate(trimmed, UriKind.Absolute, out var absolute) ? absolute : null
            : Uri.TryCreate(against, trimmed, out var relative) ? relative : null;
        if (resolved is not { Scheme: "http" or "https" } || resolved.Host.Length == 0 || resolved.AbsoluteUri.Length > MaxLength)
        {
            return null;
        }

        return GoogleRedirect(resolved) is { } target ? Link(null, target) ?? resolved : resolved;
    }

    private static string? GoogleRedirect(Uri uri)
    {
        if (uri.AbsolutePath != "/url" || !GoogleHost().IsMatch(uri.Host))
        {
            return null;
        }

        var target = uri.Query.TrimStart('?').Split('&').FirstOrDefault(part =>
            part.StartsWith("url=", StringComparison.Ordinal) || part.StartsWith("q=", StringComparison.Ordinal));
        return target is null ? null : Uri.UnescapeDataString(target[(target.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]{1,20}://")]
    private static partial Regex WebAddress();

    [GeneratedRegex("^(?:utm_[^=]*|fbclid|gclid)(?:=|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Campaign();

    [GeneratedRegex(@"^(?:www\.)?google\.[a-z.]{2,6}$", RegexOptions.IgnoreCase)]
    private static partial Regex GoogleHost();

    [GeneratedRegex(@"#[0-9]{1,2}$")]
    private static partial Regex ShortNumber();
}
