using System.Text.RegularExpressions;

namespace Listening.Testing;

/// <summary>
/// Holds JSON against a JSON Schema of ours: the keywords our schemas use, and no others. A keyword it does not know
/// fails the test, so that a misspelt one cannot pass for a rule.
/// </summary>
public sealed class SchemaCheck(JsonElement schema)
{
    private static readonly string[] Annotations =
        ["$schema", "$id", "$defs", "title", "description", "default", "examples"];

    public JsonElement Root => schema;

    /// <summary>A schema that lies beside the code it describes.</summary>
    public static SchemaCheck Load(string file) => new(JsonDocument.Parse(File.ReadAllText(Path(file))).RootElement);

    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "schemas", file);

    /// <summary>One line per violation, with the path of the value.</summary>
    public IReadOnlyList<string> Faults(JsonElement value) => [.. Faults(value, schema, "$")];

    /// <summary>The same against one of the schema's <c>$defs</c> or whatever else a pointer leads to.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement part) => [.. Faults(value, part, "$")];

    private IEnumerable<string> Faults(JsonElement value, JsonElement rules, string path)
    {
        if (rules.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return rules.GetBoolean() ? [] : [$"{path} is not allowed"];
        }

        return rules.EnumerateObject().SelectMany(rule => Faults(value, rules, rule.Name, rule.Value, path));
    }

    private IEnumerable<string> Faults(JsonElement value, JsonElement rules, string name, JsonElement rule, string path) => name switch
    {
        _ when Annotations.Contains(name) => [],
        "$ref" => Faults(value, Resolve(rule.GetString()!), path),
        "type" => Unless(Types(rule).Any(type => IsOf(value, type)), $"{path} is not {rule}"),
        "const" => Unless(JsonElement.DeepEquals(value, rule), $"{path} is not {rule}"),
        "enum" => Unless(rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(value, allowed)), $"{path} is not one of {rule}"),
        "not" => Unless(Faults(value, rule, path).Any(), $"{path} is {rule}"),
        "allOf" => rule.EnumerateArray().SelectMany(each => Faults(value, each, path)),
        "anyOf" => Unless(rule.EnumerateArray().Any(each => !Faults(value, each, path).Any()), $"{path} fits none of {rule}"),
        "if" => Faults(value, rule, path).Any() ? [] : Faults(value, rules.GetProperty("then"), path),
        "then" => [],
        "required" => value.ValueKind != JsonValueKind.Object ? [] : rule.EnumerateArray()
            .Where(member => !value.TryGetProperty(member.GetString()!, out _)).Select(member => $"{path}.{member} is missing"),
        "properties" => Members(value).Where(member => rule.TryGetProperty(member.Name, out _))
            .SelectMany(member => Faults(member.Value, rule.GetProperty(member.Name), $"{path}.{member.Name}")),
        "additionalProperties" => rule.GetBoolean() ? [] : Members(value)
            .Where(member => !rules.GetProperty("properties").TryGetProperty(member.Name, out _))
            .Select(member => $"{path}.{member.Name} is unknown"),
        "unevaluatedProperties" => rule.GetBoolean() ? [] : Members(value)
            .Where(member => !Evaluated(value, rules).Contains(member.Name)).Select(member => $"{path}.{member.Name} is unknown"),
        "items" => Items(value).SelectMany((item, i) => Faults(item, rule, $"{path}[{i}]")),
        "minItems" => Unless(
            value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(), $"{path} has too few items"),
        "minimum" => Unless(Number(value) is not { } number || number >= rule.GetDouble(), $"{path} is below {rule}"),
        "maximum" => Unless(Number(value) is not { } number || number <= rule.GetDouble(), $"{path} is above {rule}"),
        "minLength" => Unless(Length(value) is not { } length || length >= rule.GetInt32(), $"{path} is shorter than {rule}"),
        "maxLength" => Unless(Length(value) is not { } length || length <= rule.GetInt32(), $"{path} is longer than {rule}"),
        "pattern" => Unless(Text(value) is not { } text || Regex.IsMatch(text, rule.GetString()!), $"{path} does not look like {rule}"),
        "format" => Unless(Text(value) is not { } text || IsFormed(text, rule.GetString()!), $"{path} is no {rule}"),
        _ => throw new NotSupportedException($"The schema uses '{name}', which this check does not know."),
    };

    /// <summary>The properties of an object that these rules say anything about.</summary>
    private IEnumerable<string> Evaluated(JsonElement value, JsonElement rules) =>
        rules.EnumerateObject().SelectMany(rule => rule.Name switch
        {
            "properties" => rule.Value.EnumerateObject().Select(property => property.Name),
            "$ref" => Evaluated(value, Resolve(rule.Value.GetString()!)),
            "allOf" => rule.Value.EnumerateArray().SelectMany(each => Evaluated(value, each)),
            "if" => Faults(value, rule.Value, "").Any() ? [] : Evaluated(value, rules.GetProperty("then")),
            _ => [],
        });

    private static IEnumerable<string> Unless(bool holds, string fault) => holds ? [] : [fault];

    private JsonElement Resolve(string pointer) =>
        pointer.TrimStart('#', '/').Split('/').Aggregate(schema, (part, name) => part.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(type => type.GetString()!) : [rule.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => Number(value) is { } number && number == Math.Floor(number),
        _ => throw new NotSupportedException($"The schema names the type '{type}', which does not exist."),
    };

    private static bool IsFormed(string text, string format) => format switch
    {
        "date-time" => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && Regex.IsMatch(text, "(Z|[+-][0-9]{2}:[0-9]{2})$"),
        "uri" => Uri.IsWellFormedUriString(text, UriKind.Absolute),
        "uri-reference" => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
        _ => throw new NotSupportedException($"The schema uses the format '{format}', which this check does not know."),
    };

    private static JsonElement.ObjectEnumerator Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Length(JsonElement value) => Text(value)?.EnumerateRunes().Count();

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
