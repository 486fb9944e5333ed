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

/// <summary>One post of the sample day. Department and polarity are a human's judgement: never served, but compared with.</summary>
/// <param name="Minute">The minute of the sample day, 0 to 1439.</param>
/// <param name="Parent">The post it replies to, or null if it starts a thread.</param>
/// <param name="Tags">What makes the post interesting: "irony", "wish:milk-thermometer", "irrelevant" and so on.</param>
/// <param name="Rating">Stars, 1 to 5; only reviews have them.</param>
public sealed record SamplePost(
    SampleChannel Channel, string Id, int Minute, SampleAuthor Author, string? Title, string Text, string? Parent, string Lang,
    string Department, string Polarity, IReadOnlyList<string> Tags, int? Rating = null)
{
    /// <summary>The post that started the thread; its own id if it is the first.</summary>
    [JsonIgnore]
    public string Thread { get; init; } = "";
}
