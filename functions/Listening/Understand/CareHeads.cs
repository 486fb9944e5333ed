using Listening.Scoring;
using AlertLevel = Listening.Domain.AlertLevel;

namespace Listening.Understand;

/// <summary>The heads of one set that answers what a care team asks, in the service's own words.</summary>
internal sealed class CareHeads
{
    private const string NeedsAction = "needs-action";

    private readonly string _name;
    private readonly HeadReader<bool> _needsAction;
    private readonly HeadReader<Severity> _severity;
    private readonly HeadReader<Voice> _voice;
    private readonly HeadReader<Department> _department;
    private readonly HeadReader<Intent> _intent;
    private readonly HeadReader<Polarity> _sentiment;
    private readonly (AlertLevel Level, double Threshold)[] _levels;
    private readonly double _severe;

    /// <param name="name">What it reads, for the rows: <see cref="CareReading.Heads"/>.</param>
    /// <exception cref="InvalidDataException">A head is missing, or has other labels than its name implies.</exception>
    public CareHeads(ModelSet set, string name)
    {
        (Set, _name) = (set, name);
        _needsAction = Find(NeedsAction, label => label == "act");
        _severity = Find("severity", Word<Severity>);
        _voice = Find("voice", Word<Voice>);
        _department = Find("department", Word<Department>);
        _intent = Find("intent", Word<Intent>);
        _sentiment = Find("sentiment", Word<Polarity>);
        _levels = [.. Enum.GetValues<AlertLevel>().Where(level => level != AlertLevel.None).Reverse()
            .Select(level => (level, Level(NeedsAction, level.ToWord()).Threshold))];
        _severe = Level("severity", "severe").Threshold;
    }

    public ModelSet Set { get; }

    /// <param name="sentence">The encoder's vector, where the set reads one.</param>
    public CareOutput Read(string text, ReadOnlySpan<float> sentence)
    {
        Span<float> logits = stackalloc float[Set.Size];
        Set.Read(text, logits, sentence);
        var act = _needsAction.Probability(true, logits);
        var severe = 1 - _severity.Probability(Severity.None, logits);
        return new CareOutput(
            new CareReading(act, _levels.FirstOrDefault(level => act >= level.Threshold).Level)
            {
                Severity = _severity.Likeliest(logits).Answer,
                SeverityProbability = severe,
                Severe = severe >= _severe,
                Voice = _voice.Likeliest(logits).Answer,
                Department = _department.Likeliest(logits).Answer,
                Heads = _name,
            },
            new SentimentScores(
                _sentiment.Probability(Polarity.Negative, logits),
                _sentiment.Probability(Polarity.Neutral, logits),
                _sentiment.Probability(Polarity.Positive, logits)),
            _intent.Likeliest(logits));
    }

    public ExpectedAlerts Expect(AlertLevel level)
    {
        var expected = Level(NeedsAction, level.ToWord());
        return new ExpectedAlerts(expected.Precision, expected.Recall);
    }

    private static T Word<T>(string label)
        where T : struct, Enum => Enum.Parse<T>(label, ignoreCase: true);

    private HeadReader<T> Find<T>(string name, Func<string, T> meaning)
        where T : notnull
    {
        var head = Set.Heads.FirstOrDefault(head => head.Name == name)
            ?? throw new InvalidDataException($"Model set {Set.Manifest.Version} has no head {name}; name a set that has one.");
        try
        {
            return new HeadReader<T>(head, [.. head.Labels.Select(meaning)]);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(
                $"Head {name} of model set {Set.Manifest.Version} tells {string.Join(", ", head.Labels)} apart, which this version does not "
                + "know.", e);
        }
    }

    private Scoring.AlertLevel Level(string head, string level) =>
        Set.Manifest.Heads.First(manifest => manifest.Name == head).Levels?.GetValueOrDefault(level)
            ?? throw new InvalidDataException($"Head {head} of model set {Set.Manifest.Version} has no level {level}; train it again.");
}
