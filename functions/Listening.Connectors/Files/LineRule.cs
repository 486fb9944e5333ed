namespace Listening.Connectors.Files;

/// <summary>One line, one record; LF or CRLF ends it.</summary>
internal sealed class LineRule : IRecordRule
{
    public RecordEnd? Find(ReadOnlySpan<byte> data, bool complete)
    {
        var end = data.IndexOf((byte)'\n');
        if (end < 0)
        {
            return null;
        }

        return new RecordEnd(end > 0 && data[end - 1] == '\r' ? end - 1 : end, end + 1, 1);
    }

    public int? FirstLine(ReadOnlySpan<byte> data, bool complete) => data.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : null;
}
