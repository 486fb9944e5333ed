using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Listening.Messages;

/// <summary>
/// Turns messages into queue text and back. A batch travels as base64 of gzip of unescaped UTF-8 JSON; an order as
/// plain JSON. The base64 is made here and host.json says <c>messageEncoding: none</c>, because the isolated
/// worker hands a <c>QueueMessage</c> over as JSON text, in which decoded gzip bytes would not survive (read in the
/// worker's and the host extension's source, November 2026).
/// </summary>
public static class MessageCodec
{
    /// <summary>The messages' format, written as their first field. It may gain fields; messages of another version are refused.</summary>
    public const int Version = 2;

    /// <summary>Most bytes of a packed message: a queue message holds 65,536 bytes, and base64 makes four of three.</summary>
    public const int MaxPayload = 49_152;

    /// <summary>No message of this service holds more bytes of JSON; one that does was made to exhaust the memory.</summary>
    private const int MaxUnpacked = 64 * 1024 * 1024;

    public static string WriteFetchOrder(FetchOrder order) => JsonSerializer.Serialize(order, MessageJson.Relaxed.FetchOrder);

    /// <param name="queue">Where it was, for the error.</param>
    /// <exception cref="InvalidDataException">The text is not such a message, or one of another version.</exception>
    public static FetchOrder ReadFetchOrder(string text, string queue = Queues.Fetch) =>
        Read(queue, Encoding.UTF8.GetBytes(text), MessageJson.Relaxed.FetchOrder, order => order is { Source.Length: > 0 });

    /// <summary>A batch's packed bytes, however many; <see cref="BatchPacker"/> keeps them within <see cref="MaxPayload"/>.</summary>
    public static byte[] Pack(MentionBatch batch)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(gzip, batch, MessageJson.Relaxed.MentionBatch);
        }

        return packed.ToArray();
    }

    public static string Encode(byte[] packed) => Convert.ToBase64String(packed);

    /// <exception cref="InvalidDataException">The text is not such a message, or one of another version.</exception>
    public static MentionBatch ReadBatch(string text) => Read(
        Queues.Mentions,
        Unpack(text),
        MessageJson.Relaxed.MentionBatch,
        batch => batch is { Source: not null, Mentions: not null, Brands: not null } && batch.Mentions.All(mention => mention is { Id.IsWellFormed: true }));

    private static ReadOnlySpan<byte> Unpack(string text)
    {
        if (!Base64.IsValid(text))
        {
            throw new InvalidDataException($"A message on '{Queues.Mentions}' is not base64 text; was it written by another program?");
        }

        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        var json = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int read; (read = Inflate()) > 0; json.Write(buffer, 0, read))
        {
            if (json.Length > MaxUnpacked)
            {
                throw new InvalidDataException($"A message on '{Queues.Mentions}' unpacks to more than {MaxUnpacked} bytes.");
            }
        }

        return json.GetBuffer().AsSpan(0, (int)json.Length);

        int Inflate()
        {
            try
            {
                return gzip.Read(buffer);
            }
            catch (InvalidDataException)
            {
                throw new InvalidDataException(
                    $"A message on '{Queues.Mentions}' is not gzip data, or damaged; was it written by another program?");
            }
        }
    }

    /// <summary>The one place where a message is checked: its version before anything else is read, then whether it is whole.</summary>
    private static T Read<T>(string queue, ReadOnlySpan<byte> json, JsonTypeInfo<T> type, Func<T?, bool> isWhole)
        where T : class
    {
        try
        {
            if (ReadVersion(json) is var version && version != Version)
            {
                var found = version is null ? "no format version" : $"format version {version}";
                throw new InvalidDataException(
                    $"A message on '{queue}' has {found}, but this release reads version {Version} only; process it with the release "
                    + "that wrote it, or delete the local runner's folder (.listening, or the one given by --folder).");
            }

            var message = JsonSerializer.Deserialize(json, type);
            return isWhole(message) ? message! : throw new InvalidDataException($"A message on '{queue}' lacks a required field.");
        }
        catch (JsonException e)
        {
            // The exception's own text may quote what people wrote; the position is enough to find the error.
            throw new InvalidDataException($"A message on '{queue}' is damaged at {e.Path ?? "its start"}, byte {e.BytePositionInLine}.");
        }
    }

    /// <summary>Null if the first field of the message is not its version.</summary>
    private static int? ReadVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual("version"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version)
            ? version
            : null;
    }
}

/// <summary>Reads and writes messages without reflection, so that a cold start stays short.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(FetchOrder))]
[JsonSerializable(typeof(MentionBatch))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>ä stays one letter instead of six: it is queue text, never a web page.</summary>
    public static MessageJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
