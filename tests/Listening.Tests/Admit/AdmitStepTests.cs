using System.Diagnostics.Metrics;
using Listening.Admit;
using Listening.Messages;
using Listening.Telemetry;
using Listening.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Tests.Admit;

public sealed class AdmitStepTests
{
    [Fact]
    public async Task What_concerns_two_brands_does_not_hide_what_concerns_none()
    {
        using var metrics = new ListeningMetrics();
        var step = Step(metrics);

        var admitted = await step.RunAsync(
            Samples.Batch("forum", [Samples.Post("1", "Nordrad oder Südrad?"), Samples.Post("2", "Das Wetter ist schön")]), default);

        Assert.Equal((2, 1), (admitted.Mentions.Count, admitted.Irrelevant));
    }

    [Fact]
    public async Task What_was_read_for_a_brand_that_is_gone_is_dropped_and_counted()
    {
        using var metrics = new ListeningMetrics();
        var dropped = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == ListeningMetrics.DroppedName)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => dropped += count);
        listener.Start();
        var step = Step(metrics);

        var admitted = await step.RunAsync(
            Samples.Batch("forum", Samples.Posts(7, "Nordrad oder Südrad?")) with { Brands = ["gone"] }, default);

        Assert.Equal((0, 0, 7), (admitted.Mentions.Count, admitted.Irrelevant, dropped));
    }

    /// <summary>Its row must not keep the words that the author took back.</summary>
    [Fact]
    public async Task An_edit_that_removes_what_concerned_the_brand_reaches_the_row_and_alerts_nobody()
    {
        using var installation = new Installation();
        var post = Samples.Post("1", "Das Nordrad fährt.");
        await installation.ProcessAsync(Samples.Batch("forum", [post]));

        await installation.ProcessAsync(Samples.Batch("forum",
            [post with { Text = "Alles kaputt.", Revision = "2", Edited = true, FetchedAt = post.FetchedAt.AddSeconds(1) }]));

        var row = Assert.Single(installation.Mentions.Rows).Judged;
        Assert.Equal(("Alles kaputt.", true), (row.Mention.Text, row.Irrelevant));
        Assert.Empty(installation.Alerts.Sent);
    }

    private static AdmitStep Step(ListeningMetrics metrics) => new(
        new FixedConfig(Samples.Config), new InMemoryMentionIndex(), new InMemoryIrrelevantMentions(), metrics,
        NullLogger<AdmitStep>.Instance);
}
