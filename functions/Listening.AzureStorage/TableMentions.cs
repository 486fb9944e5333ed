using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Listening.AzureStorage;

/// <summary>Table <c>MentionIndex</c>: where each mention's row belongs.</summary>
public sealed class TableMentionIndex(StorageAccount account) : IMentionIndex
{
    private readonly PartitionIndex _index = new(account.MentionIndex);
    private readonly TableMentions _mentions = new(account);

    public async Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(
        IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping)
    {
        // New rows of one call share a spread, so that they are few transactions.
        var spread = mentions.Count == 0 ? 0 : Convert.ToInt32(mentions[0].Mention.Id.Value[^4..], 16);
        var items = mentions
            .Select(item => (
                item.Brand, Id: item.Mention.Id.Value, Location: Keys.MentionPartition(item.Brand, item.Mention.Timestamp, spread)))
            .ToList();
        var stored = new JudgedMention?[mentions.Count];
        var locations = await _index.GetOrAddAsync(items, stopping, FindAsync);
        return [.. mentions.Select((item, i) =>
            new AdmittedMention(item.Brand, item.Mention, locations[i].Location, locations[i].IsNew) { Stored = stored[i] })];

        // Posts that were read before mostly lie together, where they would be put now or where another batch put one of them.
        async Task<IReadOnlyList<string?>> FindAsync(IReadOnlyList<int> known)
        {
            var guesses = known.ToDictionary(i => i, i => items[i].Location);
            var locations = new Dictionary<int, string?>();
            for (var round = 0; round <= Keys.HourSpread; round++)
            {
                var open = known.Where(i => stored[i] is null).ToList();
                var rows = await _mentions.ReadPagesAsync([.. open.Select(i => ((string?)guesses[i], mentions[i].Mention.Id))], stopping);
                foreach (var (i, row) in open.Zip(rows))
                {
                    stored[i] = row;
                }

                // One of the posts of an hour tells where its neighbours may be.
                var hours = Unknown().GroupBy(i => Keys.HourOf(items[i].Location)).Select(hour => hour.ToList())
                    .Where(hour => hour.Count >= TableMentions.MinRowsPerPage).ToList();
                if (hours.Count == 0)
                {
                    break;
                }

                await LookUpAsync([.. hours.Select(hour => hour[0])]);
                foreach (var hour in hours)
                {
                    hour.ForEach(i => guesses[i] = locations[hour[0]] ?? guesses[i]);
                }
            }

            await LookUpAsync([.. Unknown()]);
            return [.. known.Select(i => stored[i]?.Location ?? locations[i])];

            IEnumerable<int> Unknown() => known.Where(i => stored[i] is null && !locations.ContainsKey(i));

            async Task LookUpAsync(IReadOnlyList<int> wanted)
            {
                var found = await _index.FindAsync([.. wanted.Select(i => (items[i].Brand, items[i].Id))], stopping);
                foreach (var (i, location) in wanted.Zip(found))
                {
                    locations[i] = location;
                }
            }
        }
    }

    public async Task<IReadOnlyList<AdmittedMention>> FindAsync(
        IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping)
    {
        var locations = await _index.FindAsync([.. mentions.Select(item => (item.Brand, item.Mention.Id.Value))], stopping);
        return [.. mentions.Zip(locations)
            .Where(pair => pair.Second is not null)
            .Select(pair => new AdmittedMention(pair.First.Brand, pair.First.Mention, pair.Second!, IsNew: false))];
    }
}

/// <summary>Table <c>Mentions</c>: one row per brand and mention.</summary>
public sealed class TableMentions(StorageAccount account) : IMentions, ICaseMentions, IPastMentions, IPersonalData
{
    /// <summary>From this many rows on, reading a page of their partition (up to 1,000 rows) is cheaper than reading each.</summary>
    public const int MinRowsPerPage = 20;

    private const string EditedAt = nameof(JudgedMention.EditedAt);

