using System.Text.RegularExpressions;

namespace Listening.Ingest;

/// <summary>Reads addresses of web pages, and writes them so that two spellings of one compare equal.</summary>
public static partial class WebAddress
{
    /// <summary>Characters of an address worth keeping.</summary>
    private const int MaxLength = 4_000;

    /// <summary>
    /// Resolves an address, against <paramref name="relativeTo"/> if it is given. Null unless a browser opens it as a page: a
    /// <c>javascript:</c> link in somebody's post must not reach an analyst's screen.
    /// </summary>
    public static Uri? Parse(string? written, Uri? relativeTo = null)
    {
        var trimmed = written?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength)
        {
            return null;
        }

        // Without a base, only a written scheme makes an address: a path alone would become file:///.
        Uri? url;
        var read = relativeTo is null
            ? Uri.TryCreate(Scheme().IsMatch(trimmed) ? trimmed : "", UriKind.Absolute, out url)
            : Uri.TryCreate(relativeTo, trimmed, out url);
        return read && url is { Scheme: "http" or "https", Host.Length: > 0, AbsoluteUri.Length: <= MaxLength } ? url : null;
    }

    /// <summary>Host in lower case, and port if it is special.</summary>
    public static string Site(Uri url) => url.IsDefaultPort ? url.IdnHost.ToLowerInvariant()
        : $"{url.IdnHost.ToLowerInvariant()}:{url.Port}";

    /// <summary>An address as an identity: without scheme (a move to https is no new page), fragment, and tracking parameters.</summary>
    public static string Canonicalize(Uri url)
    {
        var query = string.Join('&', IdentifyingParameters(url));
        return Site(url) + SessionInPath().Replace(url.AbsolutePath, "") + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>The parts of its query (<c>name=value</c>) that say which page it is.</summary>
    public static IEnumerable<string> IdentifyingParameters(Uri url) =>
        url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !Tracking().IsMatch(part));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]{1,20}://")]
    private static partial Regex Scheme();

    [GeneratedRegex(";jsessionid=[^;/]*", RegexOptions.IgnoreCase)]
    private static partial Regex SessionInPath();

    /// <summary>
    /// The one list of query parameters that say how a reader came to a page, or which session is reading, and never which page it is:
    /// campaigns (Google, Matomo, Meta, Microsoft, Mailchimp, HubSpot, Webtrekk, LinkedIn, TikTok, X, Yandex) and sessions, the latter by
    /// their values too, as <c>sid</c> alone may be a story's number (phpBB, vBulletin, PHP, Java).
    /// </summary>
    [GeneratedRegex(
        "^(?:(?:utm|mtm|pk|piwik|matomo|hsa)_[^=]*"
        + "|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|_ga|_gl|msclkid|igshid|igsh|mc_[ce]id|_hs(?:enc|mi)|hsctatracking|mkt_tok|wt_?[mz]c"
        + "|li_fat_id|ttclid|twclid|yclid|at_(?:medium|campaign)|(?:php|asp|j)sess(?:ion)?id)(?:=|$)|^(?:sid|s)=[0-9a-f]{32}$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tracking();
}
