using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Listening.Configuration;

/// <summary>
/// A value in the document that knows its path. What is wrong with it goes to a list all nodes share, so that one
/// reading finds every error: a value that cannot be read is noted there and comes back as null.
/// </summary>
internal sealed class ConfigNode(JsonElement value, string path, List<ValidationError> errors)
{
    /// <summary>Most of a value that a error repeats.</summary>
    private const int MaxShown = 60;

    public string Path => path;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    public bool IsEmptyList => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    public void Error(string message) => errors.Add(new ValidationError(path, message));

    /// <summary>The object's members; a member not among <paramref name="known"/>, or given twice, is a error.</summary>
    public ConfigObject? Object(IReadOnlyList<string> known)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Error($"must be an object in {{ }}, but is {Kind}");
            return null;
        }

        var members = new Dictionary<string, ConfigNode>();
        foreach (var property in value.EnumerateObject())
        {
            if (!TryRead(() => property.Name, out var name))
            {
                Error("a property's name holds half a character (a lone \\uD8.. escape); write it out");
                continue;
            }

            var node = new ConfigNode(property.Value, ChildPath(name), errors);
            if (!known.Contains(name))
            {
                node.Error(SpellingSuggestion.Find(name, known) is { } meant
                    ? $"is unknown; did you mean '{meant}'?"
                    : $"is unknown; known here are {string.Join(", ", known.Where(other => !other.StartsWith('$')))}");
            }
            else if (!members.TryAdd(name, node))
            {
                node.Error("is given twice; keep one");
            }
        }

        return new ConfigObject(this, members);
    }

    /// <summary>The array's items.</summary>
    public IReadOnlyList<ConfigNode>? Items()
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Error($"must be a list in [ ], but is {Kind}");
            return null;
        }

        return [.. value.EnumerateArray().Select((item, i) => new ConfigNode(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), errors))];
    }

    public string? Text()
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Error($"must be text in quotes, but is {Kind}");
            return null;
        }

        if (!TryRead(value.GetString, out var text))
        {
            Error("holds half a character (a lone \\uD8.. escape); write it out");
            return null;
        }

        return text;
    }

    /// <summary>A text that people read as a name.</summary>
    public string? Name(int maxLength)
    {
        if (Text() is not { } name)
        {
            return null;
        }

        var length = name.EnumerateRunes().Count();
        if (length == 0 || length > maxLength)
        {
            Error(length == 0 ? $"is empty; give it 1 to {maxLength} characters" : $"has {length} characters; {maxLength} are allowed");
            return null;
        }

        if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) || !name.EnumerateRunes().All(Printable))
        {
            Error("begins or ends with a space or holds an invisible character; remove it");
            return null;
        }

        return name;
    }

    public bool? Flag()
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Error($"must be true or false, without quotes, but is {Kind}");
        return null;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public decimal? Number(decimal least, decimal most)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            Error($"must be a number, without quotes, but is {Kind}");
            return null;
        }

        if (!value.TryGetDecimal(out var number) || number < least || number > most)
        {
            Error(string.Create(CultureInfo.InvariantCulture, $"is {Quote(value.GetRawText())}, but must be between {least} and {most}"));
            return null;
        }

        return number;
    }

    /// <summary>A duration such as <c>5m</c>, within a range that is itself written as durations.</summary>
    public TimeSpan? Duration(string least, string most)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (ConfigDuration.TryParse(text) is not { } duration)
        {
            Error($"'{Quote(text)}' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d");
            return null;
        }

        if (duration < ConfigDuration.TryParse(least) || duration > ConfigDuration.TryParse(most))
        {
            Error($"is {text}, but must be between {least} and {most}");
            return null;
        }

        return duration;
    }

    /// <summary>One of a few words.</summary>
    public string? OneOf(IReadOnlyList<string> allowed)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (!allowed.Contains(text))
        {
            Error($"'{Quote(text)}' is unknown here; write {string.Join(" or ", allowed.Select(word => $"'{word}'"))}");
            return null;
        }

        return text;
    }

    /// <summary>What a error repeats of what was written: not too much, and on one line.</summary>
    public static string Quote(string text, int most = MaxShown)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Printable(rune) ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }

    internal string ChildPath(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{path}.{name}" : $"{path}['{Quote(name)}']";

    internal void ErrorBelow(string name, string message) => errors.Add(new ValidationError(ChildPath(name), message));

    private string Kind => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static bool Printable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool TryRead(Func<string?> read, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = read();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            // JSON may escape half a surrogate pair; .NET reads the document but not that string.
            text = null;
            return false;
        }
    }
}

/// <summary>The members of an object, by name.</summary>
internal sealed class ConfigObject(ConfigNode owner, IReadOnlyDictionary<string, ConfigNode> nodes)
{
    /// <summary>Null where it is not given.</summary>
    public ConfigNode? this[string name] => nodes.GetValueOrDefault(name);

    /// <summary>A error where it is not given, which ends in what to do.</summary>
    public ConfigNode? Required(string name, string remedy)
    {
        if (nodes.TryGetValue(name, out var node))
        {
            return node;
        }

        owner.ErrorBelow(name, $"is missing; {remedy}");
        return null;
    }

    /// <summary>A error where it is given although it means nothing here.</summary>
    public void Disallow(string name, string message) => nodes.GetValueOrDefault(name)?.Error(message);
}
