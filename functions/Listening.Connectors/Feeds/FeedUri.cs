using System.Text.RegularExpressions;

namespace Listening.Connectors.Feeds;

/// <summary>Writes addresses so that two spellings of one compare equal.</summary>
internal static partial class FeedUri
{
    /// <summary>
    /// A guid in the form that is unique in the world, or null if it is only unique in its feed: a web address without its
    /// scheme (a move from http to https is no new post) and tracking parameters, or a <c>tag:</c> or <c>urn:</c> id as it is.
    /// </summary>
    public static string? Global(string guid)
    {
        return Scheme("urn:uuid:") ? guid.ToLowerInvariant()
            : Scheme("tag:") || Scheme("urn:") ? guid[..4].ToLowerInvariant() + guid[4..]
            : WebAddress.Parse(guid) is { } url ? WebAddress.Canonicalize(url) + url.Fragment
            : null;

        bool Scheme(string start) => guid.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// What stays of a global id or link when its site moves to another host. A short number as fragment goes too: some
    /// publishers append it to the same article (jocmp/capyreader#865).
    /// </summary>
    public static string Hostless(string schemeless)
    {
        var path = schemeless.IndexOf('/', StringComparison.Ordinal);
        return ShortNumber().Replace(
            path < 0 || schemeless.StartsWith("tag:", StringComparison.Ordinal) ? schemeless : schemeless[path..], "");
    }

    /// <summary>A guid as <see cref="Global"/> wrote it before tracking parameters were left out.</summary>
    public static string AsWritten(string guid) =>
        WebAddress.Parse(guid) is { } url ? WebAddress.Site(url) + url.PathAndQuery + url.Fragment : Global(guid) ?? guid;

    /// <summary>The place that a post's link names, whatever host it moves to. A fragment such as <c>#ref=rss</c> is no place.</summary>
    public static string HostlessLink(Uri link) =>
        Hostless(WebAddress.Canonicalize(link) + (link.Fragment.Contains('=', StringComparison.Ordinal) ? "" : link.Fragment));

    /// <summary>Resolves a link and looks through the redirector of Google Alerts; null if it leads to no web page.</summary>
    public static Uri? Link(Uri? against, string? written)
    {
        var link = WebAddress.Parse(written, against);
        return link is not null && GoogleRedirect(link) is { } target ? Link(null, target) ?? link : link;
    }

    private static string? GoogleRedirect(Uri uri) =>
        uri.AbsolutePath == "/url" && GoogleHost().IsMatch(uri.Host) && GoogleTarget().Match(uri.Query) is { Success: true } target
            ? Uri.UnescapeDataString(target.Groups[1].Value)
            : null;

    [GeneratedRegex(@"(?:^\?+|&)(?:url|q)=([^&]*)")]
    private static partial Regex GoogleTarget();

    [GeneratedRegex(@"^(?:www\.)?google\.[a-z.]{2,6}$", RegexOptions.IgnoreCase)]
    private static partial Regex GoogleHost();

    [GeneratedRegex(@"#[0-9]{1,2}$")]
    private static partial Regex ShortNumber();
}
