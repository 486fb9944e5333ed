using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// Reads code and message out of the service's <c>odata.error</c> body. In a transaction the message starts with
/// the failing action's index, "3:The specified entity already exists.", which is kept in the exception's data.
/// </summary>
internal sealed class ODataErrorParser : RequestFailedDetailsParser
{
    public const string FailedEntity = "FailedEntity";

    public override bool TryParse(
        Response response, [NotNullWhen(true)] out ResponseError? error, [NotNullWhen(true)] out IDictionary<string, string>? data)
    {
        (error, data) = (null, null);
        if (response.ContentStream is not MemoryStream { Length: > 0 })
        {
            return false;
        }

        if (Parse(response.Content) is not { } found)
        {
            return false;
        }

        error = new ResponseError(found.Code, found.Message);
        data = new Dictionary<string, string>();
        if (FailedIndex(found.Message) is { } index)
        {
            data[FailedEntity] = index.ToString(CultureInfo.InvariantCulture);
        }

        return true;
    }

    /// <summary>A proxy in between may answer in HTML; then the status must do.</summary>
    private static (string? Code, string Message)? Parse(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("odata.error", out var error)
                || error.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var code = error.TryGetProperty("code", out var name) ? name.GetString() : null;
            var message = error.TryGetProperty("message", out var text) && text.TryGetProperty("value", out var value)
                ? value.GetString()
                : null;
            return (code, message ?? "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? FailedIndex(string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
    }
}
