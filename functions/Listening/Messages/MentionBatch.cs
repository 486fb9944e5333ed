namespace Listening.Messages;

/// <summary>As many mentions of one source as fit into a queue message.</summary>
/// <param name="TraceParent">The W3C trace context of the activity that read them; null if it was not traced.</param>
public sealed record MentionBatch(
    string Source, IReadOnlyList<Mention> Mentions, [property: JsonPropertyName("traceparent")] string? TraceParent = null)
{
    /// <summary>
    /// The ids of the brands that the source was read for: whatever becomes of its entry in <c>listening.json</c> while the batch is
    /// on the queue, its mentions concern no other.
    /// </summary>
    public required IReadOnlyList<string> Brands { get; init; }

    /// <summary><see cref="Configuration.SourceConfig.StoreEverything"/> when the source was read.</summary>
    public bool StoreEverything { get; init; }

    /// <summary>Whether its mentions are of a batch that failed: they may be stored, and their cases open but not announced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Retried { get; init; }

    /// <inheritdoc cref="MessageCodec.Version"/>
    [JsonPropertyOrder(-1)]
    public int Version { get; } = MessageCodec.Version;
}
