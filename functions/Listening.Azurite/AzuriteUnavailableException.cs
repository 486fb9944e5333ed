namespace Listening.Azurite;

/// <summary>Azurite cannot run here. The message is one sentence: what is wrong, and what to do.</summary>
public sealed class AzuriteUnavailableException(string message, string? detail = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The last lines that npm or Azurite wrote, for troubleshooting.</summary>
    public string? Detail { get; } = detail;
}
