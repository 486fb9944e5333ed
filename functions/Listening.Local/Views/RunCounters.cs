using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Listening.Telemetry;

namespace Listening.Local.Views;

/// <summary>Counts what the service reports about itself since the runner started.</summary>
internal sealed class RunCounters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Figure, string Tag, string Value), long> _counts = new();

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

    public long Fetched => Of(ListeningMetrics.FetchedName);

    public long New => Of(ListeningMetrics.NewName);

    public long Edited => Of(ListeningMetrics.EditedName);

    public long Duplicates => Of(ListeningMetrics.DuplicateName);

    public long Irrelevant => Of(ListeningMetrics.IrrelevantName);

    public long Rejected => Of(ListeningMetrics.RejectedName);

    /// <summary>New mentions that a second model judged too.</summary>
    public long Compared => Of(ListeningMetrics.ComparedName);

    /// <summary>Those of them for which it finds another polarity likeliest.</summary>
    public long Disagreed => Of(ListeningMetrics.ComparedName, "agrees", "no");

    public long Alerts => Of(ListeningMetrics.AlertsName);

    public long Poisoned => Of(ListeningMetrics.PoisonedName);

    /// <summary>New mentions whose verdict is <paramref name="polarity"/>, in lower case.</summary>
    public long NewOf(string polarity) => Of(ListeningMetrics.NewName, "polarity", polarity);

    public long FetchedFrom(string source) => Of(ListeningMetrics.FetchedName, "source", source);

    public long NewFrom(string source) => Of(ListeningMetrics.NewName, "source", source);

    public long RejectedFrom(string source) => Of(ListeningMetrics.RejectedName, "source", source);

    public void Dispose() => _listener.Dispose();

    private long Of(string figure, string tag = "", string value = "") => _counts.GetValueOrDefault((figure, tag, value));

    private void Add((string, string, string) key, long count) => _counts.AddOrUpdate(key, count, (_, sum) => sum + count);
}
