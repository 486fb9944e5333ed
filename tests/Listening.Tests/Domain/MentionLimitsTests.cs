using FsCheck.Fluent;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Domain;

public sealed class MentionLimitsTests
{
    [Fact]
    public void Any_post_is_brought_within_limits_once_and_for_all() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Mention.ToArbitrary(), drawn =>
        {
            var mention = drawn.WithinLimits();
            string?[] texts =
            [
                mention.Platform, mention.NativeId, mention.Text, mention.Title, mention.Url, mention.Thread, mention.Revision,
                mention.Author?.Id, mention.Author?.Handle, mention.Author?.Name,
            ];
            return mention.Id == drawn.Id
                && mention == mention.WithinLimits()
                && texts.OfType<string>().All(text => text.Length <= Mention.MaxTextLength && IsPlain(text));
        }),
        tries: 500);

    [Theory]
    [InlineData("2026-11-16T09:00:00+01:00", "2026-11-16T08:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", null)]
    [InlineData("1970-01-01T00:00:00Z", null)]
    [InlineData("1601-01-01T00:00:00Z", null)]
    [InlineData("1998-05-01T00:00:00Z", "1998-05-01T00:00:00Z")]
    public void An_instant_is_utc_and_one_before_the_web_is_nonsense(string posted, string? kept)
    {
        var mention = (Samples.Post("1", "hm") with { PostedAt = Instant(posted) }).WithinLimits();

        Assert.Equal(kept is null ? null : Instant(kept), mention.PostedAt);
        Assert.Equal(TimeSpan.Zero, mention.PostedAt?.Offset ?? TimeSpan.Zero);
    }

    [Fact]
    public void An_instant_more_than_ten_minutes_ahead_is_not_believed()
    {
        var post = Samples.Post("1", "hm");

        Assert.Equal(post.FetchedAt.AddMinutes(10), (post with { PostedAt = post.FetchedAt.AddMinutes(10) }).WithinLimits().PostedAt);
        Assert.Null((post with { PostedAt = post.FetchedAt.AddMinutes(11) }).WithinLimits().PostedAt);
        Assert.Equal(post.FetchedAt, (post with { PostedAt = post.FetchedAt.AddMinutes(11) }).Timestamp);
        Assert.Null(MentionLimits.Believable(null, post.FetchedAt));
    }

    /// <summary>It would keep every later version of the post out until then.</summary>
    [Theory]
    [InlineData("2099-01-01")]
    [InlineData("2099-01-01T00:00:00.0000000Z#aa")]
    public void A_version_dated_ahead_counts_by_its_words(string revision)
    {
        var post = (Samples.Post("1", "hm") with { Revision = revision }).WithinLimits();
        var edit = post with { Text = "doch", Revision = "2026-11-20" };

        Assert.Equal((0, 0), (post.CompareRevision(edit), edit.CompareRevision(post)));
        Assert.NotEqual(post.Revision, (Samples.Post("1", "ha") with { Revision = revision.Replace("aa", "bb") }).WithinLimits().Revision);
        Assert.Equal("2026-11-16", (post with { Revision = "2026-11-16" }).WithinLimits().Revision);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Stars_that_are_no_number_are_none(double rating) =>
        Assert.Null((Samples.Post("1", "hm") with { Rating = rating }).WithinLimits().Rating);

    [Fact]
    public void A_cut_never_leaves_half_a_character() =>
        Assert.Equal(
            new string('a', Mention.MaxTextLength - 1),
            (Samples.Post("1", new string('a', Mention.MaxTextLength - 1) + "🚲")).WithinLimits().Text);

    private static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || text[i] is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or '\uFFFF')
            {
                return false;
            }
        }

        return true;
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
