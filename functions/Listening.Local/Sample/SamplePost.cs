using System.Text.Json.Serialization;
using Listening.Domain;

namespace Listening.Local.Sample;

/// <summary>Where a sample post was written, and so in which format it is served.</summary>
public enum SampleChannel
{
    Unknown,

    /// <summary>The brand's community: its own blog and the forum, as RSS 2.0.</summary>
    Blog,

    /// <summary>Comments below blog and forum, as Atom 1.0.</summary>
    Comments,

    /// <summary>Press and bloggers, as JSON Feed 1.1.</summary>
    News,

    /// <summary>Reviews in the shop, as a JSONL export.</summary>
    Reviews,
}

/// <summary>Who wrote a sample post. One handle always goes with one name, so either tells people apart.</summary>
public sealed record SampleAuthor(string Handle, string Name);

/// <summary>
/// One post of the sample day. <see cref="Department"/> and <see cref="Polarity"/> are what a reader would say;
/// they are never served, so that what the service understood can be held against them.
/// </summary>
public sealed record SamplePost
{
    public required SampleChannel Channel { get; init; }

    public required string Id { get; init; }

    /// <summary>Minute of the sample day in which it was written, 0 to 1439.</summary>
    public required int Minute { get; init; }

    public required SampleAuthor Author { get; init; }

    public required string? Title { get; init; }

    public required string Text { get; init; }

    /// <summary>The post it answers, or null if it opens a thread.</summary>
    public required string? Parent { get; init; }

    public required string Lang { get; init; }

    public required string Department { get; init; }

    public required string Polarity { get; init; }

    /// <summary>What makes the post interesting: "irony", "wish:milk-thermometer", "irrelevant" and the like.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Stars, 1 to 5, which only reviews have.</summary>
    public int? Rating { get; init; }

    /// <summary>The post that opened the thread; its own id if it did so itself.</summary>
    [JsonIgnore]
    public string Thread { get; init; } = "";
}
