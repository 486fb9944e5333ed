using Listening.Queries;

namespace Listening.Connectors.Api;

/// <summary>Options that sources of several platforms have.</summary>
internal static class SearchOptionReader
{
    /// <param name="further">What is special about this platform, as a sentence; null for nothing.</param>
    public static Query? SearchQuery(this OptionReader options, string example, string? further = null) => options.Query(
        "query",
        "What to search for, written like a brand's query. Left out: what the queries of the source's brands ask for."
            + (further is null ? "" : " " + further),
        example);

    public static TimeSpan LookBack(this OptionReader options) =>
        options.Duration("lookBack", "How far the first read of a search goes back.", "1h", "365d", "7d");

    public static bool AllowPrivateNetwork(this OptionReader options) => options.Flag(
        "allowPrivateNetwork", "Allows this server to be on this machine or in a private network, which is refused otherwise.");
}
