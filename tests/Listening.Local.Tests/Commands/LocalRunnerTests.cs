using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Listening.Annotations;
using Listening.Azurite;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Local.Tests.Commands;

/// <summary>The commands, each a process of its own on its own Azurite.</summary>
public sealed class LocalRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sample_brand_runs_to_rows_and_alerts_and_a_second_run_finds_nothing_new()
    {
        var first = await RunOnceAsync();

        Assert.Equal(4, first.GetProperty("sources").GetArrayLength());
        Assert.All(
            first.GetProperty("sources").EnumerateArray(),
            source => Assert.Equal(JsonValueKind.Null, source.GetProperty("problem").ValueKind));
        Assert.True(Count(first, "fetched") >= 120);
        Assert.Equal(Count(first, "fetched"), Count(first, "new") + Count(first, "irrelevant"));
        Assert.Equal(
            Count(first, "new"),
            new[] { "negative", "neutral", "positive", "unsure", "own" }.Sum(kind => Count(first, kind)));
        Assert.True(Count(first, "own") > 0);
        Assert.True(Count(first, "alerts") > 0);
        Assert.True(Count(first, "unsure") > 0);
        Assert.Equal(0, Count(first, "poisoned"));

        var second = await RunOnceAsync();

        Assert.Equal((0, 0, 0), (Count(second, "new"), Count(second, "alerts"), Count(second, "poisoned")));
    }

    [Fact]
    public async Task Ten_thousand_posts_become_ten_thousand_rows_and_a_second_run_finds_nothing_new()
    {
        // Equal texts under different ids are different posts.
        string[] texts =
        [
            "Northwind liefert pünktlich, danke!", "Nie wieder Northwind, der Service ist furchtbar schlecht!",
            "Northwind has opened a new shop.", "Wann kommt der Kessel 🫖?",
        ];
        _folder.Write("posts.jsonl", string.Join('\n', Enumerable.Range(0, 10_000).Select(number =>
            $$"""{"externalId":"{{number}}","text":"{{texts[number % 4]}}","authorId":"a{{number % 2_500}}","threadId":"t{{number % 40}}"}""")));
        _folder.Write("listening.json", """
            {
              "brands": [ { "id": "northwind", "name": "Northwind" } ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ]
            }
            """);

        var first = await RunOnceAsync();

        Assert.Equal((10_000, 10_000, 0), (Count(first, "fetched"), Count(first, "new"), Count(first, "poisoned")));
        Assert.Equal(10_000, Count(first, "negative") + Count(first, "neutral") + Count(first, "positive") + Count(first, "unsure"));
        var negative = Enumerable.Range(0, 10_000).Where(number => number % 4 == 1);
        Assert.Equal(negative.Select(number => (number % 40, number % 2_500)).Distinct().Count(), Count(first, "alerts"));

        var second = await RunOnceAsync();

        Assert.Equal((0, 0, 0), (Count(second, "new"), Count(second, "alerts"), Count(second, "poisoned")));
    }

    [Fact]
    public async Task Care_team_and_analysts_can_read_what_a_run_stored()
    {
        var run = await RunOnceAsync();

        var mentions = await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--since", "2d", "--json");
        var rows = Lines(mentions.Output);
        Assert.Equal(Count(run, "new"), rows.Count);
        Assert.All(rows, row => Assert.Equal("morgenrot", row.GetProperty("brand").GetString()));

        var table = await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--brand", "morgenrot", "--since", "2d");
        Assert.Contains($"{rows.Count} mentions", table.Output, StringComparison.Ordinal);

        var none = await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--brand", "nobody");
        Assert.Equal("There is no brand 'nobody'; the known ones are morgenrot.", none.Output.Trim());

        var recent = await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--since", "1m");
        Assert.Contains($" of {rows.Count} stored mentions", recent.Log, StringComparison.Ordinal);
        Assert.Contains(rows[0].GetProperty("id").GetString()!, table.Output, StringComparison.Ordinal);

        var all = Lines((await LocalRunnerProcess.RunAsync(_folder.Path, "", "alerts", "--take", "1000", "--json")).Output);
        Assert.True(all.Count > 32);
        Assert.Contains(rows, row => row.GetProperty("own").GetBoolean());
        Assert.DoesNotContain(all, alert => alert.GetProperty("data").GetProperty("author").ToString().Contains(
            "Morgenrot-Team", StringComparison.Ordinal));
        Assert.Equal(Count(run, "alerts"), all.Select(alert => alert.GetProperty("id").GetString()).Distinct().Count());
        var readable = await LocalRunnerProcess.RunAsync(_folder.Path, "", "alerts", "--take", "3");
        Assert.Contains("3 alerts", readable.Output, StringComparison.Ordinal);
        Assert.Contains($"3 alerts shown; {all.Count} messages wait on the queue", readable.Log, StringComparison.Ordinal);

        var alerts = Lines((await LocalRunnerProcess.RunAsync(_folder.Path, "", "alerts", "--take", "3", "--json")).Output);
        Assert.Equal(3, alerts.Count);
        Assert.All(alerts, alert =>
        {
            Assert.Equal("1.0", alert.GetProperty("specversion").GetString());
            Assert.InRange(alert.GetProperty("data").GetProperty("verdict").GetProperty("needsAction").GetDouble(), 0.3, 1);
        });

        var poison = await LocalRunnerProcess.RunAsync(_folder.Path, "", "poison");
        Assert.Equal((0, "No poisoned messages."), (poison.ExitCode, poison.Output.Trim()));
    }

    [Fact]
    public async Task A_longer_period_is_advised_only_where_it_shows_more()
    {
        var year = DateTime.UtcNow.Year;
        _folder.Write("posts.jsonl", $$"""
            {"externalId":"1","text":"Northwind ist super","createdAt":"{{year - 4}}-02-01T00:00:00Z"}
            {"externalId":"2","text":"Northwind ist super","createdAt":"{{year - 4}}-01-01T00:00:00Z"}
            """);
        await RunOnceAsync("--config", Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }"""));

        var recent = await MentionsAsync("--since", "104w");
        Assert.Equal("No mentions in that time.", recent.Output.Trim());
        var advice = Regex.Match(
            recent.Log, "^Shown: 0 of 2 stored mentions; the others are older, and '--since ([0-9]+w)' looks further back.\n$");
        Assert.True(advice.Success, recent.Log);

        var advised = await MentionsAsync("--since", advice.Groups[1].Value, "--json");
        Assert.NotEmpty(advised.Output);
        var all = await MentionsAsync("--since", "9999w", "--json");
        Assert.Equal((2, ""), (Lines(all.Output).Count, all.Log));

        Task<LocalRunnerResult> MentionsAsync(params string[] options) =>
            LocalRunnerProcess.RunAsync(_folder.Path, "", ["mentions", "--brand", "northwind", .. options]);
    }

    [Fact]
    public async Task A_brand_that_is_unknown_is_named_with_the_one_that_was_meant()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Northwind ist super"}""");
        _folder.Write("listening.json", """
            {
              "brands": [
                { "id": "northwind", "name": "Northwind", "query": "northwind" },
                { "id": "contoso", "name": "Contoso", "query": "contoso" }
              ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ]
            }
            """);
        await RunOnceAsync();

        var misspelt = await MentionsAsync("nortwhind");
        var unknown = await MentionsAsync("fabrikam", "--json");
        var quiet = await MentionsAsync("contoso");

        Assert.Equal((0, "There is no brand 'nortwhind'; did you mean 'northwind'?", ""), misspelt);
        Assert.Equal((0, "", "There is no brand 'fabrikam'; the known ones are contoso, northwind."), unknown);
        Assert.Equal((0, "No mentions yet.", ""), quiet);

        async Task<(int, string, string)> MentionsAsync(params string[] more)
        {
            var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", ["mentions", "--brand", .. more]);
            return (result.ExitCode, result.Output.Trim(), result.Log.Trim());
        }
    }

    [Fact]
    public async Task Check_says_who_is_only_observed_and_what_a_query_asks_for_that_a_source_does_not_say()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Northwind ist kaputt"}""");
        _folder.Write("listening.json", """
            {
              "brands": [
                { "id": "northwind", "name": "Northwind", "query": "northwind rating<3" },
                { "id": "contoso", "name": "Contoso", "query": "contoso", "listen": "observe" }
              ],
              "sources": [ { "name": "posts", "type": "file", "path": "posts.jsonl", "listen": "observe" } ]
            }
            """);

        var check = await LocalRunnerProcess.RunAsync(_folder.Path, "", "check");

        Assert.Equal(0, check.ExitCode);
        Assert.Contains("Contoso is observed: its posts are stored and alert nobody", check.Output, StringComparison.Ordinal);
        Assert.Matches("posts: 1 mention.*; observed, so that it alerts nobody\\.", check.Output);
        Assert.Contains(
            "query of northwind: no post of its first page says what 'rating<3' asks for", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "query of northwind: 'northwind NEAR/5 kaffee' is checked once posts are read: ")]
    [InlineData("\"query\": \"kaffee NEAR/3 kanne\",", "its query: 'kaffee NEAR/3 kanne' is checked once posts are read: ")]
    public async Task Check_says_what_a_platform_cannot_be_asked_for(string option, string note)
    {
        await using var site = new LoopbackSite();
        _folder.Write("listening.json", $$"""
            {
              "brands": [ { "id": "northwind", "name": "Northwind", "query": "northwind NEAR/5 kaffee" } ],
              "sources": [
                { "name": "Forum", "type": "discourse", "server": "{{site.Url("/")}}", "read": "search", {{option}} "allowPrivateNetwork": true }
              ]
            }
            """);

        var check = await LocalRunnerProcess.RunAsync(_folder.Path, "", "check");

        Assert.Contains(note, check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_is_tried_on_what_is_stored_and_a_wrong_one_is_pointed_at()
    {
        _folder.Write("posts.jsonl", """
            {"externalId":"1","text":"Northwind ist kaputt"}
            {"externalId":"2","text":"Northwind ist super"}
            {"externalId":"3","text":"Nordwind ist kaputt"}
            {"externalId":"4","text":"Die Sonne scheint"}
            """);
        _folder.Write("listening.json", """
            {
              "brands": [ { "id": "northwind", "name": "Northwind", "query": "northwind" } ],
              "sources": [ { "name": "posts", "type": "file", "path": "posts.jsonl", "keepIrrelevant": 10 } ]
            }
            """);
        await RunOnceAsync("--config", "listening.json");

        var wider = await LocalRunnerProcess.RunAsync(_folder.Path, "", "query", "try", "northwind OR nordwind", "--brand", "northwind");
        var unknown = await LocalRunnerProcess.RunAsync(_folder.Path, "", "query", "try", "northwind", "--brand", "northwnd");
        var tried = await LocalRunnerProcess.RunAsync(_folder.Path, "", "query", "try", "northwind (kaputt OR defekt)", "--json");
        var readable = await LocalRunnerProcess.RunAsync(_folder.Path, "", "query", "try", "northwind (kaputt OR defekt)");
        var wrong = await LocalRunnerProcess.RunAsync(_folder.Path, "", "query", "try", "northwind (kaputt OR");

        var figures = Assert.Single(Lines(tried.Output));
        Assert.Equal(
            (2, 1, 0, 1),
            (Count(figures, "posts"), Count(figures, "matched"), Count(figures, "added"), Count(figures, "lost")));
        Assert.Contains("  found: [Northwind] ist [kaputt] (", readable.Output, StringComparison.Ordinal);
        Assert.Contains("  lost: [Northwind] ist super (", readable.Output, StringComparison.Ordinal);
        Assert.Contains("finds 2 of 2 stored mentions", wider.Output, StringComparison.Ordinal);
        Assert.Contains("and 1 of 2 other posts, stored for other brands or kept for trying queries", wider.Output, StringComparison.Ordinal);
        Assert.Contains("  new: [Nordwind] ist kaputt (", wider.Output, StringComparison.Ordinal);
        Assert.Equal(
            (2, "There is no brand 'northwnd'; did you mean 'northwind'?"), (unknown.ExitCode, unknown.Log.Trim()));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Matches("northwind \\(kaputt OR\n +\\^", wrong.Log);
    }

    [Fact]
    public async Task Score_prints_a_line_of_JSON_for_each_line_of_text()
    {
        var result = await LocalRunnerProcess.RunAsync(
            _folder.Path, "Katastrophe, mein Paket fehlt seit drei Wochen und niemand antwortet!\nThank you, great service!\n\nمرحبا بالعالم\n", "score");

        var lines = Lines(result.Output);
        Assert.Equal(["de", "en", "other", "other"], lines.Select(line => line.GetProperty("language").GetString()!));
        Assert.Equal(["negative", "positive"], lines.Take(2).Select(line => line.GetProperty("likeliestSentiment").GetString()!));
        Assert.All(lines, line => Assert.Equal(
            1, line.GetProperty("probabilities").EnumerateObject().Sum(probability => probability.Value.GetDouble()), 0.001));
        Assert.Equal(["negative", "positive"], lines.Take(2).Select(line => line.GetProperty("sentiment").GetString()!));
        Assert.Equal("unsure", lines[3].GetProperty("sentiment").GetString());
        string[] fields =
        [
            "sentiment", "likeliestSentiment", "confidence", "probabilities", "language", "needsAction", "level", "wouldAlert", "reasons",
            "severity", "severityProbability", "voice", "department", "heads", "passage", "intent", "intentConfidence", "abuse", "spam",
            "otherMeaning", "model", "correction", "source", "explanation",
        ];
        Assert.True(lines[0].GetProperty("wouldAlert").GetBoolean());
        Assert.StartsWith("to be answered", lines[0].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.False(line.GetProperty("wouldAlert").GetBoolean()));
        Assert.All(lines, line => Assert.Equal(fields, line.EnumerateObject().Select(field => field.Name)));
        Assert.All(lines, line => Assert.Equal(ZipTextModel.Shipped, line.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task A_second_model_is_compared_with_the_first_and_changes_none_of_its_verdicts()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Mein Paket von Northwind kam kaputt an, Hotline seit Tagen besetzt."}""");
        var config = Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }""");
        var same = Path.Combine(AppContext.BaseDirectory, "models", $"{ZipTextModel.Shipped}.json");

        var run = await LocalRunnerProcess.RunAsync(
            _folder.Path, "", [("Listening__CompareModel", same)], ["run", "--once", "--json", "--config", config]);

        var summary = Lines(run.Output).Single();
        Assert.Equal(
            (1, 1, 1, 0), (Count(summary, "new"), Count(summary, "alerts"), Count(summary, "compared"), Count(summary, "disagreed")));
        var row = Lines((await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--json")).Output).Single();
        Assert.InRange(row.GetProperty("needsAction").GetDouble(), 0.5, 1);
        Assert.All(
            (string[])["alertLevel", "severity", "severe", "voice", "department", "heads", "passage"],
            name => Assert.True(row.TryGetProperty(name, out _), name));
        Assert.Equal(
            [ZipTextModel.Shipped, "negative", "negative"],
            ((string[])["comparedModel", "comparedSentiment", "sentiment"]).Select(field => row.GetProperty(field).GetString()));
    }

    [Fact]
    public async Task A_second_model_that_is_missing_is_reported_in_one_sentence()
    {
        var config = Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }""");

        var run = await LocalRunnerProcess.RunAsync(
            _folder.Path, "", [("Listening__CompareModel", "candidate.json")], ["run", "--once", "--config", config]);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "The setting Listening__CompareModel is not valid: "
            + $"There is no file {Path.Combine(_folder.Path, "candidate.json")}; name the manifest of a model.",
            run.Log.Trim());
    }

    [Theory]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "localhost:4317",
        "The setting OTEL_EXPORTER_OTLP_ENDPOINT is not an http or https address; write one such as http://localhost:4317.")]
    [InlineData(
        "Listening__Http__MaxRedirects",
        "99",
        "The setting Listening__Http__MaxRedirects is not valid: The field MaxRedirects must be between 0 and 20.")]
    [InlineData(
        "Listening__Http__MaxRedirects",
        "many",
        "Failed to convert configuration value 'many' at 'Listening:Http:MaxRedirects' to type 'System.Int32'; correct it or remove it.")]
    public async Task A_setting_that_is_not_valid_is_reported_in_one_sentence_that_names_it(string name, string value, string sentence)
    {
        var config = Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }""");

        var run = await LocalRunnerProcess.RunAsync(
            _folder.Path, "", [(name, value)], ["run", "--once", "--config", config]);

        Assert.Equal((2, sentence), (run.ExitCode, run.Log.Trim()));
    }

    [Fact]
    public async Task A_second_runner_in_the_folder_is_refused_and_leaves_the_sample_of_the_first_alone()
    {
        var data = Path.Combine(_folder.Path, ".listening");
        using var first = LocalRunnerProcess.Start(_folder.Path, "run");
        while (await AzuriteProcess.FindRunningAsync(data, default) is null)
        {
            Assert.False(first.HasExited);
            await Task.Delay(100);
        }

        var sample = await File.ReadAllTextAsync(Path.Combine(data, "sample", "listening.json"));
        var second = await LocalRunnerProcess.RunAsync(_folder.Path, "", "run", "--once");
        var check = await LocalRunnerProcess.RunAsync(_folder.Path, "", "check");

        Assert.Equal((5, 0), (second.ExitCode, check.ExitCode));
        Assert.Equal(sample, await File.ReadAllTextAsync(Path.Combine(data, "sample", "listening.json")));
        await first.SignalAsync("TERM");
        Assert.Equal(0, (await first.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Annotations_are_exported_with_the_texts()
    {
        _folder.Write("posts.jsonl", """
            {"externalId":"1","text":"Northwind:\tna ja,\nging so."}
            {"externalId":"2","text":"Northwind, wann kommt der Kessel?"}
            """);
        await RunOnceAsync("--config", Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }"""));
        var ids = Lines((await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--json")).Output)
            .ToDictionary(row => row.GetProperty("text").GetString()![^1], row => row.GetProperty("id").GetString()!);

        await AnnotateAsync(ids['.'], "negative", "--by", "Jana");
        await AnnotateAsync(ids['?'], "negative", "--by", "Jana");
        var confirmation = await AnnotateAsync(ids['?'], "neutral", "--intent", "question", "--by", "Jana");
        var others = await AnnotateAsync(
            ids['?'], "--needs-action", "yes", "--severity", "none", "--voice", "question", "--department", "sales", "--by", "Tom");
        var explained = await LocalRunnerProcess.RunAsync(_folder.Path, "", "explain", "northwind", ids['?']);
        var unknown = await LocalRunnerProcess.RunAsync(_folder.Path, "", "annotate", "southwind", ids['?'], "neutral");
        var annotations = await LocalRunnerProcess.RunAsync(_folder.Path, "", "annotations", "--brand", "northwind");

        Assert.StartsWith(
            $"{ids['?']} is annotated as neutral, question by Jana; {ZipTextModel.Shipped} predicted ",
            confirmation,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{ids['?']} is annotated as needs action, severity none, voice question, department sales by Tom; ",
            others,
            StringComparison.Ordinal);
        Assert.Equal(0, explained.ExitCode);
        Assert.Matches(
            "^needs action [0-9]+ % \\([a-z]+\\): .+\nseverity [0-9]+ % \\([a-z]+\\): .+\n[a-z]+ [0-9]+ %: .+\nalert to [a-z-]+: .+\n$", explained.Output);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("There is no mention", Assert.Single(unknown.Log.Trim().Split('\n')), StringComparison.Ordinal);
        string[] expected =
        [
            "de\t\tfile:posts.jsonl\tnorthwind\tnegative\t\t\t\t\t\tNorthwind: na ja,\\nging so.\tExport",
            "de\t\tfile:posts.jsonl\tnorthwind\tneutral\tquestion\tquestion\tsales\t1\tnone\tNorthwind, wann kommt der Kessel?\tExport",
        ];
        var lines = annotations.Output.TrimEnd().Split('\n');
        Assert.Equal(AnnotationTsv.Header, lines[0]);
        Assert.Equal(expected.Order(), lines.Skip(1).Select(line => string.Join('\t', line.Split('\t')[1..^1])).Order());
        Assert.Equal("2 annotations exported.", annotations.Log.Trim());

        async Task<string> AnnotateAsync(string id, params string[] more)
        {
            var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", ["annotate", "northwind", id, .. more]);
            Assert.True(result.ExitCode == 0, result.Log);
            return result.Output;
        }
    }

    [Fact]
    public async Task A_broken_source_is_reported_in_one_line_and_the_others_are_read()
    {
        _folder.Write("good.jsonl", """{"externalId":"1","text":"Northwind ist super"}""");
        _folder.Write("header.csv", "foo;bar\n1;2\n");
        await using var site = new LoopbackSite();
        site.On("/page", Reply.Text("<!doctype html><html><body>Hello</body></html>", "text/html"));
        var config = Config(
            $$"""{ "name": "Good", "type": "file", "path": "good.jsonl" }""",
            $$"""{ "name": "Header", "type": "file", "path": "header.csv" }""",
            $$"""{ "name": "Page", "type": "feed", "url": "{{site.Url("/page")}}", "allowPrivateNetwork": true }""",
            """{ "name": "Nobody", "type": "feed", "url": "http://127.0.0.1:9/feed", "allowPrivateNetwork": true }""",
            $$"""{ "name": "Private", "type": "feed", "url": "{{site.Url("/page")}}" }""");

        var run = await RunOnceAsync("--config", config);

        Assert.Equal(1, Count(run, "new"));
        var problems = run.GetProperty("sources").EnumerateArray()
            .ToDictionary(source => source.GetProperty("name").GetString()!, source => source.GetProperty("problem").GetString());
        Assert.Null(problems["Good"]);
        Assert.Contains("header.csv", problems["Header"], StringComparison.Ordinal);
        Assert.Contains("web page", problems["Page"], StringComparison.Ordinal);
        Assert.All(["Header", "Page", "Nobody", "Private"], name => Assert.DoesNotContain('\n', problems[name]!));
        var codes = run.GetProperty("sources").EnumerateArray()
            .ToDictionary(source => source.GetProperty("name").GetString()!, source => source.GetProperty("problemCode").GetString());
        Assert.Null(codes["Good"]);
        Assert.All(["Header", "Page", "Nobody", "Private"], name => Assert.Matches("^[a-z]+(\\.[a-z-]+)+$", codes[name]!));

        var check = await LocalRunnerProcess.RunAsync(_folder.Path, "", "check", "--config", config);
        Assert.Equal(4, check.ExitCode);
        Assert.Contains("ok      Good", check.Output, StringComparison.Ordinal);
        Assert.Equal(4, check.Output.Split("PROBLEM").Length - 1);
    }

    [Theory]
    [InlineData("""{ "name": "S", "type": "file", "path": "x.jsonl", "brands": ["nortwind"] }""", "northwind")]
    [InlineData("""{ "name": "S", "type": "fax" }""", "$.sources[0].type")]
    public async Task An_invalid_configuration_is_refused_with_path_and_remedy(string source, string expected)
    {
        var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", "run", "--once", "--config", Config(source));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Log, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("mentions", "--since", "yesterday")]
    [InlineData("source-profiles", "reset", "morgenrot")]
    [InlineData("alerts", "--take", "0")]
    [InlineData("run", "--json", "")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "bad")]
    [InlineData("annotate", "morgenrot", "5B1F", "negative")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "unsure")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative", "--intent", "revenge")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative", "--by", " ")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "--by", "Jana")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "--needs-action", "maybe")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "--severity", "severe")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "--voice", "unknown")]
    [InlineData("annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "--department", "1")]
    [InlineData("explain", "morgenrot", "5B1F")]
    [InlineData("dance", "", "")]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", [.. arguments.Where(argument => argument.Length > 0)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Single(result.Log.Trim().Split('\n'));
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData(
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;"
        + "TableEndpoint=http://127.0.0.1:9/a;QueueEndpoint=http://127.0.0.1:9/a",
        "127.0.0.1:9")]
    public async Task An_unreachable_storage_account_is_reported_in_one_sentence_without_its_key(string storage, string cause)
    {
        var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--storage", storage);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(cause, Assert.Single(result.Log.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_account_that_refuses_is_reported_with_its_answer()
    {
        await using var site = new LoopbackSite();
        site.On("*", _ => new Reply(403));
        var address = site.Url("/a");

        var result = await LocalRunnerProcess.RunAsync(
            _folder.Path,
            "",
            "mentions",
            "--storage",
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint={address};QueueEndpoint={address}");

        Assert.Equal("The storage account failed: it answered 403. Check --storage and try again.", result.Log.Trim());
    }

    [Fact]
    public async Task A_reading_command_works_before_anything_was_found()
    {
        await (await AzuriteProcess.StartAsync(Path.Combine(_folder.Path, ".listening"))).DisposeAsync();

        await AssertPrintsAsync("No mentions yet.", "mentions");
        await AssertPrintsAsync("No poisoned messages.", "poison");
        await AssertPrintsAsync("", "alerts");
        await AssertPrintsAsync("No source profiles yet.", "source-profiles");
        await AssertPrintsAsync(AnnotationTsv.Header, "annotations");

        async Task AssertPrintsAsync(string expected, string command)
        {
            var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", command);
            Assert.Equal(0, result.ExitCode);
            Assert.StartsWith(expected, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_setting_that_is_unknown_is_reported_with_the_one_that_was_meant()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Northwind ist super"}""");
        var config = Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }""");

        var check = await LocalRunnerProcess.RunAsync(
            _folder.Path,
            "",
            [("Listening__Http__TotalLimits", "00:00:10"), ("Listening_CompareModel", "x.json"), ("LISTENING_UNRELATED", "1")],
            ["check", "--config", config]);

        Assert.Equal(0, check.ExitCode);
        Assert.Equal(2, check.Log.Trim().Split('\n').Length);
        Assert.Contains("did you mean Listening__Http__TotalLimit?", check.Log, StringComparison.Ordinal);
        Assert.Contains("did you mean Listening__CompareModel?", check.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_folder_that_does_not_exist_is_one_sentence()
    {
        var result = await LocalRunnerProcess.RunAsync(
            _folder.Path,
            "",
            [("HOME", Path.Combine(_folder.Path, "nobody")), ("LISTENING_CACHE", ""), ("XDG_CACHE_HOME", "")],
            ["run", "--once"]);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("There is no home folder", Assert.Single(result.Log.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_brand_is_never_written_to_an_account_given_by_storage()
    {
        var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", "run", "--once", "--storage", "UseDevelopmentStorage=true");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--config", result.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_and_docker_stop_end_a_live_run_cleanly(string signal)
    {
        using var runner = await LocalRunnerProcess.StartInForegroundAsync(_folder.Path);
        await runner.UntilLoggedAsync("Listening to 4 sources");

        await runner.SignalAsync(signal);

        await StoppedAsync(runner);
    }

    [Fact]
    public async Task A_live_run_in_the_background_of_a_shell_ignores_Ctrl_C_and_stops_cleanly_on_SIGTERM()
    {
        using var runner = LocalRunnerProcess.StartInBackground(_folder.Path);
        await runner.UntilLoggedAsync("Listening to 4 sources");

        await runner.SignalAsync("INT");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(runner.HasExited);
        await runner.SignalAsync("TERM");

        await StoppedAsync(runner);
    }

    [Theory]
    [InlineData("Stopping: finishing messages in progress, then saving.", "run")]
    [InlineData("Stopped before the end. What was stored is kept; the next run continues from there.", "run", "--once")]
    [InlineData("Stopped before the end.", "check")]
    public async Task A_stop_takes_5_seconds_at_most_though_a_source_and_the_telemetry_endpoint_hang(
        string sentence, params string[] arguments)
    {
        // Both accept connections and never answer.
        using var source = new TcpListener(IPAddress.Loopback, 0);
        using var telemetry = new TcpListener(IPAddress.Loopback, 0);
        source.Start();
        telemetry.Start();
        var config = Config(
            $$"""{ "name": "Hangs", "type": "feed", "url": "http://{{source.LocalEndpoint}}/feed", "allowPrivateNetwork": true }""");
        using var runner = LocalRunnerProcess.Start(
            _folder.Path, [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{telemetry.LocalEndpoint}")], [.. arguments, "--config", config]);
        using var request = await source.AcceptSocketAsync();

        await runner.SignalAsync("TERM");

        var result = await runner.EndAsync(within: TimeSpan.FromSeconds(5));
        Assert.Equal(sentence, result.Log.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_stop_takes_5_seconds_at_most_though_Azurite_hangs_and_the_next_start_waits_for_what_it_saves()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Northwind ist super"}""");
        using var runner = LocalRunnerProcess.Start(
            _folder.Path, "run", "--config", Config("""{ "name": "Export", "type": "file", "path": "posts.jsonl" }"""));
        await runner.UntilLoggedAsync("1 new");
        var state = Path.Combine(_folder.Path, ".listening", "azurite.json");
        var azurite = JsonDocument.Parse(await File.ReadAllTextAsync(state)).RootElement.GetProperty("pid").GetInt32();
        await LocalRunnerProcess.SignalAsync("STOP", azurite);

        await runner.SignalAsync("TERM");
        await runner.EndAsync(within: TimeSpan.FromSeconds(5));

        await LocalRunnerProcess.SignalAsync("CONT", azurite);
        var row = Lines((await LocalRunnerProcess.RunAsync(_folder.Path, "", "mentions", "--json")).Output).Single();
        Assert.Equal("Northwind ist super", row.GetProperty("text").GetString());
    }

    /// <summary>It has finished, and Azurite has saved and is gone.</summary>
    private async Task StoppedAsync(LocalRunnerProcess runner)
    {
        var result = await runner.EndAsync(within: TimeSpan.FromSeconds(60));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Stopping", result.Log, StringComparison.Ordinal);
        Assert.Contains("AccountName=devstoreaccount1", result.Log, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(Path.Combine(_folder.Path, ".listening", "azurite.json")));
    }

    private async Task<JsonElement> RunOnceAsync(params string[] more)
    {
        var result = await LocalRunnerProcess.RunAsync(_folder.Path, "", ["run", "--once", "--json", .. more]);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Log}");
        return Lines(result.Output).Single();
    }

    private string Config(params string[] sources) => _folder.Write("listening.json", $$"""
        {
          "brands": [ { "id": "northwind", "name": "Northwind", "query": "northwind" } ],
          "sources": [ {{string.Join(",\n", sources)}} ]
        }
        """);

    private static IReadOnlyList<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static long Count(JsonElement summary, string name) => summary.GetProperty(name).GetInt64();
}
