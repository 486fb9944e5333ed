using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Signs each try of a request with the account key, by the table service's Shared Key Lite rules.</summary>
internal sealed class SharedKeyLitePolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        // A signature is good for 15 minutes, so every retry gets a date of its own.
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        var signature = credential.Sign(TextToSign(date, credential.AccountName, message.Request.Uri.ToUri()));
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    /// <summary>
    /// Date and canonical resource: account and path as encoded in the address, and of the query only <c>comp</c>
    /// (learn.microsoft.com, "Authorize with Shared Key", read in 2026).
    /// </summary>
    public static string TextToSign(string date, string account, Uri address)
    {
        var component = address.Query.TrimStart('?').Split('&')
            .FirstOrDefault(part => part.StartsWith("comp=", StringComparison.OrdinalIgnoreCase));
        var query = component is null ? "" : "?comp=" + component["comp=".Length..];
        return $"{date}\n/{account}{address.AbsolutePath}{query}";
    }
}
