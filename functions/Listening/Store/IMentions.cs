using Listening.Domain;

namespace Listening.Store;

/// <summary>Keeps one row per brand and mention.</summary>
public interface IMentions
{
    /// <summary>The rows at the given locations, in their order; null where none is.</summary>
    Task<IReadOnlyList<StoredMention?>> FindAsync(IReadOnlyList<AdmittedMention> places, CancellationToken stopping);

    /// <summary>
    /// Writes each row that nobody else wrote meanwhile, few round trips for many rows, and returns for each in order
    /// whether it was written. One that was not leaves no trace. No two name the same row.
    /// </summary>
    Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<MentionWrite> writes, CancellationToken stopping);
}

/// <summary>A row as it stands, with the store's mark of that version.</summary>
public sealed record StoredMention(JudgedMention Judged, string Version);

/// <param name="Replaces">The version this write replaces; null to add a row where none is.</param>
public sealed record MentionWrite(string Location, JudgedMention Judged, string? Replaces);
