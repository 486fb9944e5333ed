using System.Text.Unicode;

namespace Listening.Ingest;

/// <summary>Reads one JSON object as an item.</summary>
public static class IngestJson
{
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
            using var document = JsonDocument.Parse(utf8);
            if (Other(document.RootElement.ValueKind) is { } kind)
            {
                problem = Problem.Create("item.not-object", $"holds a JSON {kind} where an object is needed");
                return null;
            }

            var item = new IngestItem();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (IngestNames.Find(property.Name) is { } name)
                {
                    item.Offer(name, Written(property.Value));
                }
            }

            problem = null;
            return item;
        }
        catch (JsonException broken)
        {
            // Not the exception's own message: it quotes what people wrote.
            var position = (broken.BytePositionInLine ?? 0) + 1;
            problem = Problem.Create("item.not-json", $"is not valid JSON from byte {position} on");
        }
        catch (InvalidOperationException)
        {
            problem = Problem.Create("item.half-character", $"holds a \\u escape that is half a character");
        }

        return null;
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
