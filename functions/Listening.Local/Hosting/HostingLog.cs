using Microsoft.Extensions.Logging;

namespace Listening.Local.Hosting;

/// <summary>What the desk runner says of its own work: 9000.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(9001, LogLevel.Error, "{Doorway} failed and will run again at its next time: {Cause}")]
    public static partial void TimerFailed(this ILogger log, string doorway, string cause);

    [LoggerMessage(9002, LogLevel.Warning, "{Doorway} failed on delivery {Delivery} of {Deliveries} and will be tried again: {Cause}")]
    public static partial void DeliveryFailed(this ILogger log, string doorway, long delivery, int deliveries, string cause);

    [LoggerMessage(9003, LogLevel.Error, "{Doorway} failed for the last time; its message is parked on {Poison}: {Cause}")]
    public static partial void MessageParked(this ILogger log, string doorway, string poison, string cause);

    [LoggerMessage(9004, LogLevel.Warning, "{Doorway} cannot read queue {Queue} just now ({Code}); trying again")]
    public static partial void QueueUnreadable(this ILogger log, string doorway, string queue, string code);

    [LoggerMessage(9005, LogLevel.Warning, "{Doorway} is done with a message but could not say so ({Code}); it comes again, which changes nothing")]
    public static partial void MessageComesAgain(this ILogger log, string doorway, string code);
}
