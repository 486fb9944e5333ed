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
        RequestFailedException { Status: > 0 } refused => $"the storage account returned {Answer(refused)}",
        RequestFailedException or AggregateException => "the storage account does not respond",
        _ => FailureCause.Describe(failure),
    };

    /// <summary>Whether something answered, and not in HTTP.</summary>
    public static bool IsForeignAnswer(Exception? failure) => failure is not null
        && (failure is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError }
            || IsForeignAnswer(failure.InnerException));

    /// <summary>Status and error code of a refusal, as far as there are any.</summary>
    public static string Answer(RequestFailedException refused) => $"{refused.Status} {refused.ErrorCode}".TrimEnd();
}
