using Listening.Training.Corpora;

namespace Listening.Training.Metrics;

/// <summary>A labelled text and what a head said of it.</summary>
internal sealed record Judged(Example Example, Prediction Prediction)
{
    /// <summary>The figures on all of them, per language and per corpus.</summary>
    public static IReadOnlyList<GroupMetrics> Groups(IReadOnlyList<Judged> texts, IReadOnlyList<string> labels, double threshold, int seed)
    {
        var languages = texts.GroupBy(text => text.Example.Language).OrderBy(group => group.Key, StringComparer.Ordinal);
        var corpora = texts.GroupBy(text => text.Example.Corpus.Name).OrderBy(group => group.Key, StringComparer.Ordinal);
        return [.. new[] { (Name: "all", IsLanguage: false, Texts: texts.AsEnumerable()) }
            .Concat(languages.Select(group => (Name: group.Key, IsLanguage: true, Texts: group.AsEnumerable())))
            .Concat(corpora.Select(group => (Name: group.Key, IsLanguage: false, Texts: group.AsEnumerable())))
            .Where(group => group.Texts.Any())
            .Select(group => GroupMetrics.Of(group.Name, labels, [.. group.Texts.Select(text => text.Prediction)], threshold, seed) with
            {
                IsLanguage = group.IsLanguage,
            })];
    }
}
