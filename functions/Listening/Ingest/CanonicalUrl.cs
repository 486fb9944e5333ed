namespace Listening.Ingest;

/// <summary>Strips from an address what says how a reader got there, so that two shares of one page compare equal.</summary>
internal static class CanonicalUrl
{
    private static readonly string[] Trackers = ["fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid"];

    public static string Canonicalize(Uri url)
    {
        var kept = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !Tracks(pair.Split('=')[0]));
        var query = string.Join('&', kept);

        // Uri has already put scheme and host in lower case and left out a default port; a fragment is a place on the page.
        return url.GetLeftPart(UriPartial.Path) + (query.Length > 0 ? "?" + query : "");
    }

    private static bool Tracks(string name) =>
        name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || Trackers.Contains(name, StringComparer.OrdinalIgnoreCase);
}
