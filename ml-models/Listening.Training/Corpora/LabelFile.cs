namespace Listening.Training.Corpora;

/// <summary>
/// The care team's own labels, as <c>listening labels</c> exports them: columns <c>label</c>, <c>language</c> and <c>text</c>, and perhaps
/// <c>intent</c>. They train beside the corpora, and count more: they are the texts the model will meet.
/// </summary>
internal static class LabelFile
{
    private const double Weight = 3;
    private static readonly string[] Sentiments = ["negative", "neutral", "positive"];
    private static readonly string[] Intents = ["complaint", "question", "praise", "suggestion", "purchase", "other"];

    /// <exception cref="TrainingDataException">There is no such file, a column is missing, or a label is none of ours.</exception>
    public static IEnumerable<Example> Read(string path)
    {
        var name = Path.GetFileName(path);
        var file = TsvFile.Read(path, name);
        var hash = CorpusReader.Hash(File.ReadAllBytes(path));
        var examples = CorpusReader.Parse(Labelled("sentiment", "label", Sentiments, []), file);
        return file.TryColumn("intent") is null ? examples : examples.Concat(CorpusReader.Parse(Labelled("intent", "intent", Intents, [""]), file));

        Corpus Labelled(string task, string column, string[] labels, string[] ignore) => new()
        {
            Name = $"{name}-{task}",
            File = name,
            Sha256 = hash,
            Licence = "the operator's own labels",
            Commercial = true,
            Task = task,
            LanguageColumn = "language",
            School = "own",
            Role = CorpusRole.Train,
            Weight = Weight,
            Label = column,
            Labels = labels.ToDictionary(label => label),
            Ignore = ignore,
        };
    }
}
