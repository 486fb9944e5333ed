using System.Globalization;
using System.Text;
using Listening.Scoring;
using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.Card;

/// <summary>Writes what a person should know of a release: tables into the README between two markers, pictures beside it.</summary>
internal static class ModelCard
{
    public const string Begin = "<!-- figures: written by Listening.Training, not by hand -->";
    public const string End = "<!-- end of figures -->";

    /// <summary>Whether <see cref="Write"/> will find its place in the folder's README; asked before an hour of training.</summary>
    /// <exception cref="TrainingDataException">There is a README, and it lacks the markers.</exception>
    public static void ExpectPlace(string folder) => Replace(Readme(folder), "");

    /// <summary>Writes the pictures into the folder <c>card</c>, which holds nothing else, and the tables into <c>README.md</c>, or into a new one.</summary>
    /// <exception cref="TrainingDataException">The README lacks the markers.</exception>
    public static void Write(Release release, ReleaseFigures figures, string folder)
    {
        var readme = Replace(Readme(folder), Section(release, figures));
        var pictures = Directory.CreateDirectory(Path.Combine(folder, "card"));
        foreach (var outdated in pictures.GetFiles("*.svg"))
        {
            outdated.Delete();
        }

        foreach (var (name, picture) in PicturesOf(release, figures))
        {
            File.WriteAllText(Path.Combine(pictures.FullName, name), picture);
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), readme);
    }

    /// <summary>The pictures by file name: for each head and language, as far as there are enough texts for a picture to say something.</summary>
    public static IEnumerable<(string Name, string Picture)> PicturesOf(Release release, ReleaseFigures figures)
    {
        foreach (var head in release.Heads)
        {
            foreach (var group in Pictured(figures, head))
            {
                var title = $"{head.Name}, {group.Group}: {group.Texts.ToString("N0", CultureInfo.InvariantCulture)} texts out of fold";
                yield return ($"{head.Name}-{group.Group}-confusion.svg", Pictures.Confusion(title, head.Labels, group));
                yield return ($"{head.Name}-{group.Group}-reliability.svg", Pictures.Reliability(title, group));
            }
        }
    }

    public static string Section(Release release, ReleaseFigures figures)
    {
        var section = new StringBuilder();
        section.Append(CultureInfo.InvariantCulture, $"### {release.Version}: data\n\n| corpus | texts | licence | commercial use |\n|---|--:|---|---|\n");
        foreach (var corpus in release.Data)
        {
            section.Append(CultureInfo.InvariantCulture, $"| {corpus.Name} | {corpus.Texts:N0} | {corpus.Licence} | {(corpus.Commercial ? "yes" : "no")} |\n");
        }

        foreach (var head in release.Heads)
        {
            section.Append(CultureInfo.InvariantCulture,
                $"\n### {release.Version}: {head.Name}\n\nLabels: {string.Join(", ", head.Labels)}. Temperature {head.Temperature:0.00}; below a probability of {head.Threshold:0.00} the verdict is unsure.\n\n");
            FiguresTable.Append(section, "out of fold", head.Labels, figures.Heads[head.Name].OutOfFold);
            FiguresTable.Append(section, "dev, never trained on", head.Labels, figures.Heads[head.Name].Dev);
            foreach (var group in Pictured(figures, head))
            {
                section.Append(CultureInfo.InvariantCulture,
                    $"![{head.Name}, {group.Group}: confusion matrix](card/{head.Name}-{group.Group}-confusion.svg) ![{head.Name}, {group.Group}: reliability diagram](card/{head.Name}-{group.Group}-reliability.svg)\n");
            }
        }

        if (release.Streams is { } streams && figures.Streams is { } read)
        {
            AppendStreams(section, release.Version, streams, read, figures.Heads[streams.General]);
        }

        return section.ToString().TrimEnd() + "\n";
    }

    private static void AppendStreams(StringBuilder section, string version, StreamsManifest streams, StreamFigures figures, HeadFigures neutral)
    {
        section.Append(CultureInfo.InvariantCulture, $"""

            ### {version}: {streams.General} of streams

            Each corpus is read as one stream that was learned from its texts, unlabelled. In brackets: the same texts without a stream.


            """);
        StreamsTable.Append(section, "as streams, out of fold", figures.AsStreams.OutOfFold, neutral.OutOfFold);
        StreamsTable.Append(section, "as streams, dev", figures.AsStreams.Dev, neutral.Dev);
        section.Append("A stream like nothing seen: the head of the corpus' school is left out. The general head still knows the school's other texts.\n\n");
        StreamsTable.Append(section, "as streams of no school, out of fold", figures.Unseen.OutOfFold, neutral.OutOfFold);
        StreamsTable.Append(section, "as streams of no school, dev", figures.Unseen.Dev, neutral.Dev);
        section.Append(CultureInfo.InvariantCulture, $"What adapting the labels' frequencies changes, by at most {streams.PriorBound:0.##} times; in brackets: without.\n\n");
        StreamsTable.Append(section, "frequencies adapted, out of fold", figures.AsStreams.OutOfFold, figures.FrequenciesLeftAlone.OutOfFold);
    }

    /// <exception cref="TrainingDataException">A marker is missing, or they stand in the wrong order.</exception>
    internal static string Replace(string readme, string section)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{readme[..(begin + Begin.Length)]}\n\n{section}\n{readme[end..]}"
            : throw new TrainingDataException("README.md", null, $"it needs the two lines '{Begin}' and '{End}', between which the figures go");
    }

    private static string Readme(string folder) => Path.Combine(folder, "README.md") is var readme && File.Exists(readme) ? File.ReadAllText(readme) : $"{Begin}\n{End}\n";

    private static IEnumerable<GroupMetrics> Pictured(ReleaseFigures figures, ReleasedHead head) =>
        figures.Heads[head.Name].OutOfFold.Where(group => group.Group is "all" or "de" or "en" && group.Texts >= 500);
}
