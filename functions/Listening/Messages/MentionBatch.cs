using Listening.Domain;

namespace Listening.Messages;

/// <summary>As many mentions of one source as fit into a queue message.</summary>
public sealed record MentionBatch(string Source, IReadOnlyList<Mention> Mentions);
