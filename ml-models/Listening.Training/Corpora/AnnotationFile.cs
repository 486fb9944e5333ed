using Listening.Scoring.Normalization;

namespace Listening.Training.Corpora;

/// <summary>
/// Annotations of the operator's own staff, as <c>listening annotations</c> exports them: columns <c>sentiment</c>,
/// <c>language</c>, <c>text</c> and optionally <c>intent</c>. They weigh more than corpora, because they are like the texts to be scored.
/// </summary>
internal static class AnnotationFile
{
    private const double Weight = 3;
    private static readonly string[] Sentiments = ["negative", "neutral", "positive"];
    private static readonly string[] Intents = ["complaint", "question", "praise", "suggestion", "purchase", "other"];

    /// <exception cref="TrainingDataException">There is no such file, a column is missing, or a label is not one of ours.</exception>
    public static IEnumerable<Example> Read(string path)
    {
        var name = Path.GetFileName(path);
        var file = TsvFile.Read(path, name);
        var hash = CorpusReader.Hash(File.ReadAllBytes(path));
        var examples = CorpusReader.Parse(Labelled("sentiment", Sentiments, []), file);
        return (file.TryColumn("intent") is null
                ? examples
                : examples.Concat(CorpusReader.Parse(Labelled("intent", Intents, [""]), file)))
            .Select(example => example with { Text = SpreadsheetCell.Restore(example.Text) });

        Corpus Labelled(string task, string[] labels, string[] ignore) => new(
            $"{name}-{task}", File: name, Licence: "the operator's own annotations", Commercial: true, task, CorpusRole.Train, hash,
            LanguageColumn: "language", School: "own", Weight: Weight, Label: task)
        {
            Labels = labels.ToDictionary(label => label),
            Ignore = ignore,
        };
    }
}
