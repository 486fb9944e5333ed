namespace Listening.Messages;

/// <summary>Asks for one source to be read on from its checkpoint.</summary>
/// <param name="Source">Its name in <c>listening.json</c>.</param>
/// <param name="TraceParent">The W3C trace context of the activity that sent it; null if it was not traced.</param>
/// <param name="Slow">True on <see cref="Queues.FetchSlow"/>, where a source gets the time it needs.</param>
public sealed record FetchOrder(
    string Source, [property: JsonPropertyName("traceparent")] string? TraceParent = null, bool Slow = false)
{
    /// <summary>The queue it belongs on.</summary>
    [JsonIgnore]
    public string Queue => Slow ? Queues.FetchSlow : Queues.Fetch;

    /// <inheritdoc cref="MessageCodec.Version"/>
    [JsonPropertyOrder(-1)]
    public int Version { get; } = MessageCodec.Version;
}
