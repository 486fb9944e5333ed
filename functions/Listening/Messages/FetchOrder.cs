namespace Listening.Messages;

/// <summary>Asks for one source to be read on from its checkpoint.</summary>
/// <param name="Source">Its name in <c>listening.json</c>.</param>
public sealed record FetchOrder(string Source);
