using Listening.Scoring.Normalization;

namespace Listening.Training.Corpora;

/// <summary>
/// Annotations of the operator's own staff, as <c>listening annotations</c> exports them: the columns of <c>data/posts</c>, in which what
/// nobody said is empty. Files of earlier versions have only <c>sentiment</c>, <c>language</c>, <c>text</c> and perhaps <c>intent</c>. They
/// weigh more than corpora, because they are like the texts to be scored.
/// </summary>
internal static class AnnotationFile
{
    private const double Weight = 3;

    /// <summary>By the task of the head: the column, and our label for each of its labels.</summary>
    private static readonly (string Task, string Column, Dictionary<string, string> Labels)[] Columns =
    [
        ("sentiment", "sentiment", Same("negative", "neutral", "positive")),
        ("intent", "intent", Same("complaint", "question", "praise", "suggestion", "purchase", "other")),
        ("needs-action", "needs_action", new() { ["0"] = "none", ["1"] = "act" }),
        ("severity", "severity", Same("safety", "legal", "privacy", "press", "leaving", "none")),
        ("voice", "voice", Same("experience", "question", "opinion", "report", "advert", "other")),
        ("department", "department", Same("care", "product", "marketing", "pr", "sales", "hr", "none")),
    ];

    /// <exception cref="TrainingDataException">
    /// There is no such file, it has no column for a text, its language or any label, or a label is not one of ours.
    /// </exception>
    public static IEnumerable<Example> Read(string path)
    {
        var name = Path.GetFileName(path);
        var file = TsvFile.Read(path, name);
        var hash = CorpusReader.Hash(File.ReadAllBytes(path));
        var isEarlier = file.TryColumn("lang") is null;
        var labelled = Columns.Where(column => file.TryColumn(column.Column) is not null).ToList();
        TrainingDataException.ThrowUnless(
            labelled.Count > 0, name, $"the header has none of the columns {string.Join(", ", Columns.Select(column => column.Column))}");
        return labelled
            .SelectMany(column => CorpusReader.Parse(Labelled(column.Task, column.Column, column.Labels), file))
            .Select(example => example with { Text = SpreadsheetCell.Restore(example.Text) });

        Corpus Labelled(string task, string column, Dictionary<string, string> labels) => new(
            $"{name}-{task}", File: name, Licence: "the operator's own annotations", Commercial: true, task, CorpusRole.Train, hash,
            LanguageColumn: isEarlier ? "language" : "lang", School: "own", Weight: Weight, Label: column, LineBreaks: !isEarlier,
            Writer: isEarlier ? null : "writer")
        {
            Labels = labels,
            Ignore = [""],
        };
    }

    private static Dictionary<string, string> Same(params string[] labels) => labels.ToDictionary(label => label);
}
