namespace Listening.AzureStorage;

/// <summary>Table <c>AuthorIndex</c>: one row per author, mention and case; an author's rows lie beside each other.</summary>
public sealed class TableAuthorIndex(StorageAccount account) : IAuthorIndex
{
    private readonly TableClient _table = account.AuthorIndex;

    public Task AddAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        _table.WriteAsync([.. entries.Select(Key).Select(key => new TableTransactionAction(
            TableTransactionActionType.UpsertReplace, Columns.NewRow(key.Partition, key.Row)))], stopping);

    public async Task<IReadOnlyList<AuthorEntry>> FindAsync(string brand, AuthorKey author, CancellationToken stopping) =>
        await _table.QueryAsync(Keys.IndexPartition(brand, author.Value), Keys.AuthorRows(author), stopping)
            .Select(row => Keys.ReadAuthorRow(row.Readable().RowKey))
            .Select(key => new AuthorEntry(brand, key.Author, key.Mention, key.Case))
            .ToListAsync(stopping);

    public Task RemoveAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) =>
        _table.DeleteAsync([.. entries.Select(Key)], stopping);

    private static (string Partition, string Row) Key(AuthorEntry entry) =>
        (Keys.IndexPartition(entry.Brand, entry.Author.Value), Keys.AuthorRow(entry.Author, entry.Mention, entry.Case));
}
