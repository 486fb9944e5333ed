namespace Listening.Local.Sample;

/// <summary>How the sample posts come into the world.</summary>
public enum SampleReveal
{
    Unknown,

    /// <summary>The whole day is there from the start: for one run over everything.</summary>
    AllAtOnce,

    /// <summary>Most of the day is there, the rest arrives while one watches.</summary>
    LittleByLittle,
}

/// <summary>Decides when each sample post appears. No clock: it speaks of time since the site's start.</summary>
public static class SampleTimetable
{
    /// <summary>The part of the day that is there from the start, so that a page is full at first sight.</summary>
    public const double ThereFromTheStart = 0.6;

    /// <summary>Between two new posts of one channel: slow enough to read along, fast enough to be over in half a minute.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <param name="posts">Oldest first, as <see cref="SamplePosts.Load"/> gives them.</param>
    public static IReadOnlyDictionary<string, TimeSpan> For(IReadOnlyList<SamplePost> posts, SampleReveal reveal)
    {
        var early = reveal switch
        {
            SampleReveal.AllAtOnce => posts.Count,
            SampleReveal.LittleByLittle => (int)(posts.Count * ThereFromTheStart),
            _ => throw new ArgumentOutOfRangeException(nameof(reveal), reveal, "Say whether the posts come all at once or little by little."),
        };

        var appears = posts.Take(early).ToDictionary(post => post.Id, _ => TimeSpan.Zero);
        var last = new Dictionary<SampleChannel, TimeSpan>();
        foreach (var post in posts.Skip(early))
        {
            var own = last.GetValueOrDefault(post.Channel) + Pace;
            // Channels run side by side; nobody answers a post that is not there yet.
            var parents = post.Parent is { } parent ? appears[parent] : TimeSpan.Zero;
            appears[post.Id] = last[post.Channel] = own > parents ? own : parents;
        }
        return appears;
    }
}
