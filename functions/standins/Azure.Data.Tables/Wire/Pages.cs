using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>Reads a query page by page; a page's token says where the next one starts.</summary>
internal sealed class Pages<T>(
    Func<string?, int?, CancellationToken, Task<Response>> read,
    Func<JsonElement, T> rowOf,
    Func<Response, string?> nextOf,
    int? maxPerPage,
    CancellationToken stopping) : AsyncPageable<T>(stopping)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var response = await read(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);
            using var document = JsonDocument.Parse(response.Content);
            List<T> rows = [.. document.RootElement.GetProperty("value").EnumerateArray().Select(rowOf)];
            continuationToken = nextOf(response);
            yield return Page<T>.FromValues(rows, continuationToken, response);
        }
        while (continuationToken is not null);
    }
}
