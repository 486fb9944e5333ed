using Listening.Connectors.Files;

namespace Listening.Connectors.Tests.Files;

public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("a\r\nb\r\nc", "1 a|2 b|3 c")]
    [InlineData("a\rb\r\r\nc\r", "1 a|2 b|3 |4 c")]
    [InlineData("\"a\r\nb\r\n\",1\r\n\n2\r\n", "1 \"a\r\nb\r\n\",1|4 |5 2")]
    public void However_little_a_stream_gives_at_once_records_and_line_numbers_are_the_same(string text, string records)
    {
        foreach (var encoding in new Encoding[]
            { new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false) })
        {
            var unit = encoding.GetByteCount("a");
            using var dribble = new Dribble(encoding.GetBytes(text));
            var reader = new RecordReader(dribble, new CsvDialect(new CsvEncoding(unit, encoding.GetBytes("a")[0] == 0, 0), ','), 0, 1);

            var read = new List<string>();
            while (reader.TryRead(out var record))
            {
                read.Add($"{record.Line} {encoding.GetString(record.Bytes.Span)}");
            }

            Assert.Equal(records, string.Join('|', read));
        }
    }

    /// <summary>Gives one byte at a time, as a slow share or an unlucky buffer might.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
