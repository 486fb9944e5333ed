using Listening.Domain;

namespace Listening.Admit;

/// <summary>
/// Remembers for each (brand, mention) where its row belongs. That is fixed by whoever comes first, and holds for
/// every later copy, edit and redelivery. It does not say that the row is there: the first worker may have died.
/// </summary>
public interface IMentionIndex
{
    /// <summary>The row's location for each of the given, in their order; chosen and remembered where it was not yet. None is given twice.</summary>
    Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping);

    /// <summary>Only those that were placed before.</summary>
    Task<IReadOnlyList<AdmittedMention>> FindAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping);
}
