namespace Listening.Connectors.Api;

/// <summary>
/// A value in an answer in JSON. What is missing, null or of another kind than its documentation says is null, so that a member that
/// changes costs that member and not the post.
/// </summary>
internal readonly record struct ApiJson(JsonElement Value)
{
    /// <summary>The document; null if it is none.</summary>
    public static ApiJson? TryParse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(body is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            return new ApiJson(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object.</summary>
    public ApiJson this[string name] =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var member) ? new(member) : default;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public bool IsTrue => Value.ValueKind == JsonValueKind.True;

    /// <summary>A text that is not blank, or a number with every digit as it was written: ids outgrow what a double can hold.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return Value.ValueKind == JsonValueKind.Number ? Value.GetRawText()
                    : Value.ValueKind == JsonValueKind.String && Value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text
                    : null;
            }
            catch (InvalidOperationException)
            {
                // A half surrogate such as "\ud83d": JSON's grammar allows it, and no string can hold it.
                return null;
            }
        }
    }

    /// <summary>A whole number, also one that is written as text.</summary>
    public long? Number => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An instant, as ISO 8601 or in seconds since 1970.</summary>
    public DateTimeOffset? Instant => DateReader.Read(Text, TimeZoneInfo.Utc);

    /// <summary>The items of a list; null if it is none.</summary>
    public IReadOnlyList<ApiJson>? List => Value.ValueKind != JsonValueKind.Array ? null
        : [.. Value.EnumerateArray().Select(item => new ApiJson(item))];

    /// <summary>The items of a list; none if it is no list.</summary>
    public IReadOnlyList<ApiJson> Items => List ?? [];
}

/// <summary>The items of an answer: those that were read, and why the others were not.</summary>
/// <typeparam name="T">What one item is read into.</typeparam>
internal sealed record ApiItems<T>(IReadOnlyList<T> Read, IReadOnlyList<Problem> Rejected)
    where T : class
{
    /// <summary>Reads items one by one. One that cannot be read is rejected with its place and cause, and the others go on.</summary>
    /// <param name="read">Returns an item or, where it cannot be read, the cause in words that go on from "post 7 of the answer …".</param>
    public static ApiItems<T> From(IReadOnlyList<ApiJson> list, Func<ApiJson, (T? Item, Problem? Cause)> read)
    {
        var (items, rejected) = (new List<T>(), new List<Problem>());
        for (var at = 0; at < list.Count; at++)
        {
            var position = at + 1;
            var (item, cause) = list[at].IsObject ? read(list[at]) : (null, Problem.Create("api.not-object", $"is no object"));
            if (item is not null)
            {
                items.Add(item);
            }
            else if (cause is not null)
            {
                rejected.Add(cause.About($"post {position} of the answer"));
            }
        }

        return new(items, rejected);
    }
}

/// <summary>Problems of answers in JSON.</summary>
internal static class ApiProblems
{
    /// <summary>An answer with a good status that is not what its platform promises, such as a page about maintenance.</summary>
    /// <param name="where">The address as it may stand in a log.</param>
    public static FetchOutcome.Failed Unreadable(string where) => new(
        Problem.Create(
            "api.unreadable",
            $"{where} answers with something other than posts; it is tried again later, so check the address if that stays so"),
        NeedsOperator: false);

    /// <summary>Why an item is rejected: it has no such member.</summary>
    public static Problem Missing(string member) => Problem.Create("api.missing-member", $"has no {member}");
}
