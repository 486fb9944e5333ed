using Listening.Configuration;

namespace Listening.Admit;

/// <summary>Decides which brands a mention concerns. No clock, no I/O.</summary>
public static class AdmitRules
{
    public static IEnumerable<string> BrandsConcerned(Mention mention, SourceConfig? source, ListeningConfig config)
    {
        // A source that was removed from the configuration may still have mentions on the queue: nothing fetched is lost.
        var brands = source is null ? config.Brands : config.BrandsOf(source);
        var text = mention.Title is { } title ? $"{title}\n{mention.Text}" : mention.Text;
        return brands
            .Where(brand => source is { StoreEverything: true } || brand.Query is null || brand.Query.Matches(text))
            .Select(brand => brand.Id);
    }

    /// <summary>One copy of each post: where a batch holds two, the later one.</summary>
    public static IReadOnlyList<Mention> LatestOfEach(IReadOnlyList<Mention> mentions)
    {
        var latest = new Dictionary<MentionId, Mention>(mentions.Count);
        foreach (var mention in mentions)
        {
            latest[mention.Id] = mention;
        }

        return [.. latest.Values];
    }
}
