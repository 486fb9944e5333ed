namespace Azure.Data.Tables.Wire;

/// <summary>Where a query goes on: two headers of the service, joined by a blank, of which the second may be missing.</summary>
internal static class Continuation
{
    public static string? In(Response response)
    {
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition);
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return string.IsNullOrEmpty(partition) && string.IsNullOrEmpty(row) ? null : $"{partition} {row}";
    }

    public static (string? Partition, string? Row) Split(string? token)
    {
        var words = token?.Split(' ', 2);
        return (words?[0], words?.ElementAtOrDefault(1));
    }
}
