using Azure;
using Listening.Telemetry;

namespace Listening.Local.Hosting;

/// <summary>Names failures of the storage by their code, which says more than their text.</summary>
internal static class Storage
{
    public static string CauseOf(Exception failure) => failure is RequestFailedException refused
        ? $"storage answered {refused.Status} {refused.ErrorCode}".TrimEnd()
        : Cause.Of(failure);
}
