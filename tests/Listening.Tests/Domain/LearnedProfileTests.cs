using Listening.Domain;

namespace Listening.Tests.Domain;

public sealed class LearnedProfileTests
{
    [Theory]
    [InlineData(0.62, 0.21, 1.12, 1, 1, "umsab 62 %, potts 21 %; negative ×1.12")]
    [InlineData(0.12, 0.88, 1.001, 0.9, 1.5, "potts 88 %, umsab 12 %; neutral ×0.90, positive ×1.50")]
    [InlineData(0.97, 0.03, 1, 1, 1, "umsab 97 %")]
    [InlineData(0.08, 0.08, 1, 1, 1, "potts 8 %")]
    public void It_says_which_corpora_the_posts_resemble_and_how_that_shifts_verdicts(
        double umsab, double potts, double negative, double neutral, double positive, string expected) =>
        Assert.Equal(expected, new LearnedProfile(
            "set-1",
            100,
            new Dictionary<string, double> { ["umsab"] = umsab, ["potts"] = potts, ["mobasa"] = 0.01 },
            default,
            new OddsFactors(negative, neutral, positive)).Describe);
}
