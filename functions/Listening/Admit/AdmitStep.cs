using Listening.Configuration;
using Listening.Domain;
using Listening.Messages;
using Listening.Telemetry;

namespace Listening.Admit;

/// <summary>Lets in what concerns a brand, and finds where it belongs.</summary>
public sealed class AdmitStep(IListeningConfig config, IMentionIndex seen, ListeningMetrics metrics)
{
    public async Task<Admitted> RunAsync(MentionBatch batch, CancellationToken stopping)
    {
        var current = config.Current;
        var source = current.Source(batch.Source);
        var mentions = AdmitRules.LatestOfEach(batch.Mentions);

        var concerned = new List<BrandMention>(mentions.Count);
        var takenBack = new List<BrandMention>();
        var irrelevant = 0;
        foreach (var mention in mentions)
        {
            if (mention.Deleted)
            {
                // It has no text left to match: every brand that stored it has to hear.
                takenBack.AddRange(current.Brands.Select(brand => new BrandMention(brand.Id, mention)));
                continue;
            }

            var before = concerned.Count;
            concerned.AddRange(AdmitRules.BrandsConcerned(mention, source, current).Select(brand => new BrandMention(brand, mention)));
            irrelevant += concerned.Count == before ? 1 : 0;
        }

        var admitted = await seen.GetOrAddAsync(concerned, stopping);
        var withdrawn = takenBack.Count > 0 ? await seen.FindAsync(takenBack, stopping) : [];
        metrics.Irrelevant(batch.Source, irrelevant);
        metrics.Duplicate(batch.Source, batch.Mentions.Count - mentions.Count);
        return new Admitted([.. admitted, .. withdrawn], irrelevant);
    }
}

/// <param name="Irrelevant">Mentions of the batch that concern no brand.</param>
public sealed record Admitted(IReadOnlyList<AdmittedMention> Mentions, int Irrelevant);
