using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Listening.Queries;

namespace Listening.Configuration;

/// <summary>
/// Reads the options of one source. Each call declares one option, with its schema, and reads it; errors are noted at the option's path.
/// An option is required if <c>missing</c> is given, which says what to write; any other is null or its default where it is left out.
/// </summary>
public sealed partial class OptionReader
{
    private const int MaxLength = 2_048;
    private const string UrlPattern = @"^https?://[^\s@/?#]+([/?#]\S*)?$";
    private const string SettingPattern = "^@[A-Za-z][A-Za-z0-9_.:-]{0,126}$";

    private readonly ConfigObject? _members;
    private readonly string? _folder;

    /// <param name="members">The source; null if only the declarations are wanted.</param>
    /// <param name="folder">The folder of the document, for relative paths; null if it has none.</param>
    internal OptionReader(ConfigObject? members, string? folder) => (_members, _folder) = (members, folder);

    internal List<OptionDescription> Declared { get; } = [];

    /// <summary>An http or https address without user name and password.</summary>
    [return: NotNullIfNotNull(nameof(missing))]
    public Uri? Url(string name, string description, string example, string? missing = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["format"] = "uri", ["maxLength"] = MaxLength, ["pattern"] = UrlPattern };
        return Declare(name, description, schema, example, missing) is { } node && node.Text() is { } text ? ParseUrl(node, text)! : null!;
    }

    /// <summary>A file, as a full path; relative ones are resolved against the document's folder.</summary>
    [return: NotNullIfNotNull(nameof(missing))]
    public string? FilePath(string name, string description, string example, string? missing = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxLength };
        return Declare(name, description, schema, example, missing) is { } node && node.Text() is { } text ? ParsePath(node, text)! : null!;
    }

    /// <summary>A text of 1 to <paramref name="maxLength"/> visible characters.</summary>
    [return: NotNullIfNotNull(nameof(missing))]
    public string? Text(string name, string description, string example, string? missing = null, int maxLength = 80)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = maxLength, ["pattern"] = @"^\S(.*\S)?$" };
        return Declare(name, description, schema, example, missing)?.Name(maxLength)!;
    }

    /// <summary>A query, written like a brand's.</summary>
    public Query? Query(string name, string description, string example) =>
        BrandSection.ReadQuery(Declare(name, description, new() { ["$ref"] = "#/$defs/query" }, example));

    /// <summary>The id of a time zone that this machine knows.</summary>
    public string? TimeZone(string name, string description)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        return Declare(name, description, schema, "UTC") is { } node && node.Text() is { } text ? ParseTimeZone(node, text) : null;
    }

    public bool Flag(string name, string description) =>
        Declare(name, description, new() { ["type"] = "boolean", ["default"] = false })?.Flag() ?? false;

    public decimal Number(string name, string description, decimal min, decimal max, decimal @default)
    {
        var schema = new JsonObject { ["type"] = "number", ["minimum"] = min, ["maximum"] = max, ["default"] = @default };
        return Declare(name, description, schema)?.Number(min, max) ?? @default;
    }

    /// <summary>A duration in a range; all three are written as in the document, such as <c>5m</c>.</summary>
    public TimeSpan Duration(string name, string description, string min, string max, string @default)
    {
        var schema = new JsonObject { ["$ref"] = "#/$defs/duration", ["default"] = @default };
        return Declare(name, $"{description} From {min} to {max}.", schema)?.Duration(min, max) ?? ConfigDuration.TryParse(@default)!.Value;
    }

    /// <summary>One of an enum's values, <c>Unknown</c> excepted, in camel case.</summary>
    public T Choice<T>(string name, string description, T @default)
        where T : struct, Enum
    {
        T[] values = [.. Enum.GetValues<T>().Where(value => value.ToString() != "Unknown")];
        var schema = new JsonObject
        {
            ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(Word(value)))]),
            ["default"] = Word(@default),
        };
        return Declare(name, description, schema)?.OneOf(values) ?? @default;

        static string Word(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }

    /// <summary>The name of a setting that holds a credential, written <c>@MastodonToken</c>. A credential itself is refused.</summary>
    [return: NotNullIfNotNull(nameof(missing))]
    public SecretReference? Secret(string name, string description, string example, string? missing = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["pattern"] = SettingPattern };
        var node = Declare(name, description, schema, example, missing, isCredential: true);

        // Do not repeat it: errors are logged.
        return node?.Text() is not { } text ? null!
            : IsAll(Setting(), text) ? new SecretReference(text[1..])
            : node.Error<SecretReference>(
                "config.literal-secret",
                $"must be '@' and the name of a setting, such as \"{example}\"; a secret itself does not belong in this document")!;
    }

    /// <summary>Notes what is wrong with an option beyond its own value, such as two options that exclude each other.</summary>
    public void Error(string name, Problem problem) => _members?[name]?.Error(problem);

    private ConfigNode? Declare(
        string name, string description, JsonObject schema, string? example = null, string? missing = null, bool isCredential = false)
    {
        schema.Insert(0, "description", description);
        if (example is not null)
        {
            schema["examples"] = new JsonArray(example);
        }

        Declared.Add(new OptionDescription(name, missing is not null, isCredential, schema));
        return missing is null ? _members?[name] : _members?.Required(name, missing);
    }

    private static Uri? ParseUrl(ConfigNode node, string text)
    {
        // Scheme, user and host, whether or not the rest is an address. Uri forgets an empty user name.
        var slashes = text.IndexOf("//", StringComparison.Ordinal);
        var end = text.IndexOfAny(['/', '?', '#'], slashes < 0 ? 0 : slashes + 2);
        if (text.AsSpan(0, end < 0 ? text.Length : end).Contains('@'))
        {
            // Do not repeat it: errors are logged, and this one may hold a password.
            return node.Error<Uri>(
                "config.credentials-in-url", $"holds a user name or password; remove them, as secrets do not belong in this document");
        }

        // Uri alone would also take "http:blog.example", and trim what stands around an address.
        if (text.Length <= MaxLength && IsAll(Address(), text) && Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return url;
        }

        // Do not repeat it either: a slip of the pen does not make a token in it public.
        return node.Error<Uri>("config.not-a-url", $"is not an address; write it in full, starting with https:// or http://");
    }

    private string? ParsePath(ConfigNode node, string path)
    {
        // Do not repeat it: an address may hold a secret, and as a path it would be shown whenever the file is missing.
        if (AddressStart().IsMatch(path))
        {
            return node.Error<string>(
                "config.address-as-path", $"is an address, where a path belongs; write one such as \"import/posts.jsonl\"");
        }

        if (string.IsNullOrWhiteSpace(path) || path.Length > MaxLength || path.Any(char.IsControl))
        {
            var written = Excerpt.Create(path);
            return node.Error<string>("config.not-a-path", $"'{written}' is not a path; write one such as \"import/posts.jsonl\"");
        }

        return Path.IsPathFullyQualified(path) ? Path.GetFullPath(path)
            : _folder is not null ? Path.GetFullPath(path, Path.GetFullPath(_folder))
            : node.Error<string>("config.relative-path", $"is relative, but this document is not in a folder; write the path in full");
    }

    /// <summary>
    /// IANA names hold on Linux and macOS. On Windows .NET maps them by ICU, which the service runs without
    /// (<c>InvariantGlobalization</c>), so that there only Windows' own names and UTC hold.
    /// </summary>
    private static string? ParseTimeZone(ConfigNode node, string id)
    {
        if (id.All(c => char.IsAscii(c) && !char.IsControl(c)) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
        {
            return id;
        }

        var written = Excerpt.Create(id);
        var example = OperatingSystem.IsWindows() ? "'W. Europe Standard Time' (Windows' own name)" : "'Europe/Berlin'";
        return node.Error<string>(
            "config.not-a-time-zone", $"'{written}' is not a time zone this machine knows; write one such as {example} or 'UTC'");
    }

    /// <summary>A pattern that ends in $ alone would let a line break follow.</summary>
    private static bool IsAll(Regex pattern, string text) => pattern.Match(text) is { Success: true } match && match.Length == text.Length;

    [GeneratedRegex(UrlPattern)]
    private static partial Regex Address();

    /// <summary>A scheme of two letters or more; a single one is a drive.</summary>
    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.-]+:[\\/]")]
    private static partial Regex AddressStart();

    [GeneratedRegex(SettingPattern)]
    private static partial Regex Setting();
}
