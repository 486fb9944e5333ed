namespace Listening.Admit;

/// <summary>
/// Remembers for each (brand, mention) where its row belongs. The first to ask decides, and that holds for every later
/// copy, edit and redelivery. It does not say that the row is there: the first worker may have died.
/// </summary>
public interface IMentionIndex
{
    /// <summary>The location of each, in their order; chosen and remembered where there was none. No pair is given twice.</summary>
    Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping);

    /// <summary>Only those that have a location.</summary>
    Task<IReadOnlyList<AdmittedMention>> FindAsync(IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping);
}
