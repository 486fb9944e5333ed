using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>One write as the service sees it; sent on its own or as a part of a transaction.</summary>
internal sealed record EntityWrite(RequestMethod Method, string Path, byte[]? Body = null, string? IfMatch = null)
{
    /// <summary>An insert is answered with what was inserted, unless asked not to.</summary>
    public bool MayEcho => Method == RequestMethod.Post;

    public static EntityWrite Add(string table, ITableEntity entity) => new(RequestMethod.Post, $"/{table}", EntityJson.Write(entity));

    public static EntityWrite Upsert(string table, ITableEntity entity, TableUpdateMode mode) =>
        new(MethodOf(mode), RowPath(table, entity.PartitionKey, entity.RowKey), EntityJson.Write(entity));

    public static EntityWrite Update(string table, ITableEntity entity, ETag ifMatch, TableUpdateMode mode) =>
        Upsert(table, entity, mode) with { IfMatch = ifMatch.ToString() };

    public static EntityWrite Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(RequestMethod.Delete, RowPath(table, partitionKey, rowKey), IfMatch: Unless(ifMatch).ToString());

    public static EntityWrite From(string table, TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => Add(table, action.Entity),
        TableTransactionActionType.UpsertMerge => Upsert(table, action.Entity, TableUpdateMode.Merge),
        TableTransactionActionType.UpsertReplace => Upsert(table, action.Entity, TableUpdateMode.Replace),
        TableTransactionActionType.UpdateMerge => Update(table, action.Entity, Unless(action.ETag), TableUpdateMode.Merge),
        TableTransactionActionType.UpdateReplace => Update(table, action.Entity, Unless(action.ETag), TableUpdateMode.Replace),
        TableTransactionActionType.Delete => Delete(table, action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
        _ => throw new InvalidOperationException($"A transaction cannot {action.ActionType}."),
    };

    /// <summary>A row's address. A quote in a key is doubled before it is encoded, or it would end the key.</summary>
    public static string RowPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";

    private static string Key(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }

    private static RequestMethod MethodOf(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentException($"Unexpected value for {nameof(mode)}: {mode}"),
    };

    private static ETag Unless(ETag etag) => etag == default ? ETag.All : etag;
}
