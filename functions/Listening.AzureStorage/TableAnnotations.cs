using System.Runtime.CompilerServices;

namespace Listening.AzureStorage;

/// <summary>Table <c>Annotations</c>: one row per mention and person; a mention's rows lie beside each other.</summary>
public sealed class TableAnnotations(StorageAccount account) : IAnnotations, IPastAnnotations, IPersonalData
{
    private readonly TableClient _table = account.Annotations;

    public async Task SaveAsync(Annotation annotation, CancellationToken stopping)
    {
        // Merging leaves the columns that this one has no value for.
        await _table.UpsertEntityAsync(ToRow(annotation), TableUpdateMode.Merge, stopping);
    }

    internal static TableEntity ToRow(Annotation annotation)
    {
        var row = Columns.NewRow(
            Keys.IndexPartition(annotation.Brand, annotation.Mention.Value), Keys.AnnotationRow(annotation.Mention, annotation.By));
        Map(new Fields(row, writes: true), annotation);
        return row;
    }

    public async IAsyncEnumerable<Annotation> AllAsync(string? brand, [EnumeratorCancellation] CancellationToken stopping)
    {
        string? filter = null;
        if (brand is not null)
        {
            var (first, end) = Keys.IndexPartitions(brand);
            filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        }

        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping))
        {
            yield return Map(new Fields(row.Readable(), writes: false), null);
        }
    }

    /// <summary>
    /// Every annotation of the mentions, whoever made it: also of one that an edit ascribes to another author, as it may be
    /// about the first one's text.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        [.. (await KeysAsync(entries, stopping)).Select(key => key.Row)];

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        await _table.DeleteAsync(await KeysAsync(entries, stopping), stopping);

    /// <summary>Annotations lie where their mention's id says.</summary>
    public Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) => Task.CompletedTask;

    private async Task<IReadOnlyList<(string Partition, string Row)>> KeysAsync(
        IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        (string Brand, MentionId Mention)[] mentions = [.. entries.Select(entry => (entry.Brand, entry.Mention)).Distinct()];
        var keys = await Transactions.InParallelAsync(mentions, (item, token) => _table
            .QueryAsync(Keys.IndexPartition(item.Brand, item.Mention.Value), Keys.AnnotationRows(item.Mention), token)
            .Select(row => (row.PartitionKey, row.RowKey)).ToListAsync(token).AsTask(), stopping);
        return [.. keys.SelectMany(found => found)];
    }

    private static Annotation Map(Fields row, Annotation? annotation) => new(
        row.Required("Brand", annotation?.Brand),
        new MentionId(row.Required("MentionId", annotation?.Mention.Value)),
        row.Required("By", annotation?.By),
        row.Value("At", annotation?.At) ?? default)
    {
        NeedsAction = row.Value("NeedsAction", annotation?.NeedsAction),
        Severity = row.Word("Severity", annotation?.Severity),
        Voice = row.Word("Voice", annotation?.Voice),
        Intent = row.Word("Intent", annotation?.Intent),
        Department = row.Word("Department", annotation?.Department),
        Sentiment = row.Word("Sentiment", annotation?.Sentiment),
    };
}
