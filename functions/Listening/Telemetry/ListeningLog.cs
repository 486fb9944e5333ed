namespace Listening.Telemetry;

/// <summary>
/// Every event of the service: Sources 1000, Admit 2000, Understand 3000, Store and Pipeline 4000, Cases 5000, Messages 7000. A method's
/// name is the event's name in telemetry. Ids, counts and addresses only; what people wrote, and who they are, stays in the tables.
/// </summary>
public static partial class ListeningLog
{
    [LoggerMessage(1001, LogLevel.Debug, "Source {Source} is due")]
    public static partial void SourceDue(this ILogger log, string source);

    [LoggerMessage(1002, LogLevel.Information, "Source {Source}: {Count} mentions queued in {Messages} messages")]
    public static partial void PageQueued(this ILogger log, string source, int count, int messages);

    [LoggerMessage(1003, LogLevel.Warning, "Source {Source}: {Problem} ({Code})")]
    public static partial void SourceFailed(this ILogger log, string source, Problem problem, string code);

    [LoggerMessage(1004, LogLevel.Error,
        "Source {Source}: {Problem} ({Code}). It will not be read again before {DueAt:u}, unless its entry in listening.json is changed.")]
    public static partial void SourceNeedsOperator(this ILogger log, string source, Problem problem, string code, DateTimeOffset dueAt);

    [LoggerMessage(1005, LogLevel.Warning, "Source {Source} asked for a pause and is not read before {DueAt:u}: {Problem} ({Code})")]
    public static partial void SourceThrottled(this ILogger log, string source, DateTimeOffset dueAt, Problem problem, string code);

    [LoggerMessage(1006, LogLevel.Warning, "Source {Source}, skipped: {Rejection} ({Code})")]
    public static partial void ItemRejected(this ILogger log, string source, Problem rejection, string code);

    [LoggerMessage(1007, LogLevel.Warning, "Source {Source}: {Count} more items skipped for similar reasons")]
    public static partial void FurtherItemsRejected(this ILogger log, string source, int count);

    [LoggerMessage(1008, LogLevel.Information, "Source {Source} is being read by another worker; this read stops")]
    public static partial void SourceBusy(this ILogger log, string source);

    [LoggerMessage(1009, LogLevel.Information, "Source {Source} is not in listening.json any more; its fetch order is dropped")]
    public static partial void SourceNotConfigured(this ILogger log, string source);

    [LoggerMessage(1010, LogLevel.Warning, "Source {Source} has spent its budget for {Month} and is paused until the next month")]
    public static partial void BudgetSpent(this ILogger log, string source, string month);

    [LoggerMessage(1011, LogLevel.Error, "The new listening.json is refused, the last valid one stays in force: {Errors}")]
    public static partial void ConfigurationRefused(this ILogger log, string errors);

    [LoggerMessage(1012, LogLevel.Information, "listening.json was read: {Brands} brands, {Sources} sources")]
    public static partial void ConfigurationRead(this ILogger log, int brands, int sources);

    [LoggerMessage(1013, LogLevel.Warning, "Source {Source}: {Note} ({Code})")]
    public static partial void SourceNote(this ILogger log, string source, Problem note, string code);

    [LoggerMessage(1014, LogLevel.Information, "Source {Source} is paused until {DueAt:u}, as it asked; its fetch order is dropped")]
    public static partial void FetchDropped(this ILogger log, string source, DateTimeOffset dueAt);

    [LoggerMessage(1015, LogLevel.Warning,
        "Source {Source} is read now: its next read at {DueAt:u} was set by a clock that said {ScheduledAt:u} and was wrong")]
    public static partial void ScheduleFromWrongClock(
        this ILogger log, string source, DateTimeOffset? scheduledAt, DateTimeOffset dueAt);

    [LoggerMessage(1020, LogLevel.Information, "Source {Source} did not answer within {Seconds} s; its order is moved to fetch-slow")]
    public static partial void SourceSlow(this ILogger log, string source, double seconds);

