namespace Listening.Configuration;

/// <summary>
/// A value in the document that knows its path. Errors go to a list that all nodes share, so that one reading finds
/// every error: a value that cannot be read is noted there and comes back as null.
/// </summary>
internal sealed class ConfigNode(JsonElement value, string path, List<ValidationError> errors)
{
    public string Path => path;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    public void Error(Problem problem) => errors.Add(new ValidationError(path, problem));

    public void Error(string code, ProblemText text) => Error(Problem.Create(code, text));

    /// <summary>Notes the error and returns null, for use in an expression.</summary>
    public T? Error<T>(string code, ProblemText text)
    {
        Error(code, text);
        return default;
    }

    /// <summary>The object's members; a member not among <paramref name="known"/> is an error.</summary>
    public ConfigObject? Object(IReadOnlyList<string> known)
    {
        var members = Object();
        members?.AllowOnly(known);
        return members;
    }

    /// <summary>The object's members, whatever their names; a member given twice is an error.</summary>
    public ConfigObject? Object()
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Error<ConfigObject>("config.not-an-object", $"must be an object in {{ }}, but is {Kind}");
        }

        var members = new Dictionary<string, ConfigNode>();
        foreach (var property in value.EnumerateObject())
        {
            if (TryRead(() => property.Name) is not { } name)
            {
                Error("config.half-character-in-name", $"a property's name holds half a character (a lone \\uD8.. escape); write it out");
            }
            else if (!members.TryAdd(name, Child(name, property.Value)))
            {
                members[name].Error("config.duplicate-property", $"is given twice; keep one");
            }
        }

        return new ConfigObject(this, members);
    }

    /// <summary>The array's items.</summary>
    public IReadOnlyList<ConfigNode>? Items() => value.ValueKind != JsonValueKind.Array
        ? Error<IReadOnlyList<ConfigNode>>("config.not-a-list", $"must be a list in [ ], but is {Kind}")
        : [.. value.EnumerateArray().Select((item, i) => new ConfigNode(item, FormattableString.Invariant($"{path}[{i}]"), errors))];

    /// <summary>The array's items, of which there must be one.</summary>
    public IReadOnlyList<ConfigNode>? Items(string codeIfEmpty, ProblemText textIfEmpty)
    {
        var items = Items();
        if (items is [])
        {
            Error(codeIfEmpty, textIfEmpty);
        }

        return items;
    }

    public string? Text() => value.ValueKind != JsonValueKind.String
        ? Error<string>("config.not-text", $"must be text in quotes, but is {Kind}")
        : TryRead(value.GetString)
            ?? Error<string>("config.half-character", $"holds half a character (a lone \\uD8.. escape); write it out");

    /// <summary>A text that people read as a name.</summary>
    public string? Name(int maxLength)
    {
        if (Text() is not { } name)
        {
            return null;
        }

        var length = name.EnumerateRunes().Count();
        return length == 0 ? Error<string>("config.empty-name", $"is empty; give it 1 to {maxLength} characters")
            : length > maxLength ? Error<string>("config.long-name", $"has {length} characters; {maxLength} are allowed")
            : char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]) || !name.EnumerateRunes().All(Excerpt.IsPrintable)
                ? Error<string>("config.unprintable-name", $"begins or ends with a space or holds an invisible character; remove it")
            : name;
    }

    /// <summary>A text of some length that people read.</summary>
    public string? Text(int minLength, int maxLength)
    {
        var text = Name(maxLength);
        var length = text?.EnumerateRunes().Count() ?? minLength;
        return length < minLength
            ? Error<string>("config.short-text", $"has {length} characters; write {minLength} to {maxLength}")
            : text;
    }

    public bool? Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : Error<bool?>("config.not-a-flag", $"must be true or false, without quotes, but is {Kind}");

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public decimal? Number(decimal min, decimal max)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return Error<decimal?>("config.not-a-number", $"must be a number, without quotes, but is {Kind}");
        }

        var written = Excerpt.Create(value.GetRawText());
        return value.TryGetDecimal(out var number) && number >= min && number <= max ? number : OutOfRange<decimal?>(written, min, max);
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int? Count(int min, int max) => Number(min, max) is not { } number ? null
        : decimal.IsInteger(number) ? (int)number
        : Error<int?>("config.not-whole", $"is {Excerpt.Create(value.GetRawText())}, but must be a whole number");

    /// <summary>A duration such as <c>5m</c>, within a range that is itself written as durations.</summary>
    public TimeSpan? Duration(string min, string max)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        var written = Excerpt.Create(text);
        return ConfigDuration.TryParse(text) is not { } duration
            ? Error<TimeSpan?>(
                "config.not-a-duration",
                $"'{written}' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d")
            : duration < ConfigDuration.TryParse(min) || duration > ConfigDuration.TryParse(max)
                ? OutOfRange<TimeSpan?>(written, min, max)
                : duration;
    }

    /// <summary>One of a few words.</summary>
    public string? OneOf(IReadOnlyList<string> allowed)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        var (written, words) = (Excerpt.Create(text), Alternatives(allowed));
        return allowed.Contains(text) ? text : Error<string>("config.unknown-word", $"'{written}' is unknown here; write {words}");
    }

    /// <summary>One of an enum's values, by its word.</summary>
    /// <param name="allowed">Those that may be written, in the order in which an error names them; none for all.</param>
    public T? OneOf<T>(params IReadOnlyList<T> allowed)
        where T : struct, Enum
    {
        IReadOnlyList<T> values = allowed.Count > 0 ? allowed : Enum.GetValues<T>();
        var words = values.Select(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString())).ToList();
        return OneOf(words) is { } word ? values[words.IndexOf(word)] : null;
    }

    /// <summary><c>'feed' or 'file'</c>.</summary>
    public static string Alternatives(IEnumerable<string> words) => string.Join(" or ", words.Select(word => $"'{word}'"));

    /// <summary>A member of this object, whether or not the document has it.</summary>
    public ConfigNode Child(string name, JsonElement child = default)
    {
        var plain = name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');
        return new(child, plain ? $"{path}.{name}" : $"{path}['{Excerpt.Create(name)}']", errors);
    }

    private T? OutOfRange<T>(string written, object min, object max) =>
        Error<T>("config.out-of-range", $"is {written}, but must be between {min} and {max}");

    private string Kind => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>Null where JSON escapes half a surrogate pair: .NET reads the document but not that string.</summary>
    private static string? TryRead(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>The members of an object, by name.</summary>
internal sealed class ConfigObject(ConfigNode owner, IReadOnlyDictionary<string, ConfigNode> nodes)
{
    /// <summary>Null where it is not given.</summary>
    public ConfigNode? this[string name] => nodes.GetValueOrDefault(name);

    /// <summary>An error where it is not given, which ends in what to do.</summary>
    public ConfigNode? Required(string name, string remedy) =>
        this[name] ?? owner.Child(name).Error<ConfigNode>("config.missing", $"is missing; {remedy}");

    /// <summary>Every other member is an error.</summary>
    /// <param name="explain">Knows more about some of these names; null for the general sentence.</param>
    public void AllowOnly(IReadOnlyList<string> allowed, Func<string, Problem?>? explain = null)
    {
        foreach (var (name, node) in nodes.Where(member => !allowed.Contains(member.Key)))
        {
            var known = string.Join(", ", allowed.Where(other => !other.StartsWith('$')));
            node.Error(explain?.Invoke(name) ?? (SpellingSuggestion.Find(name, allowed) is { } suggestion
                ? Problem.Create("config.misspelt-property", $"is unknown; did you mean '{suggestion}'?")
                : Problem.Create("config.unknown-property", $"is unknown; known here are {known}")));
        }
    }
}
