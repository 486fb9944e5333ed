using System.Text.Unicode;

namespace Listening.Ingest;

/// <summary>Reads one JSON object as an item.</summary>
public static class IngestJson
{
    /// <summary>JsonDocument needs time by the square of the depth (.NET 10): half a minute for a line of 200,000 brackets.</summary>
    private const int MaxDepth = 64;

    /// <summary>Reads a line of JSONL. The sentence of <paramref name="problem"/> goes on from "Line 7 …".</summary>
    public static IngestItem? TryRead(ReadOnlyMemory<byte> utf8, out Problem? problem)
    {
        // JsonDocument looks at the bytes of a string only once it is asked for, so they are checked here.
        if (!Utf8.IsValid(utf8.Span))
        {
            problem = Problem.Create("item.not-utf-8", $"holds bytes that are not UTF-8");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (Other(document.RootElement.ValueKind) is { } kind)
            {
                problem = Problem.Create("item.not-object", $"holds a JSON {kind} where an object is needed");
                return null;
            }

            var item = new IngestItem();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object && IngestNames.IsAuthor(property.Name))
                {
                    Offer(item, property.Value, IngestNames.FindOfAuthor);
                }
            }

            Offer(item, document.RootElement, IngestNames.Find);

            problem = null;
            return item;
        }
        catch (JsonException broken)
        {
            // Not the exception's own message: it quotes what people wrote.
            var position = (broken.BytePositionInLine ?? 0) + 1;
            problem = IsTooDeep(utf8.Span)
                ? Problem.Create("item.too-deep", $"is nested more than {MaxDepth} levels deep; leave out what is not about the post")
                : Problem.Create("item.not-json", $"is not valid JSON from byte {position} on");
        }
        catch (InvalidOperationException)
        {
            problem = Problem.Create("item.half-character", $"holds a \\u escape that is half a character");
        }

        return null;
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it is too deep.
        }

        return false;
    }

    private static void Offer(IngestItem item, JsonElement source, Func<string, IngestName?> find)
    {
        foreach (var property in source.EnumerateObject())
        {
            if (find(property.Name) is { } name)
            {
                item.Offer(name, Written(property.Value));
            }
        }
    }

    /// <summary>A value as it was written: a number keeps every digit, because ids outgrow what a double can hold.</summary>
    private static string? Written(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>Null for an object.</summary>
    private static string? Other(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => null,
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
