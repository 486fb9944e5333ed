using Azure;
using Listening.Telemetry;

namespace Listening.Local.Hosting;

/// <summary>Failures of the storage: a refusal, or, once every retry failed, a bundle of what each try met.</summary>
internal static class StorageFailure
{
    public static bool Is(Exception failure) => failure is RequestFailedException or AggregateException;

    /// <summary>Named by their code, which says more than their text.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        RequestFailedException { Status: > 0 } refused => $"the storage answered {refused.Status} {refused.ErrorCode}".TrimEnd(),
        RequestFailedException or AggregateException => "the storage does not answer",
        _ => FailureCause.Describe(failure),
    };
}
