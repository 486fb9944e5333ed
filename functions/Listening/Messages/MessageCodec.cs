using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Listening.Messages;

/// <summary>
/// Turns messages into queue text and back. A batch travels as base64 of gzip of unescaped UTF-8 JSON; an order as
/// plain JSON. We make the base64 ourselves and host.json says <c>messageEncoding: none</c>, because the isolated
/// worker hands a <c>QueueMessage</c> over as JSON text, in which decoded gzip bytes would not survive (read in the
/// worker's and the host extension's source, November 2026).
/// </summary>
public static class MessageCodec
{
    /// <summary>Most bytes of a packed message: a queue message holds 65,536 bytes, and base64 makes four of three.</summary>
    public const int MaxPayload = 49_152;

    /// <summary>More JSON than a message of ours can hold is a bomb.</summary>
    private const int MaxUnpacked = 64 * 1024 * 1024;

    public static string WriteFetchOrder(FetchOrder order) => JsonSerializer.Serialize(order, MessageJson.Relaxed.FetchOrder);

    /// <exception cref="InvalidDataException">The text is no such message.</exception>
    public static FetchOrder ReadFetchOrder(string text) =>
        Parse(() => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(text), MessageJson.Relaxed.FetchOrder)) is { Source.Length: > 0 } order
            ? order
            : throw new InvalidDataException($"A message on '{Queues.Fetch}' names no source.");

    /// <summary>The packed bytes of a batch, however many they are; <see cref="BatchPacker"/> keeps them within <see cref="MaxPayload"/>.</summary>
    public static byte[] Pack(MentionBatch batch)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, batch, MessageJson.Relaxed.MentionBatch);
        }

        return packed.ToArray();
    }

    public static string Encode(byte[] packed) => Convert.ToBase64String(packed);

    /// <exception cref="InvalidDataException">The text is no such message.</exception>
    public static MentionBatch ReadBatch(string text)
    {
        if (!Base64.IsValid(text))
        {
            throw new InvalidDataException($"A message on '{Queues.Mentions}' is not base64 text; was it written by another program?");
        }

        return Parse(() =>
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            var json = new MemoryStream();
            var buffer = new byte[32 * 1024];
            for (int read; (read = gzip.Read(buffer)) > 0; json.Write(buffer, 0, read))
            {
                if (json.Length > MaxUnpacked)
                {
                    throw new InvalidDataException($"A message on '{Queues.Mentions}' unpacks to more than {MaxUnpacked} bytes.");
                }
            }

            return JsonSerializer.Deserialize(json.GetBuffer().AsSpan(0, (int)json.Length), MessageJson.Relaxed.MentionBatch);
        }) is { Source: not null, Mentions: not null } batch && batch.Mentions.All(mention => mention is { Id.IsWellFormed: true })
            ? batch
            : throw new InvalidDataException($"A message on '{Queues.Mentions}' holds no batch of mentions.");
    }

    private static T? Parse<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            // The exception's own text may quote what people wrote; its place is enough to find the fault.
            throw new InvalidDataException($"A message is damaged at {e.Path ?? "its start"}, byte {e.BytePositionInLine}.");
        }
    }
}

/// <summary>Reads and writes our messages without reflection, so that a cold start stays short.</summary>
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