    private readonly TableClient _table = account.Mentions;
    private readonly PartitionIndex _index = new(account.MentionIndex);
    private readonly TableAuthorIndex _authors = new(account);

    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<AdmittedMention> mentions, CancellationToken stopping) =>
        await ReadAsync([.. mentions.Select(item => ((string?)item.Location, item.Mention.Id))], stopping);

    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(IReadOnlyList<JudgedMention> openings, CancellationToken stopping)
    {
        // A case that an earlier release opened does not say where its mention is.
        if (openings.Any(opening => opening.Location is null))
        {
            return await FindAsync([.. openings.Select(opening => (opening.Brand, opening.Mention.Id))], stopping);
        }

        // Nearly always nothing has changed, and a page of rows is a megabyte: every change of a post sets EditedAt.
        var places = openings.Select(opening => ((string?)opening.Location, opening.Mention.Id)).ToList();
        var marks = await ReadAsync(places, [EditedAt], row => (row.Readable().GetDateTimeOffset(EditedAt), IsThere: true), stopping);
        var found = openings.Zip(marks, (opening, mark) => mark == (opening.EditedAt, true) ? opening : null).ToArray();
        var changed = Enumerable.Range(0, openings.Count).Where(i => found[i] is null && marks[i].IsThere).ToList();
        foreach (var (i, row) in changed.Zip(await ReadAsync([.. changed.Select(i => places[i])], stopping)))
        {
            found[i] = row;
        }

        return found;
    }

    public async Task<IReadOnlyList<JudgedMention>> OfCaseAsync(
        string brand, AuthorKey author, CaseId @case, CancellationToken stopping)
    {
        var entries = await _authors.FindAsync(brand, author, stopping);
        var names = entries.Where(entry => entry.Case == @case).Select(entry => (brand, entry.Mention)).ToList();
        return [.. (await FindAsync(names, stopping)).OfType<JudgedMention>()];
    }

    /// <summary>The rows of mentions of which only brand and id are known, in their order; null where there is none.</summary>
    public async Task<IReadOnlyList<JudgedMention?>> FindAsync(
        IReadOnlyList<(string Brand, MentionId Id)> names, CancellationToken stopping)
    {
        var locations = await _index.FindAsync([.. names.Select(name => (name.Brand, name.Id.Value))], stopping);
        return await ReadAsync([.. names.Zip(locations, (name, location) => (location, name.Id))], stopping);
    }

    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<JudgedMention> rows, CancellationToken stopping) =>
        await _table.WriteAsync([.. rows.Select(judged =>
        {
            var row = judged.ToRow(judged.Location!, judged.Mention.Id.Value);
            return judged.Version is { } version
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version))
                : new TableTransactionAction(TableTransactionActionType.Add, row);
        })], stopping);

    async Task<IReadOnlyList<string>> IPersonalData.FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        [.. (await FindOwnAsync(entries, stopping)).Select(row => row.Mention.Id.Value)];

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        // A row that a worker writes meanwhile is read again: the edit may name another author.
        while (await FindOwnAsync(entries, stopping) is { Count: > 0 } own)
        {
            await _table.WriteAsync(
                [.. own.Select(row => new TableTransactionAction(
                    TableTransactionActionType.Delete, new TableEntity(row.Location, row.Mention.Id.Value), new ETag(row.Version!)))],
                stopping);
        }
    }

    public async Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        var names = Names(entries);
        var rows = await FindAsync(names, stopping);
        await _index.RemoveAsync([.. names.Where((_, i) => rows[i] is null).Select(name => (name.Brand, name.Id.Value))], stopping);
    }

    private async Task<IReadOnlyList<JudgedMention>> FindOwnAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        var authors = entries.ToLookup(entry => (entry.Brand, entry.Mention));
        return [.. (await FindAsync(Names(entries), stopping)).OfType<JudgedMention>()
            .Where(row => authors[(row.Brand, row.Mention.Id)].Any(entry => ErasureRules.BelongsTo(entry, row.Mention)))];
    }

    private static IReadOnlyList<(string Brand, MentionId Id)> Names(IReadOnlyList<AuthorEntry> entries) =>
        [.. entries.Select(entry => (entry.Brand, entry.Mention)).Distinct()];

    /// <summary>The rows at these places, in their order, with location and version; null where there is none, or no location.</summary>
    private async Task<IReadOnlyList<JudgedMention?>> ReadAsync(
        IReadOnlyList<(string? Location, MentionId Id)> rows, CancellationToken stopping) =>
        await ReadAsync(rows, columns: null, ToStored, stopping);

    /// <summary>The same, but only of those places where so many are wanted that they are read by the page.</summary>
    internal async Task<IReadOnlyList<JudgedMention?>> ReadPagesAsync(
        IReadOnlyList<(string? Location, MentionId Id)> rows, CancellationToken stopping)
    {
        var found = new JudgedMention?[rows.Count];
        await ReadPagesAsync(rows, found, columns: null, ToStored, stopping);
        return found;
    }

    /// <param name="columns">Those that <paramref name="parse"/> needs; null for all.</param>
    /// <returns>What was parsed, in the order of the places; the default where there is no row, or no location.</returns>
    private async Task<T?[]> ReadAsync<T>(
        IReadOnlyList<(string? Location, MentionId Id)> rows, string[]? columns, Func<TableEntity, T> parse, CancellationToken stopping)
    {
        var found = new T?[rows.Count];
        var alone = await ReadPagesAsync(rows, found, columns, parse, stopping);
        await Transactions.InParallelAsync(alone, async (i, token) =>
            found[i] = await _table.FindAsync(rows[i].Location!, rows[i].Id.Value, token, columns) is { } row ? parse(row) : default, stopping);
        return found;
    }

    /// <returns>The numbers of those that were not on the pages read: each has a location, but its partition has many other rows.</returns>
    private async Task<IReadOnlyCollection<int>> ReadPagesAsync<T>(
        IReadOnlyList<(string? Location, MentionId Id)> rows, T?[] found, string[]? columns, Func<TableEntity, T> parse,
        CancellationToken stopping)
    {
        var partitions = Enumerable.Range(0, rows.Count).Where(i => rows[i].Location is not null).GroupBy(i => rows[i].Location!).ToList();
        var left = new ConcurrentBag<int>(
            partitions.Where(partition => partition.Count() < MinRowsPerPage).SelectMany(partition => partition));
        await Transactions.InParallelAsync(partitions.Where(partition => partition.Count() >= MinRowsPerPage), async (partition, token) =>
        {
            var wanted = partition.ToDictionary(i => rows[i].Id.Value);
            var pages = wanted.Count / MinRowsPerPage;
            var keys = (wanted.Keys.Min(StringComparer.Ordinal)!, wanted.Keys.Max(StringComparer.Ordinal)! + "!");
            await foreach (var page in _table.QueryAsync(partition.Key, keys, token, columns).AsPages().Take(pages))
            {
                foreach (var row in page.Values.Where(row => wanted.ContainsKey(row.RowKey)))
                {
                    wanted.Remove(row.RowKey, out var i);
                    found[i] = parse(row);
                }
            }

            foreach (var i in wanted.Values)
            {
                left.Add(i);
            }
        }, stopping);
        return left;
    }

    private static JudgedMention ToStored(TableEntity row) =>
        row.ToMention() with { Location = row.PartitionKey, Version = row.ETag.ToString() };

    /// <summary>The brands that have rows, in the order of their ids; one small query each.</summary>
    public async IAsyncEnumerable<string> BrandsAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        var after = "";
        while (await _table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey gt {after}"), 1, ["Brand", Columns.Schema], stopping)
            .FirstOrDefaultAsync(stopping) is { } row)
        {
            var brand = new Fields(row.Readable(), writes: false).Required("Brand", null);
            yield return brand;
            after = Keys.AfterMentionsOf(brand);
        }
    }

    /// <summary>How many rows a brand has, counted up to <paramref name="limit"/>.</summary>
    public async Task<int> CountAsync(string brand, int limit, CancellationToken stopping)
    {
        // Their partitions begin with the brand as those of an index do.
        var (first, end) = Keys.IndexPartitions(brand);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: stopping)
            .Take(limit).CountAsync(stopping);
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
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping).Append<TableEntity?>(null))
        {
            // The spreads of an hour follow each other; together they are the hour.
            var key = row is null ? null : Keys.HourOf(row.PartitionKey);
            if (key != hourKey)
            {
                foreach (var judged in hour.Where(item => item.Mention.Timestamp >= from).OrderByDescending(item => item.Mention.Timestamp))
                {
                    yield return judged;
                }

                hour.Clear();
                hourKey = key;
            }

            if (row is not null)
            {
                hour.Add(row.ToMention());
            }
        }
    }
}
