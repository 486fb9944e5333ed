using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Listening.Admit;
using Listening.Domain;
using Listening.Store;
using Listening.Understand;

namespace Listening.AzureStorage;

/// <summary>Table <c>MentionHomes</c>: where each mention's row belongs.</summary>
public sealed class TableMentionIndex(StorageAccount account) : IMentionIndex
{
    private readonly PartitionIndex _index = new(account.MentionIndex);

    public async Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping)
    {
        var locations = await _index.GetOrAddAsync(Requests(mentions), stopping);
        return [.. mentions.Zip(locations, (item, location) => new AdmittedMention(item.Brand, item.Mention, location.Location, location.First))];
    }

    public async Task<IReadOnlyList<AdmittedMention>> FindAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping)
    {
        var locations = await _index.FindAsync(Requests(mentions), stopping);
        return [.. mentions.Zip(locations)
            .Where(pair => pair.Second is not null)
            .Select(pair => new AdmittedMention(pair.First.Brand, pair.First.Mention, pair.Second!, First: false))];
    }

    /// <summary>New rows of one call stay together, so that they are few transactions.</summary>
    private static IReadOnlyList<PartitionIndexEntry> Requests(IReadOnlyList<BrandMention> mentions)
    {
        var spread = mentions.Count == 0 ? 0 : Convert.ToInt32(mentions[0].Mention.Id.Value[^4..], 16);
        return [.. mentions.Select(item => new PartitionIndexEntry(
            Keys.IndexPartition(item.Brand, item.Mention.Id.Value),
            item.Mention.Id.Value,
            Keys.MentionPartition(item.Brand, item.Mention.Timestamp, spread)))];
    }
}

/// <summary>Table <c>Mentions</c>: one row per brand and mention.</summary>
public sealed class TableMentions(StorageAccount account) : IMentions, IPastMentions
{
    private readonly TableClient _table = account.Mentions;
    private readonly PartitionIndex _index = new(account.MentionIndex);

    public async Task<IReadOnlyList<StoredMention?>> FindAsync(IReadOnlyList<AdmittedMention> places, CancellationToken stopping)
    {
        var found = new StoredMention?[places.Count];
        await Transactions.InParallelAsync(Enumerable.Range(0, places.Count), async (i, token) =>
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(places[i].Location, places[i].Mention.Id.Value, cancellationToken: token);
            found[i] = row.HasValue ? new StoredMention(row.Value!.ToMention(), row.Value!.ETag.ToString()) : null;
        }, stopping);
        return found;
    }

    /// <summary>The rows of mentions of which only brand and id are known, in their order; null where none is.</summary>
    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<(string Brand, MentionId Id)> names, CancellationToken stopping)
    {
        var locations = await _index.FindAsync([.. names.Select(name => new PartitionIndexEntry(Keys.IndexPartition(name.Brand, name.Id.Value), name.Id.Value, Location: ""))], stopping);
        var found = new JudgedMention?[names.Count];
        await Transactions.InParallelAsync(Enumerable.Range(0, names.Count).Where(i => locations[i] is not null), async (i, token) =>
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(locations[i]!, names[i].Id.Value, cancellationToken: token);
            found[i] = row.HasValue ? row.Value!.ToMention() : null;
        }, stopping);
        return found;
    }

    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<MentionWrite> writes, CancellationToken stopping) =>
        await _table.WriteAsync([.. writes.Select(write =>
        {
            var row = write.Judged.ToRow(write.Location, write.Judged.Mention.Id.Value);
            return write.Replaces is { } version
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version))
                : new TableTransactionAction(TableTransactionActionType.Add, row);
        })], stopping);

    /// <summary>The brands that have rows, in the order of their ids; one small query each.</summary>
    public async IAsyncEnumerable<string> BrandsAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        var after = "";
        while (await _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey gt {after}"), maxPerPage: 1, select: ["PartitionKey", "Brand"], cancellationToken: stopping)
            .FirstOrDefaultAsync(stopping) is { } row)
        {
            yield return row.GetString("Brand");
            after = Keys.AfterMentionsOf(row.GetString("Brand"));
        }
    }

    /// <summary>Several brands' rows posted since <paramref name="from"/>, newest first. Holds an hour of each brand at a time.</summary>
    public async IAsyncEnumerable<JudgedMention> SinceAsync(
        IReadOnlyList<string> brands, DateTimeOffset from, DateTimeOffset now, [EnumeratorCancellation] CancellationToken stopping)
    {
        var rows = new List<IAsyncEnumerator<JudgedMention>>();
        try
        {
            var newest = new PriorityQueue<IAsyncEnumerator<JudgedMention>, long>();
            foreach (var brand in brands)
            {
                rows.Add(SinceAsync(brand, from, now, stopping).GetAsyncEnumerator(stopping));
                await AdvanceAsync(rows[^1]);
            }

            while (newest.TryDequeue(out var next, out _))
            {
                yield return next.Current;
                await AdvanceAsync(next);
            }

            async Task AdvanceAsync(IAsyncEnumerator<JudgedMention> row)
            {
                if (await row.MoveNextAsync())
                {
                    newest.Enqueue(row, -row.Current.Mention.Timestamp.UtcTicks);
                }
            }
        }
        finally
        {
            foreach (var row in rows)
            {
                await row.DisposeAsync();
            }
        }
    }

    /// <summary>A brand's rows posted since <paramref name="from"/>, newest hour first and newest first within it.</summary>
    public async IAsyncEnumerable<JudgedMention> SinceAsync(
        string brand, DateTimeOffset from, DateTimeOffset now, [EnumeratorCancellation] CancellationToken stopping)
    {
        var (first, end) = Keys.MentionPartitions(brand, from, now.AddHours(1));
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        var hour = new List<JudgedMention>();
        var hourKey = "";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping))
        {
            // All spreads of an hour come one after the other; together they are one hour.
            var key = row.PartitionKey[..row.PartitionKey.LastIndexOf('|')];
            if (key != hourKey)
            {
                foreach (var judged in NewestFirst(hour))
                {
                    yield return judged;
                }

                hour.Clear();
                hourKey = key;
            }

            hour.Add(row.ToMention());
        }

        foreach (var judged in NewestFirst(hour))
        {
            yield return judged;
        }

        IEnumerable<JudgedMention> NewestFirst(List<JudgedMention> rows) =>
            rows.Where(row => row.Mention.Timestamp >= from).OrderByDescending(row => row.Mention.Timestamp);
    }
}
