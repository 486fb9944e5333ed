namespace Listening.Azurite;

/// <summary>Which services of Azurite to start, and where it keeps its data.</summary>
public sealed record AzuriteOptions
{
    /// <summary>
    /// Holds the data (in <c>azurite/</c>), the lock and the ports (<c>azurite.json</c>). One Azurite per folder. Null, allowed with
    /// <see cref="InMemory"/> only, writes nothing to disk.
    /// </summary>
    public string? Folder { get; init; } = ".listening";

    /// <summary>
    /// Keeps no data at the end. Needed above about 200,000 rows: Azurite rewrites all rows every five seconds and crashes near 500,000
    /// (observed with 3.35.0, August 2026).
    /// </summary>
    public bool InMemory { get; init; }

    /// <summary>Starts the blob service too. The Functions host needs it, the local runner does not.</summary>
    public bool Blob { get; init; }

    /// <summary>Environment variables that replace those of this process, for Node.js, npm and the cache; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
