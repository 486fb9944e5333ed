namespace Listening.Configuration;

/// <summary>
/// Reads <c>listening.json</c> and checks it as a whole. Its form is described to editors by
/// <c>listening.schema.json</c>, beside this file; only this reader decides.
/// </summary>
public static class ListeningConfigReader
{
    internal static readonly IReadOnlyList<string> DocumentProperties = ["$schema", "brands", "sources", "routing"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Never throws, whatever the text.</summary>
    /// <param name="json">JSON, in which comments and trailing commas are allowed.</param>
    /// <param name="folder">The folder of the document, for paths relative to it; null if it is in none.</param>
    /// <param name="connectors">The connectors there are; they read the options of their sources.</param>
    public static ConfigResult Read(string json, string? folder, IReadOnlyList<ConnectorDescription> connectors)
    {
        // As bytes, so that half a surrogate becomes U+FFFD here instead of an exception there.
        var utf8 = Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF'));
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Lenient);
        }
        catch (JsonException e)
        {
            return new ConfigResult.Invalid([SyntaxError(e, utf8)]);
        }

        using (document)
        {
            var errors = new List<ValidationError>();
            var config = Read(new ConfigNode(document.RootElement, "$", errors), folder, connectors);
            return errors.Count == 0 ? new ConfigResult.Valid(config) : new ConfigResult.Invalid(errors);
        }
    }

    /// <summary>What could be read. Where something could not, there is an error, and the result is discarded.</summary>
    private static ListeningConfig Read(ConfigNode root, string? folder, IReadOnlyList<ConnectorDescription> connectors)
    {
        var members = root.Object(DocumentProperties);
        members?["$schema"]?.Text();
        var brands = BrandSection.Read(
            members?.Required("brands", "name at least one brand, as in [ { \"id\": \"northwind\", \"name\": \"Northwind\" } ]"));
        var sources = SourceSection.Read(
            members?.Required("sources", "name at least one source to listen to"), brands.Ids, folder, connectors);
        var objectives = brands.Brands.SelectMany(brand => brand.Queries).Select(query => query.Purpose.Objective).OfType<Objective>();
        var names = new DefinedNames(brands.Ids, sources.Names, brands.Queries, [.. objectives]);
        var routing = members?["routing"] is { } rules ? RoutingSection.Read(rules, names) : RoutingSection.Default;
        return new ListeningConfig { Brands = brands.Brands, Sources = sources.Sources, Routing = routing };
    }

    private static ValidationError SyntaxError(JsonException e, byte[] utf8)
    {
        // .NET counts lines and bytes from zero; people and editors count lines and characters from one.
        var start = 0;
        for (var passed = 0; passed < (e.LineNumber ?? 0); passed++)
        {
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        var line = (e.LineNumber ?? 0) + 1;
        var column = Encoding.UTF8.GetCharCount(utf8, start, Math.Min((int)(e.BytePositionInLine ?? 0), utf8.Length - start)) + 1;
        var message = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
        var cause = char.ToLowerInvariant(message[0]) + Excerpt.Create(message[1..], maxLength: 200);
        return new ValidationError("$", utf8.AsSpan().Trim(" \t\r\n"u8).IsEmpty
            ? Problem.Create(
                "config.empty-document",
                $"line {line}, column {column}: the document is empty; begin with {{ \"brands\": [ ... ], \"sources\": [ ... ] }}")
            : message.StartsWith("Expected depth to be zero", StringComparison.Ordinal)
                ? Problem.Create(
                    "config.unclosed-bracket",
                    $"line {line}, column {column}: the document ends although a {{ or [ is still open; close it")
                : Problem.Create("config.not-json", $"line {line}, column {column}: this is not JSON; {cause}"));
    }
}
