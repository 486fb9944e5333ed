using Listening.Training.Metrics;
using Listening.Training.SourceProfiles;

namespace Listening.Training.Card;

/// <summary>Writes the figures of a set into the README beside it, between two markers.</summary>
internal static class ModelCard
{
    public const string Begin = "<!-- figures: written by Listening.Training, not by hand -->";
    public const string End = "<!-- end of figures -->";

    /// <summary>With fewer texts, confusion and reliability of a group are mostly chance.</summary>
    private const int LeastTexts = 500;

    /// <summary>Checks that <see cref="Write"/> will find the markers in the folder's README, before an hour of training.</summary>
    /// <exception cref="TrainingDataException">There is a README, and it lacks the markers.</exception>
    public static void CheckMarkers(string folder) => Replace(Readme(folder), "");

    /// <summary>Writes the figures into <c>README.md</c>, which is created if it does not exist.</summary>
    /// <exception cref="TrainingDataException">The README lacks the markers.</exception>
    public static void Write(ModelSetManifest manifest, ReleaseFigures figures, string folder) =>
        File.WriteAllText(Path.Combine(folder, "README.md"), Replace(Readme(folder), Section(manifest, figures)));

    /// <summary>What stands between the markers.</summary>
    public static string Section(ModelSetManifest manifest, ReleaseFigures figures)
    {
        var section = new StringBuilder();
        section.Append(CultureInfo.InvariantCulture, $"### {manifest.Version}: data\n\n");
        section.Append("| corpus | texts | licence | commercial use |\n|---|--:|---|---|\n");
        foreach (var corpus in manifest.Data ?? [])
        {
            section.Append(CultureInfo.InvariantCulture,
                $"| {corpus.Name} | {corpus.Texts:N0} | {corpus.Licence} | {(corpus.Commercial ? "yes" : "no")} |\n");
        }

        section.Append('\n');
        foreach (var head in manifest.Heads)
        {
            var (outOfFold, dev) = (figures.Heads[head.Name].OutOfFold, figures.Heads[head.Name].Dev);
            var detailed = outOfFold.Where(group => group.Group is "all" or "de" or "en" && group.Texts >= LeastTexts).ToList();
            section.Append(CultureInfo.InvariantCulture, $"""
                ### {manifest.Version}: {head.Name}

                Labels: {string.Join(", ", head.Labels)}. Temperature {head.Temperature:0.00}, threshold {head.Threshold:0.00}.


                """);
            AppendLevels(section, head, figures.Heads[head.Name].Alerts);
            FiguresTable.AppendFigures(section, "out of fold", head.Labels, outOfFold);
            FiguresTable.AppendFigures(section, "dev, never trained on", head.Labels, dev);
            FiguresTable.AppendReliability(section, "share right (texts) by probability", detailed);
            foreach (var group in detailed)
            {
                FiguresTable.AppendConfusion(section, group.Group, head.Labels, group);
            }
        }

        if (manifest.SourceProfiles is { } profiles && figures.SourceProfiles is { } measured)
        {
            AppendSources(section, manifest.Version, profiles, measured, figures.Heads[profiles.General]);
        }

        return section.ToString().TrimEnd() + "\n";
    }

    private static void AppendLevels(StringBuilder section, HeadManifest head, RankingFigures? alerts)
    {
        if (alerts is null)
        {
            return;
        }

        section.Append(CultureInfo.InvariantCulture, $"""
            Alerts to {string.Join(", ", head.Positive!)}: average precision {alerts.OutOfFold:.000} out of fold, {alerts.Dev:.000} on dev.

            | level | from | precision | recall |
            |---|--:|--:|--:|

            """);
        foreach (var (name, level) in head.Levels ?? new Dictionary<string, AlertLevel>())
        {
            section.Append(
                CultureInfo.InvariantCulture, $"| {name} | {level.Threshold:.00} | {level.Precision:.00} | {level.Recall:.00} |\n");
        }

        section.Append('\n');
    }

    private static void AppendSources(
        StringBuilder section, string version, SourceProfilesManifest profiles, SourceFigures figures, HeadFigures general)
    {
        section.Append(CultureInfo.InvariantCulture, $"""
            ### {version}: {profiles.General} with source profiles

            Each corpus is one source. Its profile was learned from its texts, without labels. In brackets: without a profile.


            """);
        FiguresTable.AppendComparison(section, "with profile, out of fold", figures.WithProfile.OutOfFold, general.OutOfFold);
        FiguresTable.AppendComparison(section, "with profile, dev", figures.WithProfile.Dev, general.Dev);
        section.Append("""
            A source unlike all training data: the head of the corpus' school is left out.
            The general head was still trained on the texts of the school.


            """);
        FiguresTable.AppendComparison(section, "unseen school, out of fold", figures.UnseenSchool.OutOfFold, general.OutOfFold);
        FiguresTable.AppendComparison(section, "unseen school, dev", figures.UnseenSchool.Dev, general.Dev);
        AppendMixtures(section, figures);
        section.Append(CultureInfo.InvariantCulture, $"""
            Effect of the label frequencies of a source, which change odds by a factor of at most {profiles.PriorBound:0.##}.
            In brackets: without.


            """);
        FiguresTable.AppendComparison(
            section, "adapted frequencies, out of fold", figures.WithProfile.OutOfFold, figures.FixedPriors.OutOfFold);
    }

    private static void AppendMixtures(StringBuilder section, SourceFigures figures)
    {
        if (figures.Mixtures is null)
        {
            return;
        }

        section.Append("""
            Sources of two to five corpora in random shares, with a profile learned from 50 to 1,000 of their texts, beside each text alone.

            | sources | number | macro-F1, mean | negatives found, mean | macro-F1, worst | negatives found, worst |
            |---|--:|--:|--:|--:|--:|

            """);
        AppendMixture(section, "of known schools", figures.Mixtures);
        AppendMixture(section, "partly of an unseen school", figures.MixturesWithUnseenSchool);
        section.Append('\n');
    }

    private static void AppendMixture(StringBuilder section, string title, MixtureFigures? figures)
    {
        if (figures is { WorstMacroF1: var macro, WorstRecall: var recall })
        {
            section.Append(CultureInfo.InvariantCulture, $"| {title} | {figures.Mixtures:N0} | {figures.MeanMacroF1:+.000;-.000} ");
            section.Append(CultureInfo.InvariantCulture, $"| {figures.MeanRecall:+.000;-.000} | {macro.MacroF1Gain:+.000;-.000} ");
            section.Append(CultureInfo.InvariantCulture, $"({macro.Source}) | {recall.RecallGain:+.000;-.000} ({recall.Source}) |\n");
        }
    }

    private static string Replace(string readme, string section)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{readme[..(begin + Begin.Length)]}\n\n{section}\n{readme[end..]}"
            : throw new TrainingDataException("README.md", null, $"it needs the two lines '{Begin}' and '{End}' around the figures");
    }

    private static string Readme(string folder) =>
        Path.Combine(folder, "README.md") is var readme && File.Exists(readme) ? File.ReadAllText(readme) : $"{Begin}\n{End}\n";
}
