namespace Listening.Connectors.Feeds;

/// <summary>
/// Names the namespaces that feeds use. Publishers write their addresses with https for http, with and without www, slash and hash, or
/// not at all; so an address is known by what is left without these, and one that is not known, or missing, by its usual prefix.
/// </summary>
internal static class FeedNamespace
{
    public const string Atom = "atom";
    public const string Content = "content";
    public const string DublinCore = "dc";
    public const string FeedBurner = "feedburner";
    public const string GooglePlay = "googleplay";
    public const string Itunes = "itunes";
    public const string Media = "media";
    public const string Rdf = "rdf";
    public const string Syndication = "sy";
    public const string Threading = "thr";
    public const string Tombstones = "at";
    public const string WellFormedWeb = "wfw";
    public const string Xhtml = "xhtml";
    public const string Xml = "xml";

    private static readonly Dictionary<string, string> ByAddress = new()
    {
        ["w3.org/2005/atom"] = Atom,
        ["purl.org/atom/ns"] = Atom, // Atom 0.3
        ["purl.org/rss/1.0/modules/content"] = Content,
        ["purl.org/dc/elements/1.0"] = DublinCore,
        ["purl.org/dc/elements/1.1"] = DublinCore,
        ["purl.org/dc/terms"] = DublinCore,
        ["rssnamespace.org/feedburner/ext/1.0"] = FeedBurner,
        ["google.com/schemas/play-podcasts/1.0"] = GooglePlay,
        ["itunes.com/dtds/podcast-1.0.dtd"] = Itunes,
        ["search.yahoo.com/mrss"] = Media,
        ["w3.org/1999/02/22-rdf-syntax-ns"] = Rdf,
        ["purl.org/rss/1.0/modules/syndication"] = Syndication,
        ["purl.org/syndication/thread/1.0"] = Threading,
        ["purl.org/atompub/tombstones/1.0"] = Tombstones,
        ["wellformedweb.org/commentapi"] = WellFormedWeb,
        ["w3.org/1999/xhtml"] = Xhtml,
        ["w3.org/xml/1998/namespace"] = Xml,
    };

    /// <summary>Most are called as their prefix; a10 is what .NET's own feed writer takes for Atom.</summary>
    private static readonly Dictionary<string, string> ByPrefix = new(StringComparer.OrdinalIgnoreCase)
    {
        [Atom] = Atom,
        ["a10"] = Atom,
        [Content] = Content,
        [DublinCore] = DublinCore,
        ["dcterms"] = DublinCore,
        [FeedBurner] = FeedBurner,
        [GooglePlay] = GooglePlay,
        [Itunes] = Itunes,
        [Media] = Media,
        [Rdf] = Rdf,
        [Syndication] = Syndication,
        [Threading] = Threading,
        [Tombstones] = Tombstones,
        [WellFormedWeb] = WellFormedWeb,
        [Xhtml] = Xhtml,
        [Xml] = Xml,
    };

    /// <summary>The name of a namespace: a constant above if it is known, else its address or prefix; empty if there is none.</summary>
    /// <param name="prefix">As written; empty for the default namespace.</param>
    /// <param name="address">What the document declares for the prefix; null if nothing.</param>
    public static string Of(string prefix, string? address)
    {
        var known = Simplified(address ?? "");
        return ByAddress.TryGetValue(known, out var name) || ByPrefix.TryGetValue(prefix, out name) ? name
            : known.Length > 0 || prefix.Length == 0 ? known
            : prefix + ":";
    }

    private static string Simplified(string address)
    {
        var plain = address.Trim().ToLowerInvariant();
        foreach (var start in new[] { "http://", "https://", "www." })
        {
            plain = plain.StartsWith(start, StringComparison.Ordinal) ? plain[start.Length..] : plain;
        }

        return plain.TrimEnd('/', '#');
    }
}
