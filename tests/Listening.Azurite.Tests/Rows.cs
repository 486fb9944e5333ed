using System.Net;
using System.Security.Cryptography;

namespace Listening.Azurite.Tests;

/// <summary>Writes and counts table rows by plain REST, so that these tests need no table client.</summary>
internal static class Rows
{
    private const string Table = "mentions";

    public static async Task InsertAsync(string connectionString, int count)
    {
        using var http = new HttpClient();
        await SendAsync(http, connectionString, HttpMethod.Post, "Tables", $$"""{"TableName":"{{Table}}"}""");
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            await SendAsync(http, connectionString, HttpMethod.Post, Table, $$"""{"PartitionKey":"acme","RowKey":"{{number}}"}"""));
    }

    public static async Task<int> CountAsync(string connectionString)
    {
        using var http = new HttpClient();
        using var page = JsonDocument.Parse(await SendAsync(http, connectionString, HttpMethod.Get, $"{Table}()", body: null));
        return page.RootElement.GetProperty("value").GetArrayLength();
    }

    private static async Task<string> SendAsync(HttpClient http, string connectionString, HttpMethod method, string path, string? body)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var uri = new Uri($"{parts["TableEndpoint"]}/{path}");
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Convert.FromBase64String(parts["AccountKey"]), Encoding.UTF8.GetBytes($"{date}\n/{parts["AccountName"]}{uri.AbsolutePath}"));

        using var request = new HttpRequestMessage(method, uri);
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", "2019-02-02");
        request.Headers.Add("Accept", "application/json;odata=nometadata");
        request.Headers.Add("Authorization", $"SharedKeyLite {parts["AccountName"]}:{Convert.ToBase64String(signature)}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }
}
