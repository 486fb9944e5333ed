namespace Listening.Messages;

/// <summary>The queues the service itself reads. Queues that people read are named by routing rules.</summary>
public static class Queues
{
    /// <summary>One message per source that is due: <see cref="FetchOrder"/>.</summary>
    public const string Fetch = "fetch";

    /// <summary>What was read: <see cref="MentionBatch"/>.</summary>
    public const string Mentions = "mentions";

    public static readonly IReadOnlyList<string> Own = [Fetch, Mentions];

    /// <summary>Where the host parks what failed too often. The suffix is the Functions host's own.</summary>
    public static string PoisonQueueFor(string queue) => queue + "-poison";
}
