namespace Listening.Messages;

/// <summary>The queues that the service itself reads. Routing rules name the queues that departments read.</summary>
public static class Queues
{
    /// <summary>One message per source that is due: <see cref="FetchOrder"/>.</summary>
    public const string Fetch = "fetch";

    /// <summary>Orders of sources that do not answer quickly, so that they occupy no slots of <see cref="Fetch"/>.</summary>
    public const string FetchSlow = "fetch-slow";

    /// <summary>The mentions that were read: <see cref="MentionBatch"/>.</summary>
    public const string Mentions = "mentions";

    /// <summary>In flow order: none sends to one before it.</summary>
    public static readonly IReadOnlyList<string> Own = [Fetch, FetchSlow, Mentions];

    /// <summary>Where the Functions host parks messages that failed too often; the suffix is its own.</summary>
    public static string PoisonQueueFor(string queue) => queue + "-poison";
}
