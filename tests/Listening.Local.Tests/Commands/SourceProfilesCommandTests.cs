using System.CommandLine;
using Listening.AzureStorage;
using Listening.Domain;
using Listening.Local.Commands;
using Listening.Local.Views;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

[Collection("Azurite")]
public sealed class SourceProfilesCommandTests(AzuriteFixture azurite)
{
    private static readonly SourceProfile Forum = new()
    {
        Brand = "nordrad",
        Source = "forum",
        Profile = new LearnedProfile(
            "general-1", 812, new Dictionary<string, double> { ["umsab"] = 0.62, ["potts"] = 0.21, ["mobasa"] = 0.17 },
            new SentimentScores(0.41, 0.3, 0.29), new OddsFactors(1.12, 1, 0.91)),
        Correction = new LearnedCorrection("general-1", 46, 12, new Dictionary<string, double> { ["needsAction"] = 0.84 }),
        LearnedAt = Samples.Morning,
        FirstAt = Samples.Morning.AddDays(-1),
    };

    [Fact]
    public void The_table_shows_what_posts_resemble_and_how_verdicts_change()
    {
        var reset = new SourceProfile { Brand = "nordrad", Source = "blog", ResetAt = Samples.Morning };

        var lines = SourceProfilesCommand.Format([Forum, reset], 300).Split('\n');

        var forum = Assert.Single(lines, line => line.Contains("forum", StringComparison.Ordinal));
        string[] parts =
        [
            "nordrad", "812", "umsab 62 %, potts 21 %, mobasa 17 %", "negative 41 % (×1.12), neutral 30 %, positive 29 % (×0.91)",
            "needsAction +0.84 (46 annotations, 12 of this source)", "2026-11-16 08:00",
        ];
        Assert.All(parts, part => Assert.Contains(part, forum, StringComparison.Ordinal));
        var blog = Assert.Single(lines, line => line.Contains("blog", StringComparison.Ordinal));
        Assert.Contains("reset 2026-11-16 08:00; each post is judged on its own", blog, StringComparison.Ordinal);
        Assert.Equal("2 source profiles", lines[^1].Trim());
    }

    [Fact]
    public async Task A_source_profile_is_listed_and_deleted_by_name()
    {
        // Commands have no table prefix, so the brand is unique to this test.
        var brand = $"brand-{Guid.NewGuid():N}";
        var account = StorageAccount.Connect(azurite.ConnectionString);
        await account.CreateAsync(default);
        await new TableSourceProfiles(account).SaveAsync(Forum with { Brand = brand }, default);

        var before = await ListedAsync(brand);
        var (missing, _, error) = await RunAsync("source-profiles", "reset", brand, "forun");
        var (done, confirmation, _) = await RunAsync("source-profiles", "reset", brand, "forum");
        var after = await ListedAsync(brand);

        Assert.Equal((812, 0.62, 0.41, 1.12, "general-1"), (
            before.GetProperty("posts").GetInt32(),
            before.GetProperty("schools").GetProperty("umsab").GetDouble(),
            before.GetProperty("prior").GetProperty("negative").GetDouble(),
            before.GetProperty("factors").GetProperty("negative").GetDouble(),
            before.GetProperty("model").GetString()));
        Assert.Equal((1, 0), (missing, done));
        Assert.Equal(
            $"There is no source profile for brand '{brand}' and source 'forun'; 'source-profiles' lists all.", error.Trim());
        Assert.StartsWith(
            $"The profile of the posts about {brand} from forum is deleted (812 posts; umsab 62 %, ",
            confirmation,
            StringComparison.Ordinal);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.String), (
            after.GetProperty("posts").ValueKind, after.GetProperty("learnedAt").ValueKind, after.GetProperty("resetAt").ValueKind));
    }

    [Fact]
    public async Task A_profile_is_learned_from_the_texts_of_one_source_before_they_are_judged()
    {
        var texts = Enumerable.Range(0, 50).Select(i => $"Nummer {i} ist {(i < 20 ? "kaputt" : "da")}").Append("Naja, geht so.").ToList();

        var together = await ScoreAsync(new WordModel(), texts, "Werkstatt");
        var (alone, _) = await ScoreAsync(new WordModel(), texts, null);

        Assert.Equal(texts.Count, together.Lines.Count);
        Assert.All(together.Lines, line => Assert.Equal(
            """{"name":"Werkstatt","texts":51,"prior":"road 61 %, workshop 39 %; negative ×1.20"}""",
            line.GetProperty("source").GetRawText()));
        Assert.All(alone, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("source").ValueKind));
        Assert.True(Negative(together.Lines[^1]) > Negative(alone[^1]));
        Assert.Empty(together.Log);

        static double Negative(JsonElement line) => line.GetProperty("probabilities").GetProperty("negative").GetDouble();
    }

    [Theory]
    [InlineData(true, 49, "there are 49, so each is judged on its own")]
    [InlineData(false, 60, "The model words-1 was trained without source profiles")]
    public async Task Without_a_profile_each_text_is_judged_on_its_own_and_one_sentence_says_why(
        bool learns, int different, string expected)
    {
        // Ten of them are repeated, and one is French: nothing is learned from these.
        var texts = Enumerable.Range(0, different).Concat(Enumerable.Range(0, 10))
            .Select(i => $"Nummer {i} ist kaputt")
            .Append("Où est mon colis, je ne sais pas")
            .ToList();

        var (lines, log) = await ScoreAsync(new WordModel { LearnsSourceProfiles = learns }, texts, "shop");

        Assert.Contains(expected, Assert.Single(log.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("source").GetProperty("prior").ValueKind));
        Assert.Equal(texts.Count, lines.Count);
    }

    private async Task<JsonElement> ListedAsync(string brand)
    {
        var (exit, output, _) = await RunAsync("source-profiles", "--json");
        Assert.Equal(0, exit);
        return Lines(output).Single(line => line.GetProperty("brand").GetString() == brand);
    }

    private static async Task<(IReadOnlyList<JsonElement> Lines, string Log)> ScoreAsync(
        WordModel model, IEnumerable<string> texts, string? source)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', texts)));
        var (exit, output, log) = await RunAsync(output => ScoreCommand.RunAsync(model, input, source, output, default));
        Assert.Equal(0, exit);
        return (Lines(output), log);
    }

    private Task<(int Exit, string Output, string Log)> RunAsync(params string[] arguments) => RunAsync(output =>
    {
        var root = new RootCommand { SharedOptions.Folder, SharedOptions.Storage, SourceProfilesCommand.Create(output) };
        return root.Parse([.. arguments, "--storage", azurite.ConnectionString]).InvokeAsync();
    });

    private static async Task<(int Exit, string Output, string Log)> RunAsync(Func<ConsoleOutput, Task<int>> command)
    {
        using var results = new StringWriter();
        using var log = new StringWriter();
        var exit = await command(new ConsoleOutput(results, log, terminal: false));
        return (exit, results.ToString(), log.ToString());
    }

    private static IReadOnlyList<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
