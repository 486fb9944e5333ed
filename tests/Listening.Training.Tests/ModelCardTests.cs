using System.Globalization;
using System.Xml.Linq;
using Listening.Training.Card;
using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.Tests;

public sealed class ModelCardTests
{
    private static readonly string[] Labels = ["a<b", "neutral", "positive"];

    private static readonly GroupMetrics German = GroupMetrics.Of(
        "de", Labels, [.. Enumerable.Range(0, 1200).Select(i => new Prediction(i % 3, i % 5 == 0 ? [0.5f, 0.3f, 0.2f] : i % 2 == 0 ? [0.1f, 0.1f, 0.8f] : [0.1f, 0.8f, 0.1f]))], 0.6, seed: 1) with
    {
        IsLanguage = true,
    };

    private static readonly ReleaseFigures Figures = new("test-1", new Dictionary<string, HeadFigures> { ["sentiment"] = new([German], []) });

    private static readonly Release Release = new()
    {
        Version = "test-1",
        Normalizer = "1",
        Languages = ["de"],
        Description = "For tests.",
        Profile = "all",
        Seed = 1,
        Words = new("test-1.words.bin", new string('0', 64)),
        Heads = [new("sentiment", "test-1.sentiment.zip", new string('0', 64), Labels, 1.1f, 0.6)],
        Data = [new("kunden", new string('0', 64), "MIT", true, 1200)],
        Metrics = Figures.Summary(),
    };

    [Fact]
    public void Pictures_are_well_formed_and_show_every_count()
    {
        foreach (var (name, picture) in ModelCard.PicturesOf(Release, Figures))
        {
            var texts = XDocument.Parse(picture).Descendants("{http://www.w3.org/2000/svg}text").Select(text => text.Value).ToList();
            if (name.EndsWith("confusion.svg", StringComparison.Ordinal))
            {
                Assert.Contains("a<b", texts);
                Assert.Equal(1200, texts.Where(text => int.TryParse(text, out _)).Sum(int.Parse));
            }
            else
            {
                Assert.Contains(German.Bins.Max(bin => bin.Count).ToString(null, null), texts);
            }
        }

        Assert.Equal(2, ModelCard.PicturesOf(Release, Figures).Count());
    }

    [Fact]
    public void Pictures_do_not_depend_on_the_language_of_the_machine() => Assert.All(
        ModelCard.PicturesOf(Release, Figures).SelectMany(picture => XDocument.Parse(picture.Picture).Descendants().Attributes()),
        attribute => Assert.True(attribute.Name.LocalName is not ("x" or "y" or "width" or "height" or "cx" or "cy") || !attribute.Value.Contains(',', StringComparison.Ordinal)));

    [Fact]
    public void Streams_stand_beside_the_same_texts_without_a_stream()
    {
        var stream = German with { MacroF1 = 0.712, CalibrationError = 0.02 };
        var figures = Figures with { Streams = new(new([stream], []), new([German with { MacroF1 = 0.7 }], []), new([], [])) };
        var manifest = new Listening.Scoring.StreamsManifest { General = "sentiment", School = "school", Prior = [], Balance = 0, PriorBound = 1.5f, Schools = [] };

        var card = ModelCard.Section(Release with { Streams = manifest }, figures);

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| de | 1,200 | .712 ({German.MacroF1:.000}) |"), card, StringComparison.Ordinal);
        Assert.Contains("| de | 1,200 | .712 (.700) |", card, StringComparison.Ordinal);
        Assert.DoesNotContain("as streams of no school", card, StringComparison.Ordinal);
        Assert.DoesNotContain("of streams", ModelCard.Section(Release, Figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_replace_what_stands_between_the_markers_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "README.md"), $"# Ours\n\n{ModelCard.Begin}\nold figures\n{ModelCard.End}\n\nGoes on.\n");

        Directory.CreateDirectory(Path.Combine(folder, "card"));
        File.WriteAllText(Path.Combine(folder, "card", "topic-de-confusion.svg"), "of a head that is no more");
        ModelCard.Write(Release, Figures, folder);
        var once = File.ReadAllText(Path.Combine(folder, "README.md"));
        ModelCard.Write(Release, Figures, folder);

        Assert.StartsWith($"# Ours\n\n{ModelCard.Begin}\n", once, StringComparison.Ordinal);
        Assert.EndsWith($"{ModelCard.End}\n\nGoes on.\n", once, StringComparison.Ordinal);
        Assert.Contains("| kunden | 1,200 | MIT | yes |", once, StringComparison.Ordinal);
        Assert.DoesNotContain("old figures", once, StringComparison.Ordinal);
        Assert.Equal(once, File.ReadAllText(Path.Combine(folder, "README.md")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "card")).Length);
    }

    [Fact]
    public void A_readme_without_markers_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "README.md"), "# Ours\n");

        Assert.Throws<TrainingDataException>(() => ModelCard.ExpectPlace(folder));
        Assert.Throws<TrainingDataException>(() => ModelCard.Write(Release, Figures, folder));

        Assert.Equal("# Ours\n", File.ReadAllText(Path.Combine(folder, "README.md")));
        Assert.False(Directory.Exists(Path.Combine(folder, "card")));
    }

    [Fact]
    public void A_release_is_written_whole_and_leaves_nothing_half_done()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        ReleaseFolder.Write(folder, Release, Figures, [4], new Dictionary<string, byte[]> { ["sentiment"] = [1, 2, 3] }, "{}\n");

        Assert.Equal(
            ["README.md", "card", "test-1.figures.json", "test-1.golden.jsonl", "test-1.json", "test-1.sentiment.zip", "test-1.words.bin"],
            Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, new FileInfo(Path.Combine(folder, "test-1.sentiment.zip")).Length);
    }

    [Fact]
    public void A_release_that_lacks_a_zip_writes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        Assert.Throws<KeyNotFoundException>(() => ReleaseFolder.Write(folder, Release, Figures, [4], new Dictionary<string, byte[]>(), "{}\n"));

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
