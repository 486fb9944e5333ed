using Listening.Domain;
using Listening.Telemetry;

namespace Listening.Store;

/// <summary>Writes the rows of a batch and returns every row as it then stands, written now or before.</summary>
public sealed class StoreStep(IMentions mentions, ListeningMetrics metrics)
{
    /// <summary>Rounds against other workers on the same posts. Each lost round means that another one wrote.</summary>
    private const int Rounds = 5;

    /// <exception cref="IOException">Other workers kept writing the same rows; the batch is delivered again.</exception>
    public async Task<StoreResult> RunAsync(IReadOnlyList<(AdmittedMention Admitted, JudgedMention Judged)> batch, CancellationToken stopping)
    {
        var settled = new List<JudgedMention>(batch.Count);
        var (added, edited, known) = (0, 0, 0);
        var open = batch;
        for (var round = 0; open.Count > 0; round++)
        {
            if (round == Rounds)
            {
                throw new IOException($"{open.Count} rows are being written by other workers; the batch will be delivered again.");
            }

            var stored = await FindAsync(open, round, stopping);
            var (writes, writing) = (new List<MentionWrite>(), new List<(AdmittedMention Admitted, JudgedMention Judged)>());
            foreach (var (item, existing) in open.Zip(stored))
            {
                if (existing is null)
                {
                    writes.Add(new MentionWrite(item.Admitted.Location, item.Judged, Replaces: null));
                    writing.Add(item);
                }
                else if (StoreRules.Edit(existing.Judged, item.Judged) is { } edit)
                {
                    writes.Add(new MentionWrite(item.Admitted.Location, edit, existing.Version));
                    writing.Add(item);
                }
                else
                {
                    settled.Add(existing.Judged);
                    metrics.Duplicate(existing.Judged.Mention.Source, 1);
                    known++;
                }
            }

            var written = await mentions.WriteAsync(writes, stopping);
            var lost = new List<(AdmittedMention Admitted, JudgedMention Judged)>();
            for (var i = 0; i < writes.Count; i++)
            {
                var (brand, mention) = (writes[i].Judged.Brand, writes[i].Judged.Mention);
                if (!written[i])
                {
                    lost.Add(writing[i]);
                    continue;
                }

                settled.Add(writes[i].Judged);
                if (writes[i].Replaces is null)
                {
                    var verdict = writes[i].Judged.Verdict;
                    metrics.New(mention.Source, brand, verdict.Polarity);
                    if (verdict.Compared is { } other)
                    {
                        metrics.Compared(mention.Source, other.Model, agrees: other.LikeliestSentiment == verdict.LikeliestSentiment);
                    }

                    added++;
                }
                else
                {
                    metrics.Edited(mention.Source, brand);
                    edited++;
                }
            }

            open = lost;
        }

        return new StoreResult(settled, added, edited, known);
    }

    /// <summary>In the first round only rows that somebody placed before can be there; what was lost is there for sure.</summary>
    private async Task<IReadOnlyList<StoredMention?>> FindAsync(
        IReadOnlyList<(AdmittedMention Admitted, JudgedMention Judged)> open, int round, CancellationToken stopping)
    {
        var maybeThere = open.Where(item => round > 0 || !item.Admitted.First).Select(item => item.Admitted).ToList();
        if (maybeThere.Count == 0)
        {
            return new StoredMention?[open.Count];
        }

        var found = new Queue<StoredMention?>(await mentions.FindAsync(maybeThere, stopping));
        return [.. open.Select(item => round > 0 || !item.Admitted.First ? found.Dequeue() : null)];
    }
}

/// <param name="Settled">Every row of the batch as it stands in the table.</param>
public sealed record StoreResult(IReadOnlyList<JudgedMention> Settled, int New, int Edited, int Known);
