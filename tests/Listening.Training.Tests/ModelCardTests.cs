using Listening.Scoring;
using Listening.Training.Card;
using Listening.Training.Corpora;
using Listening.Training.Metrics;

namespace Listening.Training.Tests;

public sealed class ModelCardTests
{
    private static readonly string[] Labels = ["a<b", "neutral", "positive"];

    private static readonly GroupMetrics German = GroupMetrics.Compute(
        "de", Labels, [.. Enumerable.Range(0, 1200)
            .Select(i => new Prediction(i % 3, i % 5 == 0 ? [0.5f, 0.3f, 0.2f] : i % 2 == 0 ? [0.1f, 0.1f, 0.8f] : [0.1f, 0.8f, 0.1f]))],
                0.6, seed: 1) with
    {
        IsLanguage = true,
    };

    private static readonly ReleaseFigures Figures = new(
        "test-1", new Dictionary<string, HeadFigures> { ["sentiment"] = new([German], []) });

    private static readonly ModelSetManifest Manifest = new()
    {
        Version = "test-1",
        Normalizer = "1",
        Languages = ["de"],
        Description = "For tests.",
        Profile = "all",
        Seed = 1,
        Words = new("test-1.words.bin", new('0', 64)),
        Heads = [new("sentiment", "test-1.sentiment.zip", new('0', 64), Labels, Temperature: 1.1f, Threshold: 0.6f)],
        Data = [new("kunden", new('0', 64), "MIT", Commercial: true, Texts: 1200)],
    };

    [Theory]
    [InlineData("", "listening-4")]
    [InlineData("", "listening-4-encoder")]
    [InlineData("care", "care-5-words")]
    [InlineData("care", "care-5-encoder")]
    public void The_committed_card_is_what_the_generator_writes_from_the_committed_figures(string part, string set)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", part);
        var manifest = ModelSetManifest.Read(Path.Combine(folder, $"{set}.json"));
        var figures = JsonSerializer.Deserialize(
            File.ReadAllBytes(Path.Combine(folder, $"{set}.figures.json")), ReleaseJson.Default.ReleaseFigures)!;

        Assert.Contains(
            ModelCard.Section(manifest, figures).Trim(), File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Confusion_and_reliability_show_every_text()
    {
        var card = ModelCard.Section(Manifest, Figures);

        var counts = Rows(card, "| de: actual \\ predicted |").SelectMany(row => row).Select(cell => cell.Split(' ')[0]);
        Assert.Equal(1200, counts.Sum(count => int.Parse(count, NumberStyles.Number, CultureInfo.InvariantCulture)));
        Assert.Equal(
            German.Bins.Select(bin => bin.Count == 0 ? "" : $"{bin.Accuracy:.00} ({bin.Count:N0})"),
            Rows(card, "| share right (texts) by probability |").Single());
    }

    [Fact]
    public void Figures_with_a_profile_are_shown_beside_those_without()
    {
        var withProfile = German with { MacroF1 = 0.712, CalibrationError = 0.02 };
        var figures = Figures with { SourceProfiles = new(new([withProfile], []), new([German with { MacroF1 = 0.7 }], []), new([], [])) };
        var manifest = new SourceProfilesManifest("sentiment", "school", Prior: [], Balance: 0, PriorBound: 1.5f, Schools: []);

        var card = ModelCard.Section(Manifest with { SourceProfiles = manifest }, figures);

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| de | 1,200 | .712 ({German.MacroF1:.000}) |"), card,
            StringComparison.Ordinal);
        Assert.Contains("| de | 1,200 | .712 (.700) |", card, StringComparison.Ordinal);
        Assert.DoesNotContain("unseen school", card, StringComparison.Ordinal);
        Assert.DoesNotContain("with source profiles", ModelCard.Section(Manifest, Figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_replace_what_stands_between_the_markers_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "README.md"), $"# Ours\n\n{ModelCard.Begin}\nold figures\n{ModelCard.End}\n\nGoes on.\n");

        ModelCard.Write(Manifest, Figures, folder);
        var once = File.ReadAllText(Path.Combine(folder, "README.md"));
        ModelCard.Write(Manifest, Figures, folder);

        Assert.StartsWith($"# Ours\n\n{ModelCard.Begin}\n", once, StringComparison.Ordinal);
        Assert.EndsWith($"{ModelCard.End}\n\nGoes on.\n", once, StringComparison.Ordinal);
        Assert.Contains("| kunden | 1,200 | MIT | yes |", once, StringComparison.Ordinal);
        Assert.DoesNotContain("old figures", once, StringComparison.Ordinal);
        Assert.Equal(once, File.ReadAllText(Path.Combine(folder, "README.md")));
    }

    [Fact]
    public void A_readme_without_markers_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "README.md"), "# Ours\n");

        Assert.Throws<TrainingDataException>(() => ModelCard.CheckMarkers(folder));
        Assert.Throws<TrainingDataException>(() => ModelCard.Write(Manifest, Figures, folder));

        Assert.Equal("# Ours\n", File.ReadAllText(Path.Combine(folder, "README.md")));
    }

    [Fact]
    public void A_release_is_written_whole_and_leaves_nothing_half_done()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        ReleaseFolder.Write(folder, Manifest, Figures, [4], new Dictionary<string, byte[]> { ["sentiment"] = [1, 2, 3] }, "{}\n");

        Assert.Equal(
            ["README.md", "test-1.figures.json", "test-1.golden.jsonl", "test-1.json", "test-1.sentiment.zip", "test-1.words.bin"],
            Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, new FileInfo(Path.Combine(folder, "test-1.sentiment.zip")).Length);
    }

    [Fact]
    public void A_set_with_the_word_embeddings_of_another_shares_their_file()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllBytes(Path.Combine(folder, "test-1.words.bin"), [4]);

        Assert.Equal("test-1.words.bin", ReleaseFolder.WordsName(folder, "test-1-encoder", [4]));
        Assert.Equal("test-1-encoder.words.bin", ReleaseFolder.WordsName(folder, "test-1-encoder", [5]));
    }

    [Fact]
    public void A_release_that_lacks_a_zip_writes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        Assert.Throws<KeyNotFoundException>(
            () => ReleaseFolder.Write(folder, Manifest, Figures, [4], new Dictionary<string, byte[]>(), "{}\n"));

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    /// <summary>The cells of the table with this header, without those of its first column.</summary>
    private static List<string[]> Rows(string card, string header) =>
    [
        .. card[card.IndexOf(header, StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.Length > 0)
            .Select(line => line[2..^2].Split(" | ")[1..]),
    ];
}
