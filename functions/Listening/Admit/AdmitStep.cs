using Listening.Configuration;
using Listening.Messages;
using Listening.Telemetry;

namespace Listening.Admit;

/// <summary>
/// Admits the mentions that concern a brand, and finds where their rows belong. Keeps the others where their source is told to.
/// </summary>
public sealed class AdmitStep(
    IListeningConfig config, IMentionIndex index, IIrrelevantMentions irrelevantMentions, ListeningMetrics metrics, ILogger<AdmitStep> log)
{
    private BrandQueries? _queries;

    public async Task<Admitted> RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var current = config.Current;
        var brands = AdmitRules.Listening(batch, current);
        var queries = QueriesOf(current);
        ReportGone(batch, brands);
        var mentions = AdmitRules.LatestOfEach(batch.Mentions);

        var concerned = new List<(string Brand, Mention Mention)>(mentions.Count);
        var elsewhere = new List<(string Brand, Mention Mention)>();
        var purposes = new Dictionary<(string Brand, MentionId Mention), QueryPurpose?>();
        var irrelevant = new List<Mention>();
        foreach (var mention in mentions)
        {
            if (mention.Deleted)
            {
                // It has no text left to match. It concerns every brand that the source is read for, as it may arrive before its
                // post, and every other that stored the post.
                concerned.AddRange(brands.Select(brand => (brand.Id, mention)));
                elsewhere.AddRange(current.Brands.Except(brands).Select(brand => (brand.Id, mention)));
                continue;
            }

            var ids = new List<string>();
            foreach (var (brand, purpose) in AdmitRules.BrandsConcerned(mention, batch, brands, queries))
            {
                ids.Add(brand);
                concerned.Add((brand, mention));
                purposes[(brand, mention.Id)] = purpose;
            }

            if (mention.Edited)
            {
                // The edit may have removed what concerned a brand, and its row must not keep the old words.
                elsewhere.AddRange(brands.Select(brand => brand.Id).Except(ids).Select(brand => (brand, mention)));
            }

            if (ids.Count == 0 && brands.Count > 0)
            {
                irrelevant.Add(mention);
            }
        }

        if (current.Source(batch.Source) is { KeepIrrelevant: > 0 })
        {
            await KeepAsync(batch.Source, mentions, irrelevant, stopping);
        }

        var admitted = await index.GetOrAddAsync(concerned, stopping);
        var stored = elsewhere.Count > 0 ? await index.FindAsync(elsewhere, stopping) : [];
        metrics.Irrelevant(batch.Source, irrelevant.Count);
        metrics.Duplicate(batch.Source, batch.Mentions.Count - mentions.Count);
        var all = admitted.Concat(stored.Select(item => item with { Irrelevant = !item.Mention.Deleted }));
        return new Admitted(
            [.. all.Select(item => AdmitRules.Mark(item, purposes.GetValueOrDefault((item.Brand, item.Mention.Id)), current))],
            irrelevant.Count);
    }

    /// <summary>What was deleted at its source goes here too, and what concerns a brand now is in its row.</summary>
    private async Task KeepAsync(
        string source, IReadOnlyList<Mention> mentions, List<Mention> irrelevant, CancellationToken stopping)
    {
        var edited = mentions.Where(mention => mention.Edited).Select(mention => mention.Id)
            .Except(irrelevant.Select(mention => mention.Id)).ToList();
        if (edited.Count > 0)
        {
            await irrelevantMentions.RemoveAsync(source, edited, stopping);
        }

        // What is deleted stays so, in whatever order copies of it arrive.
        var deleted = mentions.Where(mention => mention.Deleted).Select(mention => mention.WithoutContent()).ToList();
        if (deleted.Count > 0)
        {
            await irrelevantMentions.KeepAsync(source, deleted, stopping);
        }

        if (irrelevant.Count > 0)
        {
            await irrelevantMentions.KeepAsync(source, [.. irrelevant.Select(IrrelevantRules.WithoutAuthor)], stopping);
        }
    }

    /// <summary>Made anew for each version of the configuration only. Two workers that do so at once make the same.</summary>
    private BrandQueries QueriesOf(ListeningConfig current)
    {
        var queries = _queries;
        return ReferenceEquals(queries?.Config, current) ? queries : _queries = new BrandQueries(current);
    }

    private void ReportGone(MentionBatch batch, IReadOnlyList<BrandConfig> brands)
    {
        foreach (var gone in batch.Brands.Except(brands.Select(brand => brand.Id)))
        {
            metrics.Dropped(batch.Source, gone, batch.Mentions.Count);
            log.BrandGone(batch.Source, gone, batch.Mentions.Count);
        }
    }
}

/// <param name="Irrelevant">Mentions of the batch that concern no brand.</param>
public sealed record Admitted(IReadOnlyList<AdmittedMention> Mentions, int Irrelevant);
