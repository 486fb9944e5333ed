using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Wire;

/// <summary>Calls about tables as a whole, shared by the two clients.</summary>
internal static class TableCalls
{
    public static async Task<Response<TableItem>> CreateIfNotExistsAsync(TableConnection connection, string table, CancellationToken stopping)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table });
        var response = await connection.SendAsync(new EntityWrite(RequestMethod.Post, "/Tables", body), expected: [409], stopping);
        if (response.Status == 409)
        {
            // Also a table still being deleted answers 409, and that one must not pass for "exists".
            var conflict = new RequestFailedException(response);
            if (conflict.ErrorCode != TableErrorCode.TableAlreadyExists)
            {
                throw conflict;
            }
        }

        return Response.FromValue(new TableItem(table), response);
    }

    public static Task<Response> DeleteAsync(TableConnection connection, string table, CancellationToken stopping)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return connection.SendAsync(
            RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(table)}')", [], expected: [404], stopping);
    }

    public static AsyncPageable<TableItem> List(TableConnection connection, string? filter, int? maxPerPage, CancellationToken stopping) =>
        new Pages<TableItem>(
            (next, top, token) => connection.SendAsync(
                RequestMethod.Get,
                "/Tables",
                [("$format", WireNames.MinimalMetadata), ("$top", Number(top)), ("$filter", filter), ("NextTableName", next)],
                expected: [],
                token),
            row => new TableItem(row.GetProperty("TableName").GetString()!),
            response => response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next) ? next : null,
            maxPerPage,
            stopping);

    public static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
