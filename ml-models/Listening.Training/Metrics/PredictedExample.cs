namespace Listening.Training.Metrics;

/// <summary>A labelled text and the prediction of a head.</summary>
internal sealed record PredictedExample(Example Example, Prediction Prediction)
{
    /// <summary>The figures on all texts, per language and per corpus.</summary>
    public static IReadOnlyList<GroupMetrics> MeasureGroups(
        IReadOnlyList<PredictedExample> texts, IReadOnlyList<string> labels, double threshold, int seed)
    {
        var all = texts.GroupBy(_ => "all").Select(group => Measure(group, false));
        var languages = texts.GroupBy(text => text.Example.Language).OrderBy(group => group.Key, StringComparer.Ordinal);
        var corpora = texts.GroupBy(text => text.Example.Corpus.Name).OrderBy(group => group.Key, StringComparer.Ordinal);
        return [.. all, .. languages.Select(group => Measure(group, true)), .. corpora.Select(group => Measure(group, false))];

        GroupMetrics Measure(IGrouping<string, PredictedExample> group, bool isLanguage) =>
            GroupMetrics.Compute(group.Key, labels, [.. group.Select(text => text.Prediction)], threshold, seed, isLanguage);
    }
}
