using Listening.Domain;

namespace Listening.Cases;

/// <summary>How a case stands after opening it.</summary>
public enum OpenResult
{
    Unknown,

    /// <summary>It is new.</summary>
    New,

    /// <summary>It was there, but nobody was told for sure: its opener may have died before sending.</summary>
    Unannounced,

    /// <summary>It was there and its queue was told.</summary>
    Announced,
}

/// <summary>Keeps one row per case.</summary>
public interface ICases
{
    /// <summary>
    /// Opens each case that is not there yet. Returns for each, in order, how it stands and the case as it stands,
    /// which for an older one is what was announced. None is given twice.
    /// </summary>
    Task<IReadOnlyList<(OpenResult State, CareCase Case)>> OpenAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping);

    /// <summary>Notes that the queue of each case was told.</summary>
    Task MarkAnnouncedAsync(IReadOnlyList<CareCase> cases, DateTimeOffset announcedAt, CancellationToken stopping);

    /// <summary>Cases opened in [<paramref name="from"/>, <paramref name="to"/>) that are not marked announced, a page at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<CareCase>> UnannouncedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stopping);
}

/// <summary>The queues that people read.</summary>
public interface IAlertQueues
{
    /// <summary>Announces each case on its queue, for good: the message never expires.</summary>
    Task SendAsync(IReadOnlyList<CareCase> cases, CancellationToken stopping);
}
