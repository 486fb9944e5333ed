using System.Diagnostics.Metrics;

namespace Listening.Telemetry;

/// <summary>Every metric the service reports, by its name in dashboards. The summary of the local runner shows the same ones.</summary>
public sealed class ListeningMetrics : IDisposable
{
    public const string MeterName = "Listening";

    public const string FetchedName = "listening.mentions.fetched";
    public const string RejectedName = "listening.mentions.rejected";
    public const string IrrelevantName = "listening.mentions.irrelevant";
    public const string DuplicateName = "listening.mentions.duplicate";
    public const string NewName = "listening.mentions.new";
    public const string EditedName = "listening.mentions.edited";
    public const string ComparedName = "listening.mentions.compared";
    public const string AlertsName = "listening.alerts";
    public const string PoisonedName = "listening.messages.poisoned";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _fetched;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _irrelevant;
    private readonly Counter<long> _duplicate;
    private readonly Counter<long> _new;
    private readonly Counter<long> _edited;
    private readonly Counter<long> _compared;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _poisoned;

    public ListeningMetrics()
    {
        _fetched = _meter.CreateCounter<long>(FetchedName, "{mention}", "Read from a source and queued");
        _rejected = _meter.CreateCounter<long>(RejectedName, "{item}", "Items of a source that could not be read");
        _irrelevant = _meter.CreateCounter<long>(IrrelevantName, "{mention}", "Mentions that concern no brand");
        _duplicate = _meter.CreateCounter<long>(DuplicateName, "{mention}", "Mentions that were already stored and are unchanged");
        _new = _meter.CreateCounter<long>(NewName, "{mention}", "Rows written for the first time");
        _edited = _meter.CreateCounter<long>(EditedName, "{mention}", "Rows whose post was edited or deleted");
        _compared = _meter.CreateCounter<long>(ComparedName, "{mention}", "New rows that a second model judged too");
        _alerts = _meter.CreateCounter<long>(AlertsName, "{alert}", "Cases announced on a queue");
        _poisoned = _meter.CreateCounter<long>(PoisonedName, "{message}", "Messages found in a poison queue");
    }

    public void Fetched(string source, int count) => _fetched.Add(count, Tag("source", source));

    public void Rejected(string source, int count) => _rejected.Add(count, Tag("source", source));

    public void Irrelevant(string source, int count) => _irrelevant.Add(count, Tag("source", source));

    public void Duplicate(string source, int count) => _duplicate.Add(count, Tag("source", source));

    public void New(string source, string brand, Polarity polarity) =>
        _new.Add(1, Tag("source", source), Tag("brand", brand), Tag("polarity", polarity.ToString().ToLowerInvariant()));

    public void Edited(string source, string brand) => _edited.Add(1, Tag("source", source), Tag("brand", brand));

    /// <param name="agrees">Whether the same polarity is the likeliest for both models.</param>
    public void Compared(string source, string model, bool agrees) =>
        _compared.Add(1, Tag("source", source), Tag("model", model), Tag("agrees", agrees ? "yes" : "no"));

    public void Announced(string queue, string brand) => _alerts.Add(1, Tag("queue", queue), Tag("brand", brand));

    public void Poisoned(string queue, int count) => _poisoned.Add(count, Tag("queue", queue));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
