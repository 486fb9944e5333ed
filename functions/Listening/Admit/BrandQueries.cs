using Listening.Configuration;
using Listening.Queries;

namespace Listening.Admit;

/// <summary>The queries of all brands, matched at once: a post costs about the same for one brand as for hundreds.</summary>
public sealed class BrandQueries
{
    private readonly IReadOnlyList<string> _brands;
    private readonly QuerySet _queries;

    public BrandQueries(ListeningConfig config)
    {
        var queried = config.Brands.Where(brand => brand.Query is not null).ToList();
        (Config, _brands) = (config, [.. queried.Select(brand => brand.Id)]);
        _queries = new QuerySet([.. queried.Select(brand => brand.Query!.Tree)]);
    }

    /// <summary>The configuration that they come from.</summary>
    public ListeningConfig Config { get; }

    /// <summary>The ids of the brands whose query a mention matches.</summary>
    public IReadOnlyList<string> Matching(Mention mention) =>
        [.. _queries.Matching(QueryPost.From(mention)).Select(query => _brands[query])];
}
