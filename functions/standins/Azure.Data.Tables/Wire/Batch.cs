using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// A transaction's body: one batch holding one changeset, each write in it an HTTP request of its own
/// (learn.microsoft.com, "Performing entity group transactions", read in 2026), and the answer likewise.
/// </summary>
internal static class Batch
{
    public static string ContentType(Guid id) => $"multipart/mixed; boundary=batch_{id}";

    public static byte[] Write(Guid id, IEnumerable<EntityWrite> writes, Func<string, Uri> addressOf)
    {
        var text = new StringBuilder();
        Line(text, $"--batch_{id}");
        Line(text, $"Content-Type: multipart/mixed; boundary=changeset_{id}");
        Line(text, "");
        foreach (var write in writes)
        {
            Line(text, $"--changeset_{id}");
            Line(text, "Content-Type: application/http");
            Line(text, "Content-Transfer-Encoding: binary");
            Line(text, "");
            Line(text, $"{write.Method} {addressOf(write.Path).AbsoluteUri} HTTP/1.1");
            Line(text, $"Accept: {WireNames.MinimalMetadata}");
            Line(text, "DataServiceVersion: 3.0");
            if (write.IfMatch is { } etag)
            {
                Line(text, $"If-Match: {etag}");
            }

            if (write.MayEcho)
            {
                Line(text, "Prefer: return-no-content");
            }

            if (write.Body is { } body)
            {
                Line(text, $"Content-Type: {WireNames.Json}");
                Line(text, $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}");
                Line(text, "");
                Line(text, Encoding.ASCII.GetString(body));
            }
            else
            {
                Line(text, "");
                Line(text, "");
            }
        }

        Line(text, $"--changeset_{id}--");
        Line(text, $"--batch_{id}--");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The answers inside an answer, one for each write or a single one for the write that failed.</summary>
    public static IReadOnlyList<Response> Read(string? contentType, string body)
    {
        var lines = body.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        return [.. Parts(contentType, lines)];
    }

    private static IEnumerable<Response> Parts(string? contentType, ArraySegment<string> lines)
    {
        var (headers, boundary) = (0, "--" + Boundary(contentType));
        for (var start = Array.IndexOf(lines.Array!, boundary, lines.Offset, lines.Count); start >= 0;)
        {
            var end = start + 1;
            while (end < lines.Offset + lines.Count && !lines.Array![end].StartsWith(boundary, StringComparison.Ordinal))
            {
                end++;
            }

            if (end == lines.Offset + lines.Count)
            {
                throw new InvalidDataException("The service's answer to a transaction ends in the middle of a part.");
            }

            var part = new ArraySegment<string>(lines.Array!, start + 1, end - start - 1);
            (headers, var type) = ContentTypeOf(part);
            var content = part.Slice(headers);
            foreach (var response in type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
                ? Parts(type, content)
                : [PartResponse.Parse(content)])
            {
                yield return response;
            }

            start = lines.Array![end] == boundary ? end : -1;
        }
    }

    private static (int Length, string ContentType) ContentTypeOf(ArraySegment<string> part)
    {
        var type = "";
        for (var i = 0; i < part.Count; i++)
        {
            if (part[i].Length == 0)
            {
                return (i + 1, type);
            }

            if (part[i].StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))
            {
                type = part[i]["Content-Type:".Length..].Trim();
            }
        }

        throw new InvalidDataException("The service's answer to a transaction has a part without content.");
    }

    private static string Boundary(string? contentType)
    {
        const string Name = "boundary=";
        var at = contentType?.IndexOf(Name, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0
            ? throw new InvalidDataException("The service's answer to a transaction names no boundary between its parts.")
            : contentType![(at + Name.Length)..].Split(';')[0].Trim().Trim('"');
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
