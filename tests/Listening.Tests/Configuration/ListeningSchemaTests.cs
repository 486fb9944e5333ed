using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Listening.Configuration;
using Listening.Connectors.Bluesky;
using Listening.Connectors.Discourse;
using Listening.Connectors.Feeds;
using Listening.Connectors.Files;
using Listening.Connectors.HackerNews;
using Listening.Connectors.Mastodon;
using Listening.Connectors.StackExchange;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Configuration;

/// <summary>Editors follow the schema, the service follows the reader: they must not disagree.</summary>
public sealed class ListeningSchemaTests
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SchemaCheck Schema = SchemaCheck.Load("listening.schema.json");
    private static readonly JsonElement Defs = Schema.Root.GetProperty("$defs");

    /// <summary>
    /// After a change of a connector's options:
    /// <c>LISTENING_WRITE_SCHEMA=1 dotnet test tests/Listening.Tests --filter FullyQualifiedName~ListeningSchema</c> rewrites the file.
    /// </summary>
    [Fact]
    public void The_committed_schema_holds_what_the_connectors_declare()
    {
        var file = CommittedSchema();
        var committed = JsonNode.Parse(File.ReadAllText(file))!;
        var generated = ListeningSchema.Generate(committed, Documents.AllConnectors);
        if (Environment.GetEnvironmentVariable("LISTENING_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(file, generated.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n");
            return;
        }

        Assert.Equal(generated.ToJsonString(Readable), committed.ToJsonString(Readable));
    }

    [Fact]
    public void Schema_and_reader_know_the_same_properties()
    {
        Assert.Equal(ListeningConfigReader.DocumentProperties.Order(), Names(Schema.Root));
        Assert.Equal(BrandSection.Properties.Order(), Names(Defs.GetProperty("brand")));
        Assert.Equal(SourceSection.Properties.Order(), Names(Defs.GetProperty("source")));
        Assert.Equal(RoutingSection.RuleProperties.Order(), Names(Defs.GetProperty("rule")));
        Assert.Equal(RoutingSection.WhenProperties.Order(), Names(Defs.GetProperty("when")));
    }

    [Fact]
    public void The_schema_forbids_the_same_queues()
    {
        var forbidden = Defs.GetProperty("rule").GetProperty("properties").GetProperty("queue").GetProperty("not").GetProperty("enum");
        Assert.Equal(
            Queues.Own.SelectMany(own => new[] { own, Queues.PoisonQueueFor(own) }).Order(),
            forbidden.EnumerateArray().Select(queue => queue.GetString()).Order());
    }

    [Fact]
    public void Every_property_is_described()
    {
        foreach (var part in Defs.EnumerateObject().Select(def => def.Value).Append(Schema.Root))
        {
            foreach (var property in part.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default)
            {
                Assert.True(property.Value.TryGetProperty("description", out _), property.Name);
            }
        }
    }

    /// <summary>Every example in the schema, as a whole document around it.</summary>
    public static TheoryData<string> Examples
    {
        get
        {
            // A set: one example may stand at several places of the schema.
            var documents = new HashSet<string>();
            foreach (var (part, place) in new[]
            {
                ("brand", "$.brands[0]"), ("source", "$.sources[0]"), ("source.feed", "$.sources[0]"), ("source.file", "$.sources[1]"),
                ("rule", "$.routing[0]"), ("when", "$.routing[0].when"),
            })
            {
                var def = Defs.GetProperty(part);
                foreach (var example in Given(def))
                {
                    documents.Add(Documents.With(place, example));
                }

                foreach (var property in def.GetProperty("properties").EnumerateObject())
                {
                    foreach (var example in Given(property.Value))
                    {
                        documents.Add(Documents.With($"{place}.{property.Name}", example));
                    }
                }
            }

            return [.. documents];

            static IEnumerable<JsonElement> Given(JsonElement property) =>
                (property.TryGetProperty("examples", out var examples) ? examples.EnumerateArray() : [])
                .Concat(property.TryGetProperty("default", out var @default) ? [@default] : []);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_the_schema_shows_as_an_example_is_accepted(string document)
    {
        Assert.Empty(Schema.Faults(JsonDocument.Parse(document).RootElement));
        Assert.IsType<ConfigResult.Valid>(ListeningConfigReader.Read(document, "/srv", Documents.AllConnectors));
    }

    [Fact]
    public void The_example_document_is_accepted_by_both()
    {
        var example = File.ReadAllText(SchemaCheck.Path("listening.example.json"));

        var config = Assert.IsType<ConfigResult.Valid>(ListeningConfigReader.Read(example, "/srv/listening", Documents.AllConnectors)).Config;

        Assert.Equal(["northwind", "contoso"], config.Brands.Select(brand => brand.Id));
        Assert.Equal(["Blog comments", "Coffee forum", "Review export"], config.Sources.Select(source => source.Name));
        Assert.Equal(
            [null, "severe-alerts", "logistics-alerts", "care-alerts", "sales-leads", "product-feedback"],
            config.Routing.Select(rule => rule.Queue));
        var lenient = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        Assert.Empty(Schema.Faults(JsonDocument.Parse(example, lenient).RootElement));
    }

    /// <summary>The reader may know more (references, zones, ranges of durations), but never less.</summary>
    [Fact]
    public void What_the_schema_refuses_the_reader_refuses_too()
    {
        var (refused, accepted) = (0, 0);
        foreach (var document in Documents.Damaged())
        {
            var read = ListeningConfigReader.Read(document.ToJsonString(), "/srv", Documents.AllConnectors);
            if (Schema.Faults(JsonSerializer.SerializeToElement(document)) is [var error, ..])
            {
                Assert.True(read is ConfigResult.Invalid, $"{error} in {document.ToJsonString()}");
                refused++;
            }
            else if (read is ConfigResult.Valid)
            {
                accepted++;
            }
        }

        Assert.InRange(refused, 200, int.MaxValue);
        Assert.InRange(accepted, 20, int.MaxValue);
    }

    private static string CommittedSchema([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../functions/Listening/Configuration/listening.schema.json");

    private static IEnumerable<string> Names(JsonElement part) =>
        part.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order();
}

/// <summary>Documents to read: a good one that uses every property, and what can be made of it.</summary>
internal static class Documents
{
    /// <summary>Those of the sample document.</summary>
    public static readonly IReadOnlyList<ConnectorDescription> Connectors = [FeedOptions.Connector, FileSourceOptions.Connector];

    public static readonly IReadOnlyList<ConnectorDescription> AllConnectors =
    [
        .. Connectors, HackerNewsOptions.Connector, StackExchangeOptions.Connector, MastodonOptions.Connector, DiscourseOptions.Connector,
        BlueskyOptions.Connector,
    ];

    public const string Good = """
        {
          "$schema": "./listening.schema.json",
          "brands": [
            { "id": "northwind", "name": "Northwind", "query": "northwind OR nordwind OR \"north wind\" -wetter",
              "description": "Northwind roasts coffee in Bremen and sells it in its shops and online.", "understanding": "full" },
            { "id": "contoso", "name": "Contoso" }
          ],
          "sources": [
            { "name": "Blog comments", "type": "feed", "url": "https://blog.northwind.example/comments/feed/", "brands": ["northwind"],
              "relevance": "all", "every": "5m", "understanding": "words", "allowPrivateNetwork": false, "monthlyBudget": 12.5 },
            { "name": "Export", "type": "file", "path": "import/posts.jsonl", "platform": "forum.example", "timeZone": "UTC" }
          ],
          "routing": [
            { "name": "Unhappy customers",
              "when": { "sentiment": ["negative"], "confidence": 0.6, "intents": ["complaint"], "languages": ["de", "en"],
                        "brands": ["northwind"], "sources": ["Blog comments"], "keywords": "liefer* OR paket", "maxAge": "30d" },
              "queue": "care-alerts", "answerWithin": "4h" },
            { "name": "Others", "queue": null }
          ]
        }
        """;

    private static readonly string[] Replacements =
    [
        "null", "true", "0", "-1", "1e400", "7", "\"\"", "\" \"", "\"x\"", "\"Ä b\"", "\"0s\"", "\"5 m\"", "\"99999999999d\"",
        "\"fetch\"", "\"a--b\"", "\"-ab\"",
        "\"http://a@b\"", "\"ftp://a\"", "\"http:a\"", "\" https://a \"", "\"\\u2028\"", "[]", "[\"x\"]", "[null]", "{}", "{\"x\":1}",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
    ];

    /// <summary>The good document with the value at <paramref name="path"/> replaced or added.</summary>
    public static string With(string path, JsonElement value) => With(path, value.GetRawText());

    public static string With(string path, string value)
    {
        var document = JsonNode.Parse(Good)!;
        var steps = path.TrimStart('$').Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var parent = steps[..^1].Aggregate(document, (node, step) => (int.TryParse(step, out var i) ? node[i] : node[step])!);
        if (int.TryParse(steps[^1], out var index))
        {
            parent[index] = JsonNode.Parse(value);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        // Whatever is tried on the first brand or source, the rules still have to find them.
        if (steps is ["brands" or "sources", "0", ..])
        {
            _ = steps[^1] == "brands" || document["sources"]![0]!.AsObject().Remove("brands");
            document["routing"] = new JsonArray();
        }

        return document.ToJsonString();
    }

    /// <summary>The good document with every value replaced by something else in turn, and every member taken out or misspelt.</summary>
    public static IEnumerable<JsonNode> Damaged()
    {
        var places = Places(JsonNode.Parse(Good)!).Count();
        for (var place = 0; place < places; place++)
        {
            foreach (var replacement in Replacements)
            {
                yield return At(place, node => node.ReplaceWith(replacement == "null" ? (JsonNode?)null : JsonNode.Parse(replacement)));
            }

            yield return At(place, node =>
            {
                if (node.Parent is JsonObject parent)
                {
                    parent.Remove(node.GetPropertyName());
                }
                else
                {
                    ((JsonArray)node.Parent!).Remove(node);
                }
            });
            yield return At(place, node =>
            {
                if (node.Parent is JsonObject parent)
                {
                    parent["x"] = node.DeepClone();
                }
            });
        }

        static JsonNode At(int place, Action<JsonNode> change)
        {
            var document = JsonNode.Parse(Good)!;
            change(Places(document).ElementAt(place));
            return document;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return children.OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child));
    }
}
