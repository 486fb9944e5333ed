using System.Text;

namespace Listening.Training.Corpora;

/// <summary>
/// A table as corpora come: UTF-8, a header, one row a line, cells between tabs, and nothing is quoted: a cell may begin with a quotation
/// mark that never closes, which a CSV reader would take for the start of a cell of many lines.
/// </summary>
internal sealed class TsvFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string[] _lines;

    private TsvFile(string name, string content)
    {
        Name = name;

        // Only a line feed ends a row: some posts hold a lone carriage return.
        _lines = content.Split('\n');
        Header = _lines[0].TrimEnd('\r').Split('\t');
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Header { get; }

    /// <exception cref="TrainingDataException">There is no such file, or it is not UTF-8, or it is empty.</exception>
    public static TsvFile Read(string path, string name)
    {
        if (!File.Exists(path))
        {
            throw new TrainingDataException(name, null, $"there is no such file at {path}");
        }

        return Parse(File.ReadAllBytes(path), name);
    }

    /// <exception cref="TrainingDataException">It is not UTF-8, or it is empty.</exception>
    public static TsvFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var content = Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
            return content.Length > 0 ? new(name, content) : throw new TrainingDataException(name, 1, "there is no header; the file is empty");
        }
        catch (DecoderFallbackException fault)
        {
            var line = bytes[..Math.Clamp(fault.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            throw new TrainingDataException(name, line, "this is not UTF-8; save the file in that encoding", fault);
        }
    }

    /// <summary>The place of a column in a row.</summary>
    /// <exception cref="TrainingDataException">The header lacks it.</exception>
    public int Column(string column) => TryColumn(column)
        ?? throw new TrainingDataException(Name, 1, $"the header has no column {column}; it has {string.Join(", ", Header)}");

    /// <summary>The place of a column in a row, or null if the header lacks it.</summary>
    public int? TryColumn(string column) => Header.ToList().IndexOf(column) is >= 0 and var place ? place : null;

    /// <exception cref="TrainingDataException">A row is not as wide as the header.</exception>
    public IEnumerable<TsvRow> Rows()
    {
        // The last line feed ends a row and begins none.
        var end = _lines[^1].Length == 0 ? _lines.Length - 1 : _lines.Length;
        for (var i = 1; i < end; i++)
        {
            var cells = _lines[i].TrimEnd('\r').Split('\t');
            if (cells.Length != Header.Count)
            {
                throw new TrainingDataException(Name, i + 1, $"there are {cells.Length} columns where the header has {Header.Count}");
            }

            yield return new(i + 1, cells);
        }
    }
}

/// <param name="Line">From 1 on; the header is line 1.</param>
internal sealed record TsvRow(int Line, string[] Cells);
