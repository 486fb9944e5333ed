namespace Listening.Local.Sample;

/// <summary>Where a sample post was written, which decides the format it is served in.</summary>
public enum SampleChannel
{
    Unknown,

    /// <summary>The brand's own blog and forum, as RSS 2.0.</summary>
    Blog,

    /// <summary>Comments on blog and forum, as Atom 1.0.</summary>
    Comments,

    /// <summary>Press and blogs, as JSON Feed 1.1.</summary>
    News,

    /// <summary>Shop reviews, as a JSONL export.</summary>
    Reviews,
}

/// <summary>Who wrote a sample post. Each handle has one name, and each name one handle.</summary>
public sealed record SampleAuthor(string Handle, string Name);

/// <summary>
/// One post of the sample day. <see cref="Department"/> and <see cref="Polarity"/> are a human's judgement. They are never served, so that
/// the service's results can be compared with them.
/// </summary>
public sealed record SamplePost
{
    public required SampleChannel Channel { get; init; }
    public required string Id { get; init; }

    /// <summary>The minute of the sample day, 0 to 1439.</summary>
    public required int Minute { get; init; }

    public required SampleAuthor Author { get; init; }
    public required string? Title { get; init; }
    public required string Text { get; init; }

    /// <summary>The post it replies to, or null if it starts a thread.</summary>
    public required string? Parent { get; init; }

    public required string Lang { get; init; }
    public required string Department { get; init; }
    public required string Polarity { get; init; }

    /// <summary>What makes the post interesting: "irony", "wish:milk-thermometer", "irrelevant" and so on.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Stars, 1 to 5; only reviews have them.</summary>
    public int? Rating { get; init; }

    /// <summary>The post that started the thread; its own id if it is the first.</summary>
    [JsonIgnore]
    public string Thread { get; init; } = "";
}
