namespace Listening.Cases;

/// <summary>What opening a case found.</summary>
public enum OpenResult
{
    Unknown,

    /// <summary>The case is new.</summary>
    New,

    /// <summary>It was open, but not marked as announced: the worker that opened it may have died before sending.</summary>
    Unannounced,

    /// <summary>It was open and announced.</summary>
    Announced,
}

/// <summary>Keeps one row per case.</summary>
public interface ICases
{
    /// <summary>
    /// Opens each case that is not there yet. Returns for each, in order, what was found and the case as it stands,
    /// which for an older one is what was announced. None is given twice.
    /// </summary>
    Task<IReadOnlyList<(OpenResult State, CareCase Case)>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping);

    /// <summary>Marks cases as announced.</summary>
    Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping);

    /// <summary>Cases opened in [<paramref name="from"/>, <paramref name="to"/>) and not marked as announced, a page at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stopping);
}

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
