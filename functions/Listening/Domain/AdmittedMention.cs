namespace Listening.Domain;

/// <summary>A mention that concerns a brand, with the place its row belongs to.</summary>
/// <param name="Location">The row's place, in the store's own words.</param>
/// <param name="First">True if nobody placed it before, so that no row can be there yet.</param>
public sealed record AdmittedMention(string Brand, Mention Mention, string Location, bool First);
