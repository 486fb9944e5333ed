using Listening.Configuration;
using Listening.Messages;

namespace Listening.Admit;

/// <summary>Decides which brands a mention concerns. No clock, no I/O.</summary>
public static class AdmitRules
{
    /// <summary>The brands that a batch was read for and that still listen.</summary>
    public static IReadOnlyList<BrandConfig> Listening(MentionBatch batch, ListeningConfig config) =>
        [.. config.Brands.Where(brand => batch.Brands.Contains(brand.Id))];

    /// <summary>
    /// The brands that a mention concerns: those whose query it matches, and the one that wrote it, which answers without naming itself.
    /// Each with the purpose of its query that found it; null where it states none.
    /// </summary>
    /// <param name="brands">Those that <see cref="Listening"/> returns for the batch.</param>
    /// <param name="queries">Those of all brands of the configuration.</param>
    public static IEnumerable<(string Brand, QueryPurpose? Purpose)> BrandsConcerned(
        Mention mention, MentionBatch batch, IReadOnlyList<BrandConfig> brands, BrandQueries queries)
    {
        var matching = batch.StoreEverything && !queries.HavePurposes ? null : queries.Matching(mention);
        return brands
            .Where(brand => batch.StoreEverything || brand.Query is null || matching!.ContainsKey(brand.Id) || IsOwn(mention, brand))
            .Select(brand => (brand.Id, matching?.GetValueOrDefault(brand.Id)));
    }

    /// <summary>
    /// The mention with what its brand and source want: what it was found for, whether the brand wrote it, and whether nobody is to be
    /// alerted.
    /// </summary>
    public static AdmittedMention Mark(AdmittedMention admitted, QueryPurpose? purpose, ListeningConfig config) => admitted with
    {
        Purpose = purpose,
        Own = config.Brand(admitted.Brand) is { } brand && IsOwn(admitted.Mention, brand),
        Observed = config.IsObserved(admitted.Brand, admitted.Mention.Source),
    };

    /// <summary>
    /// One copy of each post: where a batch holds several, the last one, unless the source's own marks say otherwise, or the deletion,
    /// which is final.
    /// </summary>
    public static IReadOnlyList<Mention> LatestOfEach(IReadOnlyList<Mention> mentions)
    {
        var latest = new Dictionary<MentionId, Mention>(mentions.Count);
        foreach (var mention in mentions)
        {
            var other = latest.GetValueOrDefault(mention.Id);
            if (other is null || mention.Deleted || (!other.Deleted && mention.CompareRevision(other) >= 0))
            {
                latest[mention.Id] = mention;
            }
        }

        return [.. latest.Values];
    }

    private static bool IsOwn(Mention mention, BrandConfig brand) => brand.Accounts.Any(account => account.Wrote(mention));
}
