using System.Text;
using System.Text.Json;
using Listening.AzureStorage;
using Listening.Domain;
using Listening.Local.Commands;
using Listening.Local.Hosting;
using Listening.Local.Views;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

[Collection("Azurite")]
public sealed class SourceProfileCommandsTests(AzuriteFixture azurite)
{
    private static readonly SourceProfile Forum = new()
    {
        Brand = "nordrad",
        Source = "forum",
        Profile = new LearnedProfile(
            "general-1", 812, new Dictionary<string, double> { ["umsab"] = 0.62, ["potts"] = 0.21, ["mobasa"] = 0.17 },
            new SentimentScores(0.41, 0.3, 0.29), new OddsFactors(1.12, 1, 0.91)),
        LearnedAt = Samples.Morning,
        FirstAt = Samples.Morning.AddDays(-1),
    };

    [Fact]
    public void The_table_says_whom_posts_resemble_and_what_follows()
    {
        var lines = SourceProfileTable.Format([Forum, new SourceProfile { Brand = "nordrad", Source = "blog", ResetAt = Samples.Morning }], 200).Split('\n');

        var forum = Assert.Single(lines, line => line.Contains("forum", StringComparison.Ordinal));
        foreach (var part in (string[])["nordrad", "812", "umsab 62 %, potts 21 %, mobasa 17 %", "negative 41 % (×1.12), neutral 30 %, positive 29 % (×0.91)", "2026-11-16 08:00"])
        {
            Assert.Contains(part, forum, StringComparison.Ordinal);
        }

        Assert.Contains("reset 2026-11-16 08:00; each post is read for itself", Assert.Single(lines, line => line.Contains("blog", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("2 streams", lines[^1].Trim());
    }

    [Fact]
    public async Task A_stream_is_shown_and_forgotten_by_name()
    {
        // Commands know no prefix, so this brand is nobody else's.
        var brand = $"brand-{Guid.NewGuid():N}";
        var account = StorageAccount.Connect(azurite.ConnectionString);
        await account.CreateAsync(default);
        await new TableSourceProfiles(account).SaveAsync(Forum with { Brand = brand }, default);

        var before = await ShownAsync(brand);
        var (missing, _, remark) = await RunAsync(output => SourceProfileCommands.ResetAsync(Options, brand, "forun", output, default));
        var (done, said, _) = await RunAsync(output => SourceProfileCommands.ResetAsync(Options, brand, "forum", output, default));
        var after = await ShownAsync(brand);

        Assert.Equal((812, 0.62, 0.41, 1.12, "general-1"), (
            before.GetProperty("posts").GetInt32(), before.GetProperty("schools").GetProperty("umsab").GetDouble(), before.GetProperty("prior").GetProperty("negative").GetDouble(),
            before.GetProperty("factors").GetProperty("negative").GetDouble(), before.GetProperty("model").GetString()));
        Assert.Equal((1, 0), (missing, done));
        Assert.Equal($"Nothing was ever learned of the posts about '{brand}' from 'forun'; 'streams' lists what was.", remark.Trim());
        Assert.StartsWith($"What was learned of the posts about {brand} from forum is forgotten (812 posts; umsab 62 %, ", said, StringComparison.Ordinal);
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.String), (
            after.GetProperty("posts").ValueKind, after.GetProperty("learnedAt").ValueKind, after.GetProperty("resetAt").ValueKind));
    }

    [Fact]
    public async Task Texts_that_belong_together_are_learned_from_before_they_are_judged()
    {
        var texts = Enumerable.Range(0, 50).Select(i => $"Nummer {i} ist {(i < 20 ? "kaputt" : "da")}").Append("Naja, geht so.").ToList();

        var together = await ScoreAsync(new WordModel(), texts, "Werkstatt");
        var (alone, _) = await ScoreAsync(new WordModel(), texts, null);

        Assert.Equal(texts.Count, together.Lines.Count);
        Assert.All(together.Lines, line => Assert.Equal(
            ("Werkstatt", 51, "road 61 %, workshop 39 %; negative ×1.20"),
            (line.GetProperty("stream").GetProperty("name").GetString(), line.GetProperty("stream").GetProperty("texts").GetInt32(), line.GetProperty("stream").GetProperty("prior").GetString())));
        Assert.All(alone, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("stream").ValueKind));
        Assert.True(Negative(together.Lines[^1]) > Negative(alone[^1]));
        Assert.Empty(together.Remarks);

        static double Negative(JsonElement line) => line.GetProperty("probabilities").GetProperty("negative").GetDouble();
    }

    [Theory]
    [InlineData(true, 49, "here are 49, so each is read for itself")]
    [InlineData(false, 60, "The models words-1 were trained without streams")]
    public async Task Where_nothing_can_be_learned_each_is_read_for_itself_and_one_sentence_says_why(bool learns, int different, string expected)
    {
        // Ten of them stand there twice, and one is French: they tell nothing.
        var texts = Enumerable.Range(0, different).Concat(Enumerable.Range(0, 10)).Select(i => $"Nummer {i} ist kaputt").Append("Où est mon colis, je ne sais pas").ToList();

        var (lines, remarks) = await ScoreAsync(new WordModel { LearnsSourceProfiles = learns }, texts, "shop");

        Assert.Contains(expected, Assert.Single(remarks.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("stream").GetProperty("prior").ValueKind));
        Assert.Equal(texts.Count, lines.Count);
    }

    private LocalHostOptions Options => new() { Storage = azurite.ConnectionString };

    private async Task<JsonElement> ShownAsync(string brand)
    {
        var (exit, output, _) = await RunAsync(output => SourceProfileCommands.ListAsync(Options, json: true, output, default));
        Assert.Equal(0, exit);
        return Lines(output).Single(line => line.GetProperty("brand").GetString() == brand);
    }

    private static async Task<(IReadOnlyList<JsonElement> Lines, string Remarks)> ScoreAsync(WordModel model, IEnumerable<string> texts, string? stream)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', texts)));
        var (exit, output, remarks) = await RunAsync(output => ScoreCommand.RunAsync(model, input, stream, output, default));
        Assert.Equal(0, exit);
        return (Lines(output), remarks);
    }

    private static async Task<(int Exit, string Output, string Remarks)> RunAsync(Func<ConsoleOutput, Task<int>> command)
    {
        using var results = new StringWriter();
        using var remarks = new StringWriter();
        var exit = await command(new ConsoleOutput(results, remarks, terminal: false));
        return (exit, results.ToString(), remarks.ToString());
    }

    private static IReadOnlyList<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
