using Listening.Configuration;
using Listening.Domain;
using Listening.Local.Commands;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Local.Tests.Commands;

public sealed class ConfigCommandTests
{
    private const string Footer = "Estimated on posts by writers that the model never saw. A rule's other conditions make its alerts fewer; "
        + "what is severe is alerted besides.";

    [Fact]
    public void Each_rule_that_asks_who_must_act_says_how_good_its_alerts_are_with_what_posts_are_read_with()
    {
        var config = Samples.Config with
        {
            Sources = [Samples.Config.Sources[0] with { Understanding = Understanding.Words }, Samples.Config.Sources[1]],
            Routing =
            [
                new RoutingRule { Name = "To answer", Queue = "care-alerts", NeedsAction = AlertLevel.Balanced, Brands = ["nordrad"] },
                new RoutingRule { Name = "Nobody", NeedsAction = AlertLevel.Thorough },
                new RoutingRule { Name = "Angry", Queue = "care-alerts", Sentiment = [Polarity.Negative] },
            ],
        };

        Assert.Equal(
            [
                "Nordrad (nordrad)",
                "  To answer → care-alerts, posts from blog: balanced: about 91 of 100 alerts are right, "
                    + "and 95 of 100 posts that need somebody are found",
                "  To answer → care-alerts, posts read by their words alone from forum: balanced: about 78 of 100 alerts are right, "
                    + "and 81 of 100 posts that need somebody are found",
                "Südrad (suedrad)",
                "  no rule alerts on posts that somebody must act on",
                Footer,
            ],
            ConfigCommand.Explain(config, new CandidModel()));
    }

    [Fact]
    public void A_model_that_does_not_say_who_must_act_does_not_say_how_good_its_alerts_are()
    {
        var config = Samples.Config with { Routing = [new RoutingRule { Name = "All", Queue = "care-alerts", NeedsAction = AlertLevel.Quiet }] };

        Assert.Contains(
            "  All → care-alerts, posts from forum: quiet; the model does not say how good its alerts are",
            ConfigCommand.Explain(config, new WordModel()));
    }

    /// <summary>A model that says how good it is, and nothing else.</summary>
    private sealed class CandidModel : ITextModel
    {
        public string Version => "candid-1";

        public IReadOnlyList<string> Languages => ["de"];

        public ModelThresholds Thresholds { get; } = new();

        public bool LearnsSourceProfiles => false;

        public ExpectedAlerts? Expect(AlertLevel level, Understanding understanding) =>
            understanding == Understanding.Full ? new ExpectedAlerts(0.912, 0.953) : new ExpectedAlerts(0.781, 0.812);

        public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full) =>
            throw new NotSupportedException("It reads no texts.");

        public LearnedProfile Learn(IReadOnlyList<string> texts) => throw new NotSupportedException("It learns no sources.");
    }
}
