using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary>Predicts the labels of labelled texts with a set of models.</summary>
internal static class Predictor
{
    /// <summary>The predictions of one head, at its own temperature.</summary>
    public static IReadOnlyList<Prediction> Predict(LoadedSet set, Head head, IEnumerable<LabelledText> texts) =>
        Predict(set, head.Labels.Count, head.Probabilities, texts);

    /// <summary>The general sentiment head, which source profiles apply to.</summary>
    /// <exception cref="TrainingDataException">The set was trained without source profiles.</exception>
    public static Head FindSourceHead(ModelSet set) => set.Manifest.SourceProfiles is { } profiles
        ? FindHead(set, profiles.General)
        : throw new TrainingDataException(
            set.Manifest.Version, null, "the set was trained without source profiles; leave out --source");

    /// <summary>The predictions for the texts of one source: first its profile is learned from the texts without their labels.</summary>
    /// <exception cref="TrainingDataException">The set has no source profiles, or not for this head.</exception>
    public static (SourceProfile Profile, IReadOnlyList<Prediction> Predictions) PredictSource(
        LoadedSet loaded, Head head, IReadOnlyList<LabelledText> texts)
    {
        var set = loaded.Set;
        var general = FindSourceHead(set);
        TrainingDataException.ThrowUnless(
            general == head, set.Manifest.Version,
            $"source profiles apply to head {general.Name}, not to {head.Name}; leave out --source");
        var learner = new SourceProfileLearner(set.SourceSentiment!);
        foreach (var text in texts)
        {
            var logits = new float[set.Size];
            loaded.Read(text.Text, logits);
            learner.Add(logits);
        }

        var profile = learner.Learn();
        return (profile, Predict(loaded, head.Labels.Count, set.SourceSentiment!.CreateScorer(profile).Probabilities, texts));
    }

    /// <exception cref="TrainingDataException">The set has no such head.</exception>
    public static Head FindHead(ModelSet set, string name) => set.Heads.FirstOrDefault(head => head.Name == name)
        ?? throw new TrainingDataException(
            set.Manifest.Version, null, $"the set has no head {name}; it has {string.Join(", ", set.Heads.Select(head => head.Name))}");

    private delegate int Score(ReadOnlySpan<float> logits, Span<float> probabilities);

    private static IReadOnlyList<Prediction> Predict(LoadedSet set, int labels, Score score, IEnumerable<LabelledText> texts)
    {
        var logits = new float[set.Set.Size];
        return [.. texts.Select(text =>
        {
            set.Read(text.Text, logits);
            var probabilities = new float[labels];
            score(logits, probabilities);
            return new Prediction(text.Actual, probabilities);
        })];
    }
}

/// <summary>A labelled text of a TSV file.</summary>
/// <param name="Text">The post.</param>
/// <param name="Actual">Index of its label among those of the head.</param>
internal sealed record LabelledText(string Text, int Actual)
{
    /// <summary>Reads the column <c>text</c>, and the labels from the column with the name of the head or else from <c>label</c>.</summary>
    /// <exception cref="TrainingDataException">A column is missing, or a label is not one of the head's.</exception>
    public static IReadOnlyList<LabelledText> Read(string path, Head head)
    {
        var file = TsvFile.Read(path, Path.GetFileName(path));
        var text = file.Column("text");
        var label = file.TryColumn(head.Name) ?? file.Column("label");
        var indices = head.Labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. file.Rows().Select(row => indices.TryGetValue(row.Cells[label], out var actual)
            ? new LabelledText(row.Cells[text], actual)
            : throw new TrainingDataException(
                file.Name, row.Line,
                $"'{row.Cells[label]}' is not a label of head {head.Name}, which has {string.Join(", ", head.Labels)}"))];
    }
}
