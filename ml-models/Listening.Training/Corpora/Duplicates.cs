namespace Listening.Training.Corpora;

/// <summary>Keeps a text from being trained on twice, or both trained on and tested.</summary>
internal static class Duplicates
{
    /// <summary>
    /// Within one task: a text of a dev corpus is out of every train corpus, and a text of several train corpora stays in the first.
    /// Texts are the same if their masks are.
    /// </summary>
    public static IReadOnlyList<PreparedExample> Remove(IReadOnlyList<PreparedExample> examples)
    {
        var dev = examples.Where(example => example.Example.Corpus.Role == CorpusRole.Dev).Select(Key).ToHashSet();
        var seen = new HashSet<(string, string)>();
        return [.. examples.Where(example => example.Example.Corpus.Role == CorpusRole.Dev || (!dev.Contains(Key(example)) && seen.Add(Key(example))))];
    }

    private static (string Task, string Mask) Key(PreparedExample example) => (example.Example.Corpus.Task, example.Mask);
}
