using Azure;
using Listening.Telemetry;

namespace Listening.Local.Hosting;

/// <summary>Failures of the storage account: a refusal, or an aggregate of all tries once the retries are used up.</summary>
internal static class StorageFailure
{
    public static bool Is(Exception failure) => failure is RequestFailedException or AggregateException;

    /// <summary>By status and error code, which say more than the message.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        RequestFailedException { Status: > 0 } refused => $"the storage account returned {refused.Status} {refused.ErrorCode}".TrimEnd(),
        RequestFailedException or AggregateException => "the storage account does not respond",
        _ => FailureCause.Describe(failure),
    };
}
