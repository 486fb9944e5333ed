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

    /// <summary>Whether a queue may have this name.</summary>
    /// <remarks>https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata</remarks>
    public static bool IsName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    /// <summary>Where the Functions host parks messages that failed too often; the suffix is its own.</summary>
    public static string PoisonQueueFor(string queue) => queue + "-poison";
}
