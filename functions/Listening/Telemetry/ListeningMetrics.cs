using System.Diagnostics.Metrics;

namespace Listening.Telemetry;

/// <summary>Every metric the service reports, by its name in dashboards. The summary of the local runner shows the same ones.</summary>
public sealed class ListeningMetrics(Meter meter) : IDisposable
{
    public const string MeterName = "Listening";

    public const string FetchedName = "listening.mentions.fetched";
    public const string RejectedName = "listening.mentions.rejected";
    public const string IrrelevantName = "listening.mentions.irrelevant";
    public const string DroppedName = "listening.mentions.dropped";
    public const string DuplicateName = "listening.mentions.duplicate";
    public const string NewName = "listening.mentions.new";
    public const string EditedName = "listening.mentions.edited";
    public const string ComparedName = "listening.mentions.compared";
    public const string AlertsName = "listening.alerts";
    public const string WithdrawnName = "listening.cases.withdrawn";
    public const string PoisonedName = "listening.messages.poisoned";

    private readonly Counter<long> _fetched = meter.CreateCounter<long>(FetchedName, "{mention}", "Read from a source and queued");
    private readonly Counter<long> _rejected =
        meter.CreateCounter<long>(RejectedName, "{item}", "Items of a source that could not be read");
    private readonly Counter<long> _irrelevant = meter.CreateCounter<long>(IrrelevantName, "{mention}", "Mentions that concern no brand");
    private readonly Counter<long> _dropped =
        meter.CreateCounter<long>(DroppedName, "{mention}", "Mentions that were read for a brand that is not configured any more");
    private readonly Counter<long> _duplicate =
        meter.CreateCounter<long>(DuplicateName, "{mention}", "Mentions that were already stored and are unchanged");
    private readonly Counter<long> _new = meter.CreateCounter<long>(NewName, "{mention}", "Rows written for the first time");
    private readonly Counter<long> _edited = meter.CreateCounter<long>(EditedName, "{mention}", "Rows whose post was edited or deleted");
    private readonly Counter<long> _compared =
        meter.CreateCounter<long>(ComparedName, "{mention}", "New rows that a second model judged too");
    private readonly Counter<long> _alerts = meter.CreateCounter<long>(AlertsName, "{alert}", "Cases announced on a queue");
    private readonly Counter<long> _withdrawn =
        meter.CreateCounter<long>(WithdrawnName, "{case}", "Cases whose mention was deleted, or edited and needs no answer any more");
    private readonly Counter<long> _poisoned = meter.CreateCounter<long>(PoisonedName, "{message}", "Messages found in a poison queue");

    public ListeningMetrics()
        : this(new Meter(MeterName))
    {
    }

    public void Fetched(string source, int count) => _fetched.Add(count, Tag("source", source));

    public void Rejected(string source, int count) => _rejected.Add(count, Tag("source", source));

    public void Irrelevant(string source, int count) => _irrelevant.Add(count, Tag("source", source));

    public void Dropped(string source, string brand, int count) =>
        _dropped.Add(count, Tag("source", source), Tag("brand", brand));

    public void Duplicate(string source, int count) => _duplicate.Add(count, Tag("source", source));

    /// <summary>A brand's own posts are counted apart: they say nothing about how it comes off.</summary>
    public void New(JudgedMention row) => _new.Add(
        1, Tag("source", row.Mention.Source), Tag("brand", row.Brand), Tag("polarity", row.Own ? "own" : row.Verdict.Polarity.ToWord()));

    public void Edited(string source, string brand) => _edited.Add(1, Tag("source", source), Tag("brand", brand));

    /// <param name="agrees">Whether the same polarity is the likeliest for both models.</param>
    public void Compared(string source, string model, bool agrees) =>
        _compared.Add(1, Tag("source", source), Tag("model", model), Tag("agrees", agrees ? "yes" : "no"));

    public void Announced(string queue, string brand) => _alerts.Add(1, Tag("queue", queue), Tag("brand", brand));

    public void Withdrawn(string queue, string brand) => _withdrawn.Add(1, Tag("queue", queue), Tag("brand", brand));

    public void Poisoned(string queue, int count) => _poisoned.Add(count, Tag("queue", queue));

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
