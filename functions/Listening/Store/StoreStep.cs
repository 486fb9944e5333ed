using Listening.Telemetry;

namespace Listening.Store;

/// <summary>Writes the rows of a batch and returns every row as it then stands, written now or before.</summary>
public sealed class StoreStep(IMentions mentions, IAuthorIndex authors, ListeningMetrics metrics, TimeProvider time)
{
    /// <summary>Rounds against other workers on the same posts. Each lost round means that another one wrote.</summary>
    private const int MaxRounds = 5;

    /// <exception cref="IOException">Other workers kept writing the same rows; the batch is delivered again.</exception>
    public async Task<StoreResult> RunAsync(
        IReadOnlyList<(AdmittedMention Admitted, JudgedMention Judged)> batch, CancellationToken stopping)
    {
        var settled = new List<JudgedMention>(batch.Count);
        var (added, edited, known) = (0, 0, 0);
        var open = batch;
        for (var round = 0; open.Count > 0; round++)
        {
            if (round == MaxRounds)
            {
                throw new IOException($"{open.Count} rows are being written by other workers; the batch will be delivered again.");
            }

            var writes = new List<((AdmittedMention Admitted, JudgedMention Judged) Item, JudgedMention Row, bool Confirmed)>();
            var now = time.GetUtcNow();
            foreach (var (item, stored) in open.Zip(await FindAsync(open, round, stopping)))
            {
                if ((stored is null ? StoreRules.First(item.Judged) : StoreRules.Edit(stored, item.Judged, now)) is { } row)
                {
                    var confirmed = stored is not null && row.EditedAt == stored.EditedAt;
                    writes.Add((item, row with { Location = item.Admitted.Location, Version = stored?.Version }, confirmed));
                    continue;
                }

                settled.Add(stored! with { Version = null });
                metrics.Duplicate(stored.Mention.Source, 1);
                known++;
            }

            // The author's entry goes first. An entry without its row leads nowhere and harms nobody; a row without its
            // entry would outlive its author's erasure.
            var changed = writes.Where(write => !write.Confirmed).Select(write => write.Row);
            await authors.AddAsync([.. changed.Select(AuthorEntry.For).OfType<AuthorEntry>()], stopping);
            var written = await mentions.WriteAsync([.. writes.Select(write => write.Row)], stopping);
            open = [.. writes.Where((_, i) => !written[i]).Select(write => write.Item)];
            foreach (var (_, row, confirmed) in writes.Where((_, i) => written[i]))
            {
                settled.Add(row with { Version = null });
                if (confirmed)
                {
                    metrics.Duplicate(row.Mention.Source, 1);
                    known++;
                    continue;
                }

                Count(row);
                (added, edited) = IsNew(row) ? (added + 1, edited) : (added, edited + 1);
            }
        }

        return new StoreResult(settled, added, edited, known);
    }

    private void Count(JudgedMention row)
    {
        if (!IsNew(row))
        {
            metrics.Edited(row.Mention.Source, row.Brand);
            return;
        }

        metrics.New(row);
        if (row.Verdict.Compared is { } other)
        {
            metrics.Compared(row.Mention.Source, other.Model, agrees: other.LikeliestSentiment == row.Verdict.LikeliestSentiment);
        }
    }

    /// <summary>A deletion is an edit, also of a post that was never stored.</summary>
    private static bool IsNew(JudgedMention row) => row.Version is null && !row.Mention.Deleted;

    /// <summary>In the first round only rows that had a location before can be there; those of a lost round surely are.</summary>
    private async Task<IReadOnlyList<JudgedMention?>> FindAsync(
        IReadOnlyList<(AdmittedMention Admitted, JudgedMention Judged)> open, int round, CancellationToken stopping)
    {
        bool MayBeThere(AdmittedMention item) => round > 0 || (!item.IsNew && item.Stored is null);

        var candidates = open.Select(item => item.Admitted).Where(MayBeThere).ToList();
        var found = new Queue<JudgedMention?>(candidates.Count == 0 ? [] : await mentions.FindAsync(candidates, stopping));
        return [.. open.Select(item => MayBeThere(item.Admitted) ? found.Dequeue() : item.Admitted.Stored)];
    }
}

/// <param name="Settled">Every row of the batch as it stands in the table, with its location.</param>
public sealed record StoreResult(IReadOnlyList<JudgedMention> Settled, int New, int Edited, int Known);
