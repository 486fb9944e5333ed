using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Adds a shared access signature to each try; the credential may have been updated in between.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    private const string Applied = nameof(SasPolicy);

    public override void OnSendingRequest(HttpMessage message)
    {
        var signature = credential.Signature.TrimStart('?');
        var query = message.Request.Uri.Query;
        if (message.TryGetProperty(Applied, out var before) && before is string old)
        {
            query = query.Replace(old, signature, StringComparison.Ordinal);
        }
        else
        {
            query = query.Length > 1 ? $"{query}&{signature}" : $"?{signature}";
        }

        message.Request.Uri.Query = query;
        message.SetProperty(Applied, signature);
    }
}
