namespace Listening.Local.Sample;

/// <summary>Puts the sample posts into a time and a place: the day they were written on, the site that shows them.</summary>
/// <param name="Start">Minute 0 of the sample day.</param>
/// <param name="BaseAddress">The sample site, with a slash at its end.</param>
public sealed record SampleDay(DateTimeOffset Start, Uri BaseAddress)
{
    public DateTimeOffset CreatedAt(SamplePost post) => Start.AddMinutes(post.Minute);

    /// <summary>Opens the site with this post in view.</summary>
    public Uri UrlOf(SamplePost post) => new(BaseAddress, $"#{post.Id}");

    /// <summary>Names a post for good. It knows nothing of the port, which is another one in every run.</summary>
    public static string TagOf(string postId) => $"tag:morgenrot.example,2026:{postId}";

    /// <summary>Names an author for good; for that reason, too, it does not point to the site.</summary>
    public static string ProfileOf(SampleAuthor author) => $"https://people.example/{Uri.EscapeDataString(author.Handle)}";
}
