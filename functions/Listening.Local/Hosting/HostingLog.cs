namespace Listening.Local.Hosting;

/// <summary>Log events of the local runner's own hosting: 9000.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(9001, LogLevel.Error, "{Function} failed and runs again at its next scheduled time: {Cause}")]
    public static partial void TimerFailed(this ILogger log, string function, string cause);

    [LoggerMessage(9002, LogLevel.Warning, "{Function} failed on delivery {Delivery} of {Deliveries} and will be retried: {Cause}")]
    public static partial void DeliveryFailed(this ILogger log, string function, long delivery, int deliveries, string cause);

    [LoggerMessage(9003, LogLevel.Error, "{Function} failed on the last delivery; its message is moved to {Poison}: {Cause}")]
    public static partial void MessagePoisoned(this ILogger log, string function, string poison, string cause);

    [LoggerMessage(9004, LogLevel.Warning, "{Function} cannot read queue {Queue} ({Code}); trying again")]
    public static partial void QueueUnreadable(this ILogger log, string function, string queue, string code);

    [LoggerMessage(9005, LogLevel.Warning,
        "{Function} processed a message but could not delete it ({Code}); it will be delivered again, which changes nothing")]
    public static partial void MessageRedelivered(this ILogger log, string function, string code);

    [LoggerMessage(9006, LogLevel.Warning, "Some messages in progress could not be stopped in time; the next start processes them again")]
    public static partial void WorkAbandoned(this ILogger log);
}
