using System.Text.Json.Nodes;
using Listening.Configuration;

namespace Listening.Testing;

/// <summary><c>listening.schema.json</c>: written by hand but for what the connectors declare, which is put in here.</summary>
public static class ListeningSchema
{
    /// <summary>The committed schema with the parts of these connectors in place of those it has.</summary>
    public static JsonObject Generate(JsonNode committed, IReadOnlyList<ConnectorDescription> connectors)
    {
        var schema = committed.DeepClone().AsObject();
        var defs = schema["$defs"]!.AsObject();
        var source = defs["source"]!.AsObject();
        foreach (var stale in defs.Select(def => def.Key).Where(name => name.StartsWith("source.", StringComparison.Ordinal)).ToList())
        {
            defs.Remove(stale);
        }

        source["properties"]!["type"] = new JsonObject
        {
            ["description"] = string.Join(" ", connectors.Select(connector => $"{connector.Type}: {connector.Summary}.")),
            ["enum"] = new JsonArray([.. connectors.Select(connector => JsonValue.Create(connector.Type))]),
        };
        source["allOf"] = new JsonArray([.. connectors.Select(connector => new JsonObject
        {
            ["if"] = JsonNode.Parse($$"""{ "properties": { "type": { "const": "{{connector.Type}}" } }, "required": ["type"] }"""),
            ["then"] = new JsonObject { ["$ref"] = $"#/$defs/source.{connector.Type}" },
        })]);
        var at = defs.IndexOf("source") + 1;
        foreach (var connector in connectors)
        {
            defs.Insert(at++, $"source.{connector.Type}", connector.Schema());
        }

        return schema;
    }
}
