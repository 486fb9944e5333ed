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
    private readonly ModelHeads _others;
    private readonly CareThresholds _thresholds;

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
        _others = new ModelHeads(set.Manifest.Version, set.Heads);
        _thresholds = new CareThresholds(
            [.. Enum.GetValues<AlertLevel>().Where(level => level != AlertLevel.None).Reverse()
                .Select(level => (level, (double)Level(NeedsAction, level.ToWord()).Threshold))],
            Level("severity", "severe").Threshold);
    }

    public ModelSet Set { get; }

    public ModelThresholds Thresholds => _others.Thresholds;

    /// <summary>
    /// The mean of what the windows say, by their lengths. The clearest one does not decide alone: of long texts, one window in ten sounds
    /// like a case although the whole is none.
    /// </summary>
    /// <param name="windows">The parts of one text, in their order.</param>
    /// <param name="sentences">The encoder's vector of each window; null if the set reads none.</param>
    public ModelOutput Read(IReadOnlyList<string> windows, IReadOnlyList<float[]>? sentences)
    {
        Span<float> mean = stackalloc float[Set.Size];
        Span<float> logits = stackalloc float[Set.Size];
        var (total, clearest, passage) = ((float)Math.Max(1, windows.Sum(window => window.Length)), double.NegativeInfinity, "");
        foreach (var (index, window) in windows.Index())
        {
            Set.Read(window, logits, sentences is null ? [] : sentences[index]);
            var share = windows.Count == 1 ? 1 : window.Length / total;
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += share * logits[i];
            }

            var clear = Math.Max(_needsAction.Probability(true, logits), 1 - _severity.Probability(Severity.None, logits));
            (clearest, passage) = clear > clearest ? (clear, window) : (clearest, passage);
        }

        return Answers(mean) is var answers && windows.Count > 1
            ? answers with { Care = answers.Care! with { Passage = passage } }
            : answers;
    }

    private ModelOutput Answers(ReadOnlySpan<float> logits)
    {
        var act = _needsAction.Probability(true, logits);
        var severe = 1 - _severity.Probability(Severity.None, logits);
        return _others.Read(logits) with
        {
            Care = new CareReading(act, _thresholds.LevelOf(act))
            {
                Severity = _severity.Likeliest(logits).Answer,
                SeverityProbability = severe,
                Severe = severe >= _thresholds.Severe,
                Voice = _voice.Likeliest(logits).Answer,
                Department = _department.Likeliest(logits).Answer,
                Heads = _name,
            },
            CareScores = new CareScores(_severity.All(logits), _department.All(logits), _intent.All(logits), _thresholds),
        };
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
