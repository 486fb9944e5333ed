using Listening.Queries;

namespace Listening.Connectors.Api;

/// <summary>What a source asks its platform for.</summary>
internal static class SearchTerms
{
    /// <summary>
    /// The searches into which the source's own query, or else its brands' queries, are translated, each once. None if the platform can
    /// be asked for none of it, and then <paramref name="nothing"/> says why.
    /// </summary>
    public static IReadOnlyList<string> Of(FetchRequest request, out FetchOutcome.Failed? nothing)
    {
        var translator = request.Options<ISearchOptions>().Translator
            ?? throw new InvalidOperationException("A connector must not search where its options name no translator.");
        var translations = request.Searched.Select(query => translator.Translate(query.Tree)).ToList();
        IReadOnlyList<string> searches = [.. translations.SelectMany(translation => translation.Searches).Distinct()];
        nothing = searches.Count > 0 ? null : new FetchOutcome.Failed(
            translations.SelectMany(translation => translation.NotFound).FirstOrDefault()
                ?? Problem.Create(
                    "search.no-query",
                    $"there is nothing to search for, as none of its brands has a query; give this source a query of its own"),
            NeedsOperator: true);
        return searches;
    }

    /// <summary>
    /// What the source's own query matches: platforms send more than they were asked for. Without one, the brands' queries are matched
    /// later. An edited or deleted post passes, as a former version may have been stored.
    /// </summary>
    public static IReadOnlyList<Mention> Matching(this FetchRequest request, IEnumerable<Mention> mentions) =>
        request.Source.Options is ISearchOptions { Query: { } own }
            ? [.. mentions.Where(mention => mention.Deleted || mention.Edited || own.Matches(QueryPost.From(mention)))]
            : [.. mentions];
}
