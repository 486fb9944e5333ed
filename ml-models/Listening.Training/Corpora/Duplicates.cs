namespace Listening.Training.Corpora;

/// <summary>Prevents a text from being trained on twice, or being both trained on and tested.</summary>
internal static class Duplicates
{
    /// <summary>
    /// Within a task, a text of a dev corpus is removed from all train corpora, and a text of several train corpora is kept in the first.
    /// Texts are equal if their masks are.
    /// </summary>
    public static IReadOnlyList<PreparedExample> Remove(IReadOnlyList<PreparedExample> examples)
    {
        var dev = examples.Where(example => example.Example.Corpus.Role == CorpusRole.Dev).Select(Key).ToHashSet();
        var seen = new HashSet<(string, string)>();
        return
        [
            .. examples.Where(example =>
                example.Example.Corpus.Role == CorpusRole.Dev || (!dev.Contains(Key(example)) && seen.Add(Key(example)))),
        ];
    }

    private static (string Task, string Mask) Key(PreparedExample example) => (example.Example.Corpus.Task, example.Mask);
}
