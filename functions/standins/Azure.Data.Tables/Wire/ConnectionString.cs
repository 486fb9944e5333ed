using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// What a storage connection string says about tables. Values never show up in its errors: they are secrets.
/// </summary>
internal sealed record ConnectionString(Uri Endpoint, string? AccountName, HttpPipelinePolicy Authorization)
{
    private const string DevelopmentAccount = "devstoreaccount1";

    /// <summary>The emulator's key, the same everywhere and published with it: no secret.</summary>
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, "connectionString");
        var settings = Split(text);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") is "true")
        {
            return Development(settings.GetValueOrDefault("DevelopmentStorageProxyUri"));
        }

        var endpoint = settings.GetValueOrDefault("TableEndpoint");
        var account = settings.GetValueOrDefault("AccountName");
        if (account is not null && settings.GetValueOrDefault("AccountKey") is { } key
            && (endpoint ?? DefaultEndpoint(settings, account)) is { } address)
        {
            return new(Absolute(address), account, SharedKey(account, key));
        }

        if (endpoint is not null && settings.GetValueOrDefault("SharedAccessSignature") is { } signature)
        {
            return new(Absolute(endpoint), account, new SasPolicy(new AzureSasCredential(signature)));
        }

        throw new FormatException("No valid combination of account information found.");
    }

    private static ConnectionString Development(string? proxy)
    {
        var host = proxy is null ? "http://127.0.0.1" : Absolute(proxy).GetLeftPart(UriPartial.Authority);
        return new(new Uri($"{host}:10002/{DevelopmentAccount}"), DevelopmentAccount, SharedKey(DevelopmentAccount, DevelopmentKey));
    }

    private static string? DefaultEndpoint(Dictionary<string, string> settings, string account) =>
        settings.GetValueOrDefault("EndpointSuffix") is { } suffix
            ? $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{suffix}"
            : null;

    private static SharedKeyLitePolicy SharedKey(string account, string key) => new(new TableSharedKeyCredential(account, key));

    private static Uri Absolute(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? uri
        : throw new FormatException("The connection string's table endpoint is not an absolute address.");

    private static Dictionary<string, string> Split(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !settings.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw new FormatException("A connection string is a list of different settings, each as name=value, separated by ';'.");
            }
        }

        return settings;
    }
}
