using System.Text.Json.Nodes;

namespace Listening.Configuration;

/// <summary>What a connector says about itself: the configuration, its schema and its help are made from this.</summary>
public sealed record ConnectorDescription
{
    /// <summary>The <c>type</c> by which a source in <c>listening.json</c> chooses the connector: <c>feed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it reads, without a full stop: <c>An RSS, Atom or JSON feed</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>The name of a source in the schema's example.</summary>
    public required string ExampleName { get; init; }

    /// <summary>
    /// Reads the connector's own record of options, and so declares them. Must read every option on every call: it is also called
    /// without a document, to list the options. Required ones are null then, and where the document is wrong.
    /// </summary>
    public required Func<OptionReader, object> Read { get; init; }

    public ConnectorCapabilities Capabilities { get; init; }

    /// <summary>What limits the rate or costs money, in sentences for an operator.</summary>
    public required string Limits { get; init; }

    /// <summary>What its cursor holds, in one sentence.</summary>
    public required string Cursor { get; init; }

    public IReadOnlyList<OptionDescription> Options
    {
        get
        {
            var reader = new OptionReader(null, null);
            Read(reader);
            return reader.Declared;
        }
    }

    /// <summary>The options that name a setting with a credential.</summary>
    public IEnumerable<string> Credentials => Options.Where(option => option.IsCredential).Select(option => option.Name);

    /// <summary>The connector's part of <c>listening.schema.json</c>: its options, beside what every source has.</summary>
    public JsonObject Schema()
    {
        var example = new JsonObject { ["name"] = ExampleName, ["type"] = Type };
        var properties = new JsonObject();
        foreach (var option in Options)
        {
            properties[option.Name] = option.Schema;
            if (option.Schema["examples"] is JsonArray examples)
            {
                example[option.Name] = examples[0]!.DeepClone();
            }
        }

        var reports = Capabilities == ConnectorCapabilities.None ? "posts only" : Capabilities.ToWord();
        return new JsonObject
        {
            ["description"] = $"{Summary}. Reports: {reports}. {Limits}",
            ["required"] = new JsonArray([.. Options.Where(option => option.Required).Select(option => JsonValue.Create(option.Name))]),
            ["properties"] = properties,
            ["examples"] = new JsonArray(example),
        };
    }
}

/// <summary>What a connector can report about a post beside its text.</summary>
[Flags]
public enum ConnectorCapabilities
{
    None = 0,
    Edits = 1,
    Deletions = 2,
    Replies = 4,
    Ratings = 8,
    Authors = 16,
}

/// <summary>One option of a connector.</summary>
/// <param name="IsCredential">True if it names a setting that holds a secret.</param>
/// <param name="Schema">Its JSON Schema, with a description.</param>
public sealed record OptionDescription(string Name, bool Required, bool IsCredential, JsonObject Schema);
