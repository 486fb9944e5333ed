#nullable disable // as in the package, so that callers see the same warnings
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The rows of one table.</summary>
public class TableClient
{
    private readonly TableConnection _connection;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableConnection.To(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableConnection.To(endpoint, tokenCredential, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(TableConnection.To(endpoint, credential, options), tableName)
    {
    }

    internal TableClient(TableConnection connection, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (_connection, Name) = (connection, tableName);
    }

    /// <summary>For tests that put something else in its place.</summary>
    protected TableClient()
    {
    }

    public virtual string AccountName => _connection.AccountName;

    public virtual string Name { get; }

    public virtual Uri Uri => _connection.AddressOf($"/{Name}");

    public static string CreateQueryFilter(FormattableString filter) => filter is null ? null : ODataFilter.Create(filter);

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableCalls.CreateIfNotExistsAsync(_connection, Name, cancellationToken);

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableCalls.DeleteAsync(_connection, Name, cancellationToken);

    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _connection.SendAsync(EntityWrite.Add(Name, entity), expected: [], cancellationToken);
    }

    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _connection.SendAsync(EntityWrite.Upsert(Name, entity, mode), expected: [], cancellationToken);
    }

    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (ifMatch == default)
        {
            // Without If-Match the service would upsert, which is not what the caller asked for.
            throw new ArgumentException("An update needs the ETag it expects, or ETag.All.", nameof(ifMatch));
        }

        return _connection.SendAsync(EntityWrite.Update(Name, entity, ifMatch, mode), expected: [], cancellationToken);
    }

    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(EntityWrite.Delete(Name, partitionKey, rowKey, ifMatch), expected: [404], cancellationToken);

    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await ReadAsync(partitionKey, rowKey, select, expected: [], cancellationToken);
        return Response.FromValue(RowIn<T>(response), response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await ReadAsync(partitionKey, rowKey, select, expected: [404], cancellationToken);
        return response.Status == 404 ? new NoValue<T>(response) : Response.FromValue(RowIn<T>(response), response);
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var columns = Columns(select);
        return new Pages<T>(
            (next, top, stopping) =>
            {
                var (partition, row) = Continuation.Split(next);
                return _connection.SendAsync(
                    RequestMethod.Get,
                    $"/{Name}()",
                    [
                        ("$format", WireNames.MinimalMetadata), ("$top", TableCalls.Number(top)), ("$select", columns),
                        ("$filter", filter), ("NextPartitionKey", partition), ("NextRowKey", row),
                    ],
                    expected: [],
                    stopping);
            },
            EntityJson.Read<T>,
            Continuation.In,
            maxPerPage,
            cancellationToken);
    }

    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        EntityWrite[] writes = [.. transactionActions.Select(action => EntityWrite.From(Name, action))];
        if (writes.Length == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        var response = await _connection.SendAsync(writes, cancellationToken);
        var answers = Batch.Read(response.Headers.ContentType, response.Content.ToString());
        if (answers.FirstOrDefault(answer => answer.IsError) is { } failed)
        {
            throw new TableTransactionFailedException(new RequestFailedException(failed, null, new ODataErrorParser()));
        }

        return answers.Count == writes.Length
            ? Response.FromValue(answers, response)
            : throw new InvalidDataException($"The service answered {answers.Count} of {writes.Length} writes of a transaction.");
    }

    private Task<Response> ReadAsync(
        string partitionKey, string rowKey, IEnumerable<string> select, int[] expected, CancellationToken stopping) =>
        _connection.SendAsync(
            RequestMethod.Get,
            EntityWrite.RowPath(Name, partitionKey, rowKey),
            [("$format", WireNames.MinimalMetadata), ("$select", Columns(select))],
            expected,
            stopping);

    private static T RowIn<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content);
        return EntityJson.Read<T>(document.RootElement);
    }

    private static string Columns(IEnumerable<string> select) => select is null ? null : string.Join(',', select);
}
