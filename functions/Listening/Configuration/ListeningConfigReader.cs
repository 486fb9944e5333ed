using System.Text;
using System.Text.Json;

namespace Listening.Configuration;

/// <summary>
/// Reads <c>listening.json</c> and checks it as a whole. Its form is described to editors by
/// <c>listening.schema.json</c>, beside this file; only this reader decides.
/// </summary>
public static class ListeningConfigReader
{
    internal static readonly IReadOnlyList<string> DocumentProperties = ["$schema", "brands", "sources", "routing"];

    /// <summary>The parser repeats what it stumbled over, which may be the rest of the document.</summary>
    private const int MaxCause = 200;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Never throws, whatever the text.</summary>
    /// <param name="json">JSON, in which comments and trailing commas are allowed.</param>
    /// <param name="folder">Where the document lies, for paths relative to it; null if it lies in no folder.</param>
    /// <param name="types">The types of source there is a connector for; null for those this version brings.</param>
    public static ConfigResult Read(string json, string? folder, IReadOnlyList<string>? types = null)
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
            return new ConfigResult.Invalid([SyntaxFault(e, utf8)]);
        }

        using (document)
        {
            var errors = new List<ValidationError>();
            var config = Read(new ConfigNode(document.RootElement, "$", errors), folder, types ?? SourceSection.Types);
            return errors.Count == 0 ? new ConfigResult.Valid(config) : new ConfigResult.Invalid(errors);
        }
    }

    /// <summary>What could be read. Where something could not, there is a error, and nobody gets to see this.</summary>
    private static ListeningConfig Read(ConfigNode root, string? folder, IReadOnlyList<string> types)
    {
        var members = root.Object(DocumentProperties);
        members?["$schema"]?.Text();
        var brands = BrandSection.Read(members?.Required("brands", "name at least one brand, as in [ { \"id\": \"northwind\", \"name\": \"Northwind\" } ]"));
        var sources = SourceSection.Read(
            members?.Required("sources", "name at least one source to listen to"), brands.Ids, folder, types);
        var routing = members?["routing"] is { } rules
            ? RoutingSection.Read(rules, brands.Ids, sources.Names)
            : RoutingSection.Default;
        return new ListeningConfig { Brands = brands.Brands, Sources = sources.Sources, Routing = routing };
    }

    private static ValidationError SyntaxFault(JsonException e, byte[] utf8)
    {
        // .NET counts lines and bytes from zero; people and editors count lines and characters from one.
        var start = 0;
        for (var line = 0; line < (e.LineNumber ?? 0); line++)
        {
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        var bytes = Math.Min((int)(e.BytePositionInLine ?? 0), utf8.Length - start);
        var column = Encoding.UTF8.GetCharCount(utf8, start, bytes) + 1;
        var cause = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
        var sentence =
            utf8.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? "the document is empty; begin with { \"brands\": [ ... ], \"sources\": [ ... ] }"
            : cause.StartsWith("Expected depth to be zero", StringComparison.Ordinal) ? "the document ends although a { or [ is still open; close it"
            : $"this is not JSON; {char.ToLowerInvariant(cause[0])}{ConfigNode.Quote(cause[1..], MaxCause)}";
        return new ValidationError("$", $"line {(e.LineNumber ?? 0) + 1}, column {column}: {sentence}");
    }
}
