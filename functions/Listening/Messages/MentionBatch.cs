namespace Listening.Messages;

/// <summary>As many mentions of one source as fit into a queue message.</summary>
/// <param name="TraceParent">The W3C trace context of the activity that read them; null if it was not traced.</param>
public sealed record MentionBatch(
    string Source, IReadOnlyList<Mention> Mentions, [property: JsonPropertyName("traceparent")] string? TraceParent = null)
{
    /// <inheritdoc cref="MessageCodec.Version"/>
    [JsonPropertyOrder(-1)]
    public int Version { get; } = MessageCodec.Version;
}
