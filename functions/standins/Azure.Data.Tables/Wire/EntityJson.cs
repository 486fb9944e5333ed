using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// Rows as the service's JSON. What JSON cannot tell apart (64-bit integers, instants, ids, bytes, whole doubles)
/// carries an <c>@odata.type</c> beside it, both ways.
/// </summary>
internal static class EntityJson
{
    /// <remarks>The writer escapes everything beyond ASCII, so a body means the same inside a transaction, where parts name no charset.</remarks>
    public static byte[] Write(ITableEntity entity)
    {
        var row = entity as TableEntity ?? throw new NotSupportedException(
            $"The stand-in for Azure.Data.Tables writes TableEntity only, not {entity.GetType()}.");
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)row)
            {
                if (name is not (WireNames.ETag or WireNames.Timestamp) && value is not null)
                {
                    WriteProperty(json, name, value);
                }
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static T Read<T>(JsonElement element)
        where T : class, ITableEntity
    {
        if (typeof(T) != typeof(TableEntity))
        {
            throw new NotSupportedException($"The stand-in for Azure.Data.Tables reads TableEntity only, not {typeof(T)}.");
        }

        var types = new Dictionary<string, string?>();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.EndsWith(WireNames.TypeSuffix, StringComparison.Ordinal))
            {
                types[property.Name[..^WireNames.TypeSuffix.Length]] = property.Value.GetString();
            }
        }

        var row = new Dictionary<string, object?>();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name != WireNames.Metadata && !property.Name.EndsWith(WireNames.TypeSuffix, StringComparison.Ordinal))
            {
                row[property.Name] = ReadValue(property, types.GetValueOrDefault(property.Name));
            }
        }

        return (T)(ITableEntity)new TableEntity(row!);
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteString(name + WireNames.TypeSuffix, "Edm.Int64");
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteString(name + WireNames.TypeSuffix, "Edm.Double");
                WriteDouble(json, name, number);
                break;
            case Guid id:
                json.WriteString(name + WireNames.TypeSuffix, "Edm.Guid");
                json.WriteString(name, id);
                break;
            case DateTimeOffset at:
                WriteInstant(json, name, at.UtcDateTime);
                break;
            case DateTime at:
                WriteInstant(json, name, at.ToUniversalTime());
                break;
            case byte[] bytes:
                WriteBinary(json, name, bytes);
                break;
            case BinaryData bytes:
                WriteBinary(json, name, bytes);
                break;
            default:
                throw new NotSupportedException($"A table cannot hold property '{name}' of type {value.GetType()}.");
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }

    private static void WriteInstant(Utf8JsonWriter json, string name, DateTime utc)
    {
        json.WriteString(name + WireNames.TypeSuffix, "Edm.DateTime");
        json.WriteString(name, utc.ToString("O", CultureInfo.InvariantCulture));
    }

    private static void WriteBinary(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> bytes)
    {
        json.WriteString(name + WireNames.TypeSuffix, "Edm.Binary");
        json.WriteBase64String(name, bytes.Span);
    }

    private static object? ReadValue(JsonProperty property, string? type) => (type, property.Value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        ("Edm.Int64", _) => long.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", JsonValueKind.String) => double.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", _) => property.Value.GetDouble(),
        ("Edm.Guid", _) => property.Value.GetGuid(),
        ("Edm.Binary", _) => property.Value.GetBytesFromBase64(),
        ("Edm.DateTime", _) => property.Value.GetDateTimeOffset(),
        (null, JsonValueKind.String) when property.Name == WireNames.Timestamp => property.Value.GetDateTimeOffset(),
        (null or "Edm.String", JsonValueKind.String) => property.Value.GetString(),
        (null or "Edm.Boolean", JsonValueKind.True or JsonValueKind.False) => property.Value.GetBoolean(),
        (null or "Edm.Int32", JsonValueKind.Number) => ReadNumber(property.Value),
        _ => throw new NotSupportedException($"Property '{property.Name}' came as {type ?? "untyped"} {property.Value.ValueKind}."),
    };

    /// <summary>An untyped number is an Int32 if it looks like one; doubles come with a point or an exponent.</summary>
    private static object ReadNumber(JsonElement value) =>
        value.TryGetInt32(out var small) ? small : value.TryGetInt64(out var large) ? (object)large : value.GetDouble();
}
