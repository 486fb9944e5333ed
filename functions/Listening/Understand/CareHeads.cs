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

    /// <summary>
    /// How much surer the mean of several windows is than one window with the same log-odds: they agree. Of 732 texts of more than 500
    /// characters, the log loss is lowest from 2 to 2.5 on those that were trained on and on those that were not.
    /// </summary>
    private const float CertaintyOfWindows = 2;

    /// <summary>
    /// From which probability one sentence makes a text severe whatever stands around it. On posts whose friendly sentences hide a severe
    /// one, and on test.tsv, more than .85 of what is found is right (UnseenWritersTests).
    /// </summary>
    private const double SevereSentence = 0.8;

    /// <summary>From which probability by words a sentence may be severe, so that it is worth reading it alone.</summary>
    private const double Suspect = 0.15;

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

    /// <summary>The sentence among others that sounds most severe; null if none does.</summary>
    /// <param name="windows">The parts of one text. The set must read words alone.</param>
    public string? FindSuspect(IReadOnlyList<string> windows)
    {
        List<string> sentences = [.. windows.SelectMany(TextWindows.Sentences)];
        if (sentences.Count <= 1)
        {
            return null;
        }

        Span<float> logits = stackalloc float[Set.Size];
        var (suspect, highest) = ((string?)null, Suspect);
        foreach (var sentence in sentences)
        {
            Set.Read(sentence, logits);
            var severe = 1 - _severity.Probability(Severity.None, logits);
            (suspect, highest) = severe > highest ? (sentence, severe) : (suspect, highest);
        }

        return suspect;
    }

    /// <summary>
    /// The mean of what the windows say, by their lengths: of long texts, one window in ten sounds like a case although the whole is none.
    /// Only what is severe is so whatever stands around it.
    /// </summary>
    /// <param name="windows">The parts of one text, in their order.</param>
    /// <param name="suspect">A sentence of it to read alone too.</param>
    public ModelOutput Read(IReadOnlyList<ReadPart> windows, ReadPart? suspect)
    {
        Span<float> mean = stackalloc float[Set.Size];
        Span<float> logits = stackalloc float[Set.Size];
        Span<float> severest = stackalloc float[Set.Size];
        var (severity, clearest, passage) = (double.NegativeInfinity, double.NegativeInfinity, "");
        foreach (var window in windows)
        {
            Set.Read(window.Text, logits, window.Sentence);
            window.AddTo(mean, logits, windows, CertaintyOfWindows);
            var severe = 1 - _severity.Probability(Severity.None, logits);
            if (severe > severity)
            {
                severity = severe;
                logits.CopyTo(severest);
            }

            var clear = Math.Max(_needsAction.Probability(true, logits), severe);
            (clearest, passage) = clear > clearest ? (clear, window.Text) : (clearest, passage);
        }

        var (threshold, quoted) = (windows.Count <= 1 ? _thresholds.Severe : Math.Max(_thresholds.Severe, SevereWindow), windows.Count > 1);
        if (suspect is { } sentence && severity < threshold)
        {
            Set.Read(sentence.Text, logits, sentence.Sentence);
            if (1 - _severity.Probability(Severity.None, logits) >= SevereSentence)
            {
                logits.CopyTo(severest);
                (threshold, passage, quoted) = (SevereSentence, sentence.Text, true);
            }
        }

        var answers = Answers(mean, severest, _thresholds with { Severe = threshold });
        return quoted ? answers with { Care = answers.Care! with { Passage = passage } } : answers;
    }

    /// <param name="severest">The logits of the part that the severity is read from.</param>
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

/// <summary>A part of a text as heads read it.</summary>
/// <param name="Sentence">The encoder's vector of it; empty if words alone are read.</param>
public readonly record struct ReadPart(string Text, float[] Sentence)
{
    /// <summary>Adds what is said of one of the windows of a text to their mean, by its length; of a text in one window, all.</summary>
    /// <param name="windows">At most <see cref="TextWindows.MaxWindows"/>, so that adding up their lengths each time costs nothing.</param>
    /// <param name="certainty">What the mean is multiplied by.</param>
    internal void AddTo(Span<float> mean, ReadOnlySpan<float> logits, IReadOnlyList<ReadPart> windows, float certainty = 1)
    {
        var share = windows.Count == 1 ? 1 : certainty * Text.Length / Math.Max(1, windows.Sum(window => window.Text.Length));
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] += share * logits[i];
        }
    }
}
