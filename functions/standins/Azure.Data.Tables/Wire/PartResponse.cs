using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>The answer to one write of a transaction.</summary>
internal sealed class PartResponse : Response
{
    private readonly Dictionary<string, string> _headers;

    private PartResponse(int status, string reason, Dictionary<string, string> headers, byte[] body)
    {
        (Status, ReasonPhrase, _headers) = (status, reason, headers);
        ContentStream = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);
    }

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    public override bool IsError => Status >= 400;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    /// <summary>Reads "HTTP/1.1 409 Conflict", headers, an empty line and the body.</summary>
    public static PartResponse Parse(IEnumerable<string> content)
    {
        // Azurite 3.35 repeats a boundary before the status when it refuses a transaction as a whole.
        string[] lines = [.. content.SkipWhile(line => !line.StartsWith("HTTP/", StringComparison.Ordinal))];
        var words = lines.FirstOrDefault("").Split(' ', 3);
        if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException("The service's answer to a transaction has a part without a status.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var i = 1;
        for (; i < lines.Length && lines[i].Length > 0; i++)
        {
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[lines[i][..colon]] = lines[i][(colon + 1)..].Trim();
            }
        }

        var body = string.Join('\n', lines.Skip(i + 1)).Trim();
        return new(status, words.ElementAtOrDefault(2) ?? "", headers, Encoding.UTF8.GetBytes(body));
    }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));
}
