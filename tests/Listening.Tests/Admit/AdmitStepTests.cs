using Listening.Admit;
using Listening.Messages;
using Listening.Telemetry;
using Listening.Testing;

namespace Listening.Tests.Admit;

public sealed class AdmitStepTests
{
    [Fact]
    public async Task What_concerns_two_brands_does_not_hide_what_concerns_none()
    {
        using var metrics = new ListeningMetrics();
        var step = new AdmitStep(new FixedConfig(Samples.Config), new InMemoryMentionIndex(), metrics);

        var admitted = await step.RunAsync(
            new MentionBatch("forum", [Samples.Post("1", "Nordrad oder Südrad?"), Samples.Post("2", "Das Wetter ist schön")]), default);

        Assert.Equal((2, 1), (admitted.Mentions.Count, admitted.Irrelevant));
    }
}
