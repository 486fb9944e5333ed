using Listening.Scoring;
using AlertLevel = Listening.Domain.AlertLevel;

namespace Listening.Understand;

/// <summary>The heads of one set that answers what a care team asks, in the service's own words.</summary>
internal sealed class CareHeads
{
    private const string NeedsAction = "needs-action";

    /// <summary>
    /// From which probability one window of a long text makes it severe, at least. On 255 texts of more than 500 characters by writers that
    /// nothing was trained on, it finds 37 of 53 severe ones with 6 wrong ones; the mean of the windows found 20 with 1.
    /// </summary>
    private const double SevereWindow = 0.85;

    private readonly string _name;
    private readonly HeadReader<bool> _needsAction;
    private readonly HeadReader<Severity> _severity;
    private readonly HeadReader<Voice> _voice;
    private readonly HeadReader<Department> _department;
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
        _others = new ModelHeads(set.Manifest.Version, set.Heads);
        _thresholds = new CareThresholds(
            [.. Enum.GetValues<AlertLevel>().Where(level => level != AlertLevel.None).Reverse()
                .Select(level => (level, (double)Level(NeedsAction, level.ToWord()).Threshold))],
            Level("severity", "severe").Threshold);
    }

    public ModelSet Set { get; }

    public ModelThresholds Thresholds => _others.Thresholds;

    /// <summary>
    /// The mean of what the windows say, by their lengths: of long texts, one window in ten sounds like a case although the whole is none.
    /// Only what is severe is so whatever stands around it.
    /// </summary>
    /// <param name="windows">The parts of one text, in their order.</param>
    /// <param name="sentences">The encoder's vector of each window; null if the set reads none.</param>
    public ModelOutput Read(IReadOnlyList<string> windows, IReadOnlyList<float[]>? sentences)
    {
        Span<float> mean = stackalloc float[Set.Size];
        Span<float> logits = stackalloc float[Set.Size];
        Span<float> severest = stackalloc float[Set.Size];
        var (total, severity) = ((float)Math.Max(1, windows.Sum(window => window.Length)), double.NegativeInfinity);
        var (clearest, passage) = (double.NegativeInfinity, "");
        foreach (var (index, window) in windows.Index())
        {
            Set.Read(window, logits, sentences is null ? [] : sentences[index]);
            var share = windows.Count == 1 ? 1 : window.Length / total;
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += share * logits[i];
            }

            var severe = 1 - _severity.Probability(Severity.None, logits);
            if (severe > severity)
            {
                severity = severe;
                logits.CopyTo(severest);
            }

            var clear = Math.Max(_needsAction.Probability(true, logits), severe);
            (clearest, passage) = clear > clearest ? (clear, window) : (clearest, passage);
        }

        if (windows.Count <= 1)
        {
            return Answers(mean, severest, _thresholds);
        }

        var answers = Answers(mean, severest, _thresholds with { Severe = Math.Max(_thresholds.Severe, SevereWindow) });
        return answers with { Care = answers.Care! with { Passage = passage } };
    }

    /// <param name="severest">The logits of the window that the severity is read from.</param>
    private ModelOutput Answers(ReadOnlySpan<float> logits, ReadOnlySpan<float> severest, CareThresholds thresholds)
    {
        var act = _needsAction.Probability(true, logits);
        var severe = 1 - _severity.Probability(Severity.None, severest);
        return _others.Read(logits) with
        {
            Care = new CareReading(act, thresholds.LevelOf(act))
            {
                Severity = _severity.Likeliest(severest).Answer,
                SeverityProbability = severe,
                Severe = severe >= thresholds.Severe,
                Voice = _voice.Likeliest(logits).Answer,
                Department = _department.Likeliest(logits).Answer,
                Heads = _name,
            },
            CareScores = new CareScores(_severity.All(severest), _department.All(logits), _others.Intents(logits), thresholds),
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
        where T : notnull => HeadReader<T>.TryFind(Set.Manifest.Version, Set.Heads, name, meaning)
        ?? throw new InvalidDataException($"Model set {Set.Manifest.Version} has no head {name}; name a set that has one.");

    private Scoring.AlertLevel Level(string head, string level) =>
        Set.Manifest.Heads.First(manifest => manifest.Name == head).Levels?.GetValueOrDefault(level)
            ?? throw new InvalidDataException($"Head {head} of model set {Set.Manifest.Version} has no level {level}; train it again.");
}
