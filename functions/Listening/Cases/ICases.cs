namespace Listening.Cases;

/// <summary>Keeps one row per case.</summary>
public interface ICases
{
    /// <summary>
    /// Opens each case that is not there yet. Returns each, in order, as it then stands, which for an older one is what was opened
    /// then. None is given twice. Of several calls at once for a case, one opens it.
    /// </summary>
    Task<IReadOnlyList<OpenedCase>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping);

    /// <summary>The cases with these ids, in their order, with their versions; null where none was opened.</summary>
    Task<IReadOnlyList<CareCase?>> FindAsync(IReadOnlyList<(string Brand, CaseId Id)> cases, CancellationToken stopping);

    /// <summary>Saves a case over the version it was read from. False, having written nothing, if it was changed or erased since.</summary>
    Task<bool> SaveAsync(CareCase @case, CancellationToken stopping);

    /// <summary>Marks cases as announced.</summary>
    Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping);

    /// <summary>Cases that are still <see cref="CaseStatus.Open"/> and were opened since <paramref name="from"/>, a page at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(DateTimeOffset from, CancellationToken stopping);
}

/// <param name="IsNew">Whether this call opened it.</param>
public sealed record OpenedCase(CareCase Case, bool IsNew);

/// <summary>The queues that departments read.</summary>
public interface IAlertQueues
{
    /// <summary>Sends each alert to its queue. The messages never expire.</summary>
    Task SendAsync(IReadOnlyList<AlertMessage> alerts, CancellationToken stopping);
}

/// <param name="Queue">The department's queue.</param>
/// <param name="Id">The alert's id; the same id always has the same body.</param>
/// <param name="Body">UTF-8 JSON of at most <see cref="CareAlert.MaxBytes"/> bytes.</param>
public sealed record AlertMessage(string Queue, string Id, byte[] Body);
