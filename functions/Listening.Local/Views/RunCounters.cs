using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Listening.Telemetry;

namespace Listening.Local.Views;

/// <summary>The service's own metrics, summed up since the local runner started.</summary>
internal sealed class RunCounters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Metric, string Tag, string Value), long> _sums = new();

    public RunCounters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ListeningMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            Add((instrument.Name, "", ""), count);
            foreach (var tag in tags)
            {
                Add((instrument.Name, tag.Key, (string)tag.Value!), count);
            }
        });
        _listener.Start();
    }

    public long Fetched => Sum(ListeningMetrics.FetchedName);
    public long New => Sum(ListeningMetrics.NewName);
    public long Edited => Sum(ListeningMetrics.EditedName);
    public long Duplicates => Sum(ListeningMetrics.DuplicateName);
    public long Irrelevant => Sum(ListeningMetrics.IrrelevantName);
    public long Rejected => Sum(ListeningMetrics.RejectedName);
    public long Alerts => Sum(ListeningMetrics.AlertsName);
    public long Poisoned => Sum(ListeningMetrics.PoisonedName);

    /// <summary>New mentions that a second model judged too; 0 if none is configured.</summary>
    public long Compared => Sum(ListeningMetrics.ComparedName);

    public long Disagreed => Sum(ListeningMetrics.ComparedName, "agrees", "no");

    /// <summary><c>3 negative, 10 neutral, 5 positive, 2 unsure</c>: the new mentions by what the service acts on, and the
    /// brand's own beside them.</summary>
    public string Sentiments =>
        $"{NewOf("negative")} negative, {NewOf("neutral")} neutral, {NewOf("positive")} positive, {NewOf("unsure")} unsure"
        + (NewOf("own") is > 0 and var own ? $", {own} of the brand's own" : "");

    /// <summary>New mentions whose verdict is <paramref name="polarity"/>, in lower case.</summary>
    public long NewOf(string polarity) => Sum(ListeningMetrics.NewName, "polarity", polarity);

    public (long Fetched, long New, long Rejected) OfSource(string source) => (
        Sum(ListeningMetrics.FetchedName, "source", source),
        Sum(ListeningMetrics.NewName, "source", source),
        Sum(ListeningMetrics.RejectedName, "source", source));

    public void Dispose() => _listener.Dispose();

    private long Sum(string metric, string tag = "", string value = "") => _sums.GetValueOrDefault((metric, tag, value));

    private void Add((string, string, string) key, long count) => _sums.AddOrUpdate(key, count, (_, sum) => sum + count);
}
