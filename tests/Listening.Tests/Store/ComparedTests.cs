using System.Diagnostics.Metrics;
using Listening.Admit;
using Listening.Domain;
using Listening.Store;
using Listening.Telemetry;
using Listening.Testing;

namespace Listening.Tests.Store;

public sealed class ComparedTests
{
    [Fact]
    public async Task Each_new_row_that_two_models_judged_counts_once_by_whether_they_agree()
    {
        using var metrics = new ListeningMetrics();
        using var counted = new Counted();
        var step = new StoreStep(new InMemoryMentions(), new InMemoryAuthorIndex(), metrics, TimeProvider.System);
        var same = Judged("1", new ComparedVerdict("words-2", Polarity.Negative, 0.5));
        var other = Judged("2", new ComparedVerdict("words-2", Polarity.Neutral, 0.9));
        var alone = Judged("3", null);

        await step.RunAsync([same, other, alone], default);
        await step.RunAsync([.. new[] { same, other, alone }.Select(item => (item.Admitted with { IsNew = false }, item.Judged))], default);

        Assert.Equal(["words-2 no", "words-2 yes"], counted.Seen.Order());
    }

    [Fact]
    public async Task An_unsure_verdict_is_compared_by_its_label()
    {
        using var metrics = new ListeningMetrics();
        using var counted = new Counted();
        var unsure = Judged("1", new ComparedVerdict("words-2", Polarity.Negative, 0.5));
        unsure.Judged = unsure.Judged with { Verdict = unsure.Judged.Verdict with { Polarity = Polarity.Unsure } };

        await new StoreStep(new InMemoryMentions(), new InMemoryAuthorIndex(), metrics, TimeProvider.System).RunAsync([unsure], default);

        Assert.Equal(["words-2 yes"], counted.Seen);
    }

    private static (AdmittedMention Admitted, JudgedMention Judged) Judged(string id, ComparedVerdict? compared)
    {
        var post = Samples.Post(id, "kaputt");
        return (
            new AdmittedMention("nordrad", post, "nordrad|1", IsNew: true),
            new JudgedMention("nordrad", post, Samples.Negative with { Compared = compared }));
    }

    /// <summary>What the metric counts while this listens; no other test of this process compares models.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Counted()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == ListeningMetrics.ComparedName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            {
                var values = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
                for (var i = 0; i < count; i++)
                {
                    Seen.Add($"{values["model"]} {values["agrees"]}");
                }
            });
            _listener.Start();
        }

        public List<string> Seen { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
