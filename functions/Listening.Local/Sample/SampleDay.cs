namespace Listening.Local.Sample;

/// <summary>The day on which the sample posts were written, and the site that shows them.</summary>
/// <param name="Start">Minute 0 of the sample day.</param>
/// <param name="BaseAddress">The sample site, with a slash at its end.</param>
public sealed record SampleDay(DateTimeOffset Start, Uri BaseAddress)
{
    public DateTimeOffset CreatedAt(SamplePost post) => Start.AddMinutes(post.Minute);

    /// <summary>Opens the page at this post.</summary>
    public Uri UrlOf(SamplePost post) => new(BaseAddress, $"#{post.Id}");

    /// <summary>A post's permanent id. It does not contain the port, which changes with every run.</summary>
    public static string TagOf(string postId) => $"tag:morgenrot.example,2026:{postId}";

    /// <summary>An author's permanent id, for the same reason not an address of the site.</summary>
    public static string ProfileOf(SampleAuthor author) => $"https://people.example/{Uri.EscapeDataString(author.Handle)}";
}
