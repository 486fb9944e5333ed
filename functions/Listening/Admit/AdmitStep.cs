using Listening.Configuration;
using Listening.Messages;
using Listening.Telemetry;

namespace Listening.Admit;

/// <summary>Admits the mentions that concern a brand, and finds where their rows belong.</summary>
public sealed class AdmitStep(IListeningConfig config, IMentionIndex index, ListeningMetrics metrics)
{
    public async Task<Admitted> RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var current = config.Current;
        var source = current.Source(batch.Source);
        var mentions = AdmitRules.LatestOfEach(batch.Mentions);

        var concerned = new List<(string Brand, Mention Mention)>(mentions.Count);
        var deleted = new List<(string Brand, Mention Mention)>();
        var irrelevant = 0;
        foreach (var mention in mentions)
        {
            if (mention.Deleted)
            {
                // It has no text left to match: it concerns every brand that stored it.
                deleted.AddRange(current.Brands.Select(brand => (brand.Id, mention)));
                continue;
            }

            var before = concerned.Count;
            concerned.AddRange(AdmitRules.BrandsConcerned(mention, source, current).Select(brand => (brand, mention)));
            irrelevant += concerned.Count == before ? 1 : 0;
        }

        var admitted = await index.GetOrAddAsync(concerned, stopping);
        var withdrawn = deleted.Count > 0 ? await index.FindAsync(deleted, stopping) : [];
        metrics.Irrelevant(batch.Source, irrelevant);
        metrics.Duplicate(batch.Source, batch.Mentions.Count - mentions.Count);
        return new Admitted([.. admitted, .. withdrawn], irrelevant);
    }
}

/// <param name="Irrelevant">Mentions of the batch that concern no brand.</param>
public sealed record Admitted(IReadOnlyList<AdmittedMention> Mentions, int Irrelevant);
