using Listening.Configuration;
using Listening.Queries;

namespace Listening.Admit;

/// <summary>The queries of all brands, matched at once: a post costs about the same for one brand as for hundreds.</summary>
public sealed class BrandQueries
{
    private readonly IReadOnlyList<(string Brand, QueryPurpose? Purpose)> _owners;
    private readonly QuerySet _queries;

    public BrandQueries(ListeningConfig config)
    {
        var all = config.Brands.SelectMany(QueriesOf).ToList();
        (Config, _owners) = (config, [.. all.Select(query => (query.Brand, query.Purpose))]);
        _queries = new QuerySet([.. all.Select(query => query.Query.Tree)]);
        HavePurposes = _owners.Any(owner => owner.Purpose is not null);
    }

    /// <summary>The configuration that they come from.</summary>
    public ListeningConfig Config { get; }

    /// <summary>Whether any says what it is for.</summary>
    public bool HavePurposes { get; }

    /// <summary>The ids of the brands of which a mention matches a query, with the purpose of the first that it matches.</summary>
    public IReadOnlyDictionary<string, QueryPurpose?> Matching(Mention mention)
    {
        var matching = new Dictionary<string, QueryPurpose?>();
        foreach (var query in _queries.Matching(QueryPost.From(mention)))
        {
            matching.TryAdd(_owners[query].Brand, _owners[query].Purpose);
        }

        return matching;
    }

    private static IEnumerable<(string Brand, Query Query, QueryPurpose? Purpose)> QueriesOf(BrandConfig brand) =>
        brand.Queries.Count > 0 ? brand.Queries.Select(named => (brand.Id, named.Query, (QueryPurpose?)named.Purpose))
            : brand.Query is { } query ? [(brand.Id, query, null)]
            : [];
}
