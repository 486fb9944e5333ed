using System.ComponentModel.DataAnnotations;

namespace Listening.Connectors.Http;

/// <summary>Machine limits of every request to a source.</summary>
public sealed record ConnectorHttpOptions
{
    public const string Section = "Listening:Http";

    /// <summary>
    /// Where a site's owner reaches whoever runs this, such as a page or an address; sent as
    /// <c>User-Agent: Listening/0.1 (+contact)</c>. Null sends the name alone, which some sites block.
    /// </summary>
    [RegularExpression(@"[\x21-\x7e-[()]]{1,200}")]
    public string? Contact { get; init; }

    /// <summary>Time for an answer, with its retries, waits and redirects. Waiting for the turn at a host is not counted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan TotalLimit { get; init; } = TimeSpan.FromSeconds(30);

    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a body, counted after decompression. Past it the connection is closed.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    [Range(0, 20)]
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Attempts after the first one, for cut connections and errors of the server.</summary>
    [Range(1, 5)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>Wait before the first retry; it doubles each time, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest Retry-After of a 503 that is waited out. A longer one becomes an outcome, so that no worker sleeps.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failed attempts at a host within <see cref="BreakWithin"/>, with no good one, that lead to a pause.</summary>
    [Range(2, 100)]
    public int BreakAfter { get; init; } = 8;

    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan BreakWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a failing host is not asked, before a single attempt finds out whether it is back.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromMinutes(1);
}
