namespace Listening.AzureStorage;

/// <summary>A connection string is not valid. The message says why, without any piece of it: it holds a key.</summary>
public sealed class ConnectionStringException(string message) : FormatException(message);

/// <summary>Says what is wrong with a connection string. The sentences of Azure's clients quote it, and with it the key.</summary>
internal static class ConnectionString
{
    private const string Example = "DefaultEndpointsProtocol=https;AccountName=NAME;AccountKey=KEY;EndpointSuffix=core.windows.net";

    public static ConnectionStringException Refuse(string connectionString) =>
        new($"The connection string is not valid: {FindProblem(connectionString)}; one looks like {Example}.");

    /// <summary>True for an http or https address without a user name, which Azure's clients would take for a port and quote.</summary>
    public static bool IsWebAddress(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0;

    private static string FindProblem(string connectionString)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).ToList();
        if (parts.Count == 0)
        {
            return "it is empty";
        }

        if (parts.Exists(part => part[0] == "UseDevelopmentStorage"))
        {
            return "for the storage emulator write UseDevelopmentStorage=true and nothing else";
        }

        if (parts.Exists(part => part is not [{ Length: > 0 }, _]))
        {
            return "it must consist of parts NAME=VALUE with semicolons between them, in quotes where a shell reads it";
        }

        string? Value(string name) => parts.Find(part => string.Equals(part[0], name, StringComparison.OrdinalIgnoreCase))?[1];
        var signed = Value("SharedAccessSignature") is not null;
        return Value("DefaultEndpointsProtocol") is not (null or "http" or "https")
                ? "its DefaultEndpointsProtocol is neither http nor https"
            : !IsWebAddressOrMissing(Value("TableEndpoint")) ? "its TableEndpoint is not an http or https address without a user name"
            : !IsWebAddressOrMissing(Value("QueueEndpoint")) ? "its QueueEndpoint is not an http or https address without a user name"
            : Value("AccountName") is null or "" && !signed ? "it has no AccountName"
            : Value("AccountKey") is null && !signed ? "it has no AccountKey"
            : Value("AccountKey") is { } key && !IsKey(key)
                ? "its AccountKey is not the whole key, which is base64 and usually ends with =="
            : "a part of it is unknown, written twice or missing";
    }

    private static bool IsWebAddressOrMissing(string? address) =>
        address is null || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsWebAddress(uri) && uri.Host.Length > 0);

    private static bool IsKey(string key) => Convert.TryFromBase64String(key, new byte[key.Length], out var length) && length > 0;
}