    [LoggerMessage(1021, LogLevel.Warning, "The setting {Setting} is unknown and has no effect; {Hint}")]
    public static partial void SettingUnknown(this ILogger log, string setting, string hint);

    [LoggerMessage(2001, LogLevel.Warning,
        "Batch of source {Source}: brand {Brand} is not in listening.json any more; {Count} mentions that were read for it are dropped")]
    public static partial void BrandGone(this ILogger log, string source, string brand, int count);

    [LoggerMessage(3001, LogLevel.Information, "Source profile {Brand}/{Source}: learned from {Texts} posts")]
    public static partial void SourceProfileLearned(this ILogger log, string brand, string source, int texts);

    [LoggerMessage(3002, LogLevel.Information,
        "Source profile {Brand}/{Source} was reset or learned by another worker in the meantime; it is learned again within the hour")]
    public static partial void SourceProfileConflict(this ILogger log, string brand, string source);

    [LoggerMessage(3003, LogLevel.Information,
        "Correction {Brand}/{Source}: learned from {Annotations} annotations of the brand, {OfSource} of this source")]
    public static partial void CorrectionLearned(this ILogger log, string brand, string source, int annotations, int ofSource);

    [LoggerMessage(3004, LogLevel.Warning, "Posts are judged by their words alone, with more needless and missed alerts: {Problem}")]
    public static partial void EncoderUnusable(this ILogger log, string problem);

    [LoggerMessage(3005, LogLevel.Error, "The models cannot be read, so that each batch will fail: {Problem}")]
    public static partial void ModelsUnusable(this ILogger log, string problem);

    [LoggerMessage(3006, LogLevel.Warning,
        "Batch of source {Source}: {ReadByWords} of {Mentions} mentions were read by their words alone, since reading took longer than "
        + "{Patience}; 'understanding: words' reads a whole source that way, and a faster machine none")]
    public static partial void EncoderSlow(this ILogger log, string source, int readByWords, int mentions, TimeSpan patience);

    [LoggerMessage(4001, LogLevel.Information,
        "Batch of source {Source}: {New} new, {Edited} edited, {Known} known, {Irrelevant} irrelevant")]
    public static partial void BatchStored(this ILogger log, string source, int @new, int edited, int known, int irrelevant);

    [LoggerMessage(4002, LogLevel.Warning,
        "Batch of source {Source} failed on delivery {Delivery} and is split to isolate the failing mention: {Cause}")]
    public static partial void BatchSplit(this ILogger log, string source, long delivery, string cause);

    [LoggerMessage(4003, LogLevel.Warning, "Mention {MentionId} fails alone and is sent again as a message of its own")]
    public static partial void MentionIsolated(this ILogger log, MentionId mentionId);

    [LoggerMessage(5001, LogLevel.Debug, "Case {CaseId} was already announced")]
    public static partial void CaseAlreadyAnnounced(this ILogger log, CaseId caseId);

    [LoggerMessage(5002, LogLevel.Warning, "Case {CaseId} was opened at {OpenedAt:u} but not announced; it is announced now")]
    public static partial void CaseAnnouncedLate(this ILogger log, CaseId caseId, DateTimeOffset openedAt);

    [LoggerMessage(5003, LogLevel.Debug, "Case {CaseId} was opened by another batch, which announces it")]
    public static partial void CaseAnnouncedElsewhere(this ILogger log, CaseId caseId);

    [LoggerMessage(5004, LogLevel.Information, "Case {CaseId} is withdrawn: its mention was deleted, or edited and needs no answer any more")]
    public static partial void CaseWithdrawn(this ILogger log, CaseId caseId);

    [LoggerMessage(7001, LogLevel.Error,
        "{Count} messages of queue {Queue} could not be processed and are kept; "
        + "fix the cause, then replay them with the local runner's 'poison --replay'")]
    public static partial void MessagesPoisoned(this ILogger log, int count, string queue);
}
