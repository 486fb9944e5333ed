using Microsoft.Extensions.Logging;

namespace Listening.Local.Hosting;

/// <summary>What the local runner says of its own work: 9000.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(9001, LogLevel.Error, "{function} failed and will run again at its next time: {Cause}")]
    public static partial void TimerFailed(this ILogger log, string function, string cause);

    [LoggerMessage(9002, LogLevel.Warning, "{function} failed on delivery {Delivery} of {Deliveries} and will be tried again: {Cause}")]
    public static partial void DeliveryFailed(this ILogger log, string function, long delivery, int deliveries, string cause);

    [LoggerMessage(9003, LogLevel.Error, "{function} failed for the last time; its message is parked on {Poison}: {Cause}")]
    public static partial void MessageParked(this ILogger log, string function, string poison, string cause);

    [LoggerMessage(9004, LogLevel.Warning, "{function} cannot read queue {Queue} just now ({Code}); trying again")]
    public static partial void QueueUnreadable(this ILogger log, string function, string queue, string code);

    [LoggerMessage(9005, LogLevel.Warning, "{function} is done with a message but could not say so ({Code}); it comes again, which changes nothing")]
    public static partial void MessageComesAgain(this ILogger log, string function, string code);
}
