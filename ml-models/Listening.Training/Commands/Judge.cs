using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.Commands;

/// <summary>Labelled texts, judged by a set of models.</summary>
internal static class Judge
{
    /// <summary>What a head of the set says of each text, at its own temperature.</summary>
    /// <param name="texts">Each with the index of its right label.</param>
    public static IReadOnlyList<Prediction> Read(ModelSet set, Head head, IEnumerable<(string Text, int Right)> texts) =>
        Read(set, head.Labels.Count, (logits, probabilities) => head.Probabilities(logits, probabilities), texts);

    /// <summary>The head that speaks for all corpora, and that others help to read streams.</summary>
    /// <exception cref="TrainingDataException">The set reads no streams.</exception>
    public static Head StreamHead(ModelSet set) => set.Manifest.Streams is { } streams
        ? Find(set, streams.General)
        : throw new TrainingDataException(set.Manifest.Version, null, "the set was trained without streams; leave out --stream");

    /// <summary>What the sentiment heads say together of one stream's texts: they are read twice, first without their labels to learn the stream.</summary>
    /// <param name="texts">Each with the index of its right label.</param>
    /// <exception cref="TrainingDataException">The set reads no streams, or not with this head.</exception>
    public static (StreamProfile Profile, IReadOnlyList<Prediction> Said) ReadStream(ModelSet set, Head head, IReadOnlyList<(string Text, int Right)> texts)
    {
        if (StreamHead(set) != head)
        {
            throw new TrainingDataException(set.Manifest.Version, null, $"only head {StreamHead(set).Name} reads streams, not {head.Name}; leave out --stream");
        }

        var learner = new StreamLearner(set);
        foreach (var (text, _) in texts)
        {
            learner.Add(text);
        }

        var profile = learner.Learn();
        var reading = set.Streams!.Reading(profile);
        return (profile, Read(set, head.Labels.Count, (logits, probabilities) => reading.Probabilities(logits, probabilities), texts));
    }

    /// <exception cref="TrainingDataException">The set has no such head.</exception>
    public static Head Find(ModelSet set, string head) => set.Heads.FirstOrDefault(one => one.Name == head)
        ?? throw new TrainingDataException(set.Manifest.Version, null, $"the set has no head {head}; it has {string.Join(", ", set.Heads.Select(one => one.Name))}");

    private static IReadOnlyList<Prediction> Read(ModelSet set, int labels, Action<float[], float[]> read, IEnumerable<(string Text, int Right)> texts)
    {
        var logits = new float[set.Size];
        return [.. texts.Select(text =>
        {
            set.Read(text.Text, logits);
            var probabilities = new float[labels];
            read(logits, probabilities);
            return new Prediction(text.Right, probabilities);
        })];
    }
}

/// <summary>A TSV file of labelled texts: the column <c>text</c>, and the labels in the column of the head's name or in <c>label</c>.</summary>
internal sealed record LabelledText(string Text, int Right)
{
    /// <exception cref="TrainingDataException">A column is missing, or a label is none of the head's.</exception>
    public static IReadOnlyList<LabelledText> Read(string path, Head head)
    {
        var file = TsvFile.Read(path, Path.GetFileName(path));
        var text = file.Column("text");
        var label = file.TryColumn(head.Name) ?? file.Column("label");
        var places = head.Labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. file.Rows().Select(row => places.TryGetValue(row.Cells[label], out var right)
            ? new LabelledText(row.Cells[text], right)
            : throw new TrainingDataException(file.Name, row.Line, $"'{row.Cells[label]}' is no label of head {head.Name}, which has {string.Join(", ", head.Labels)}"))];
    }
}
