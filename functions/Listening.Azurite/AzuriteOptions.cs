namespace Listening.Azurite;

/// <summary>What kind of Azurite to start, and where.</summary>
public sealed record AzuriteOptions
{
    /// <summary>
    /// Holds the data (in <c>azurite/</c>), the lock and the ports (<c>azurite.json</c>). One Azurite per folder.
    /// Null, with <see cref="InMemory"/> only, leaves no trace on disk.
    /// </summary>
    public string? Folder { get; init; } = ".listening";

    /// <summary>
    /// Forgets everything at the end. The only way above some 200,000 rows: Azurite rewrites all of them every five
    /// seconds and dies near 500,000 (seen with 3.35.0, August 2026).
    /// </summary>
    public bool InMemory { get; init; }

    /// <summary>Starts the blob service too. The Functions host needs it, the desk does not.</summary>
    public bool Blob { get; init; }

    /// <summary>Variables laid over our own environment for Node, npm and <c>LISTENING_CACHE</c>; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
