namespace Listening.Training.Corpora;

/// <summary>
/// A table in UTF-8 with a header, one row per line, cells between tabs, and no quoting: a cell may start with a quotation mark that is
/// never closed, which a CSV reader would take for the start of a cell of several lines.
/// </summary>
internal sealed class TsvFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string[] _lines;

    private TsvFile(string name, string content)
    {
        Name = name;

        // Only a line feed ends a row: some posts contain a single carriage return.
        _lines = content.Split('\n');
        Header = _lines[0].TrimEnd('\r').Split('\t');
    }

    /// <summary>Name in error messages.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Header { get; }

    /// <exception cref="TrainingDataException">There is no such file, it is not UTF-8, or it is empty.</exception>
    public static TsvFile Read(string path, string name)
    {
        TrainingDataException.ThrowUnless(File.Exists(path), name, $"there is no such file at {path}");
        return Parse(File.ReadAllBytes(path), name);
    }

    /// <exception cref="TrainingDataException">It is not UTF-8, or it is empty.</exception>
    public static TsvFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var content = Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
            return content.Length > 0
                ? new(name, content)
                : throw new TrainingDataException(name, 1, "there is no header; the file is empty");
        }
        catch (DecoderFallbackException fault)
        {
            var line = bytes[..Math.Clamp(fault.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
            throw new TrainingDataException(name, line, "this is not UTF-8; save the file in that encoding", fault);
        }
    }

    /// <summary>The index of a column.</summary>
    /// <exception cref="TrainingDataException">The header does not contain it.</exception>
    public int Column(string column) => TryColumn(column)
        ?? throw new TrainingDataException(Name, 1, $"the header has no column {column}; it has {string.Join(", ", Header)}");

    /// <summary>The index of a column, or null if the header does not contain it.</summary>
    public int? TryColumn(string column) => Header.ToList().IndexOf(column) is >= 0 and var index ? index : null;

    /// <exception cref="TrainingDataException">A row has more or fewer columns than the header.</exception>
    public IEnumerable<TsvRow> Rows()
    {
        // There is no row after the last line feed.
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

/// <param name="Line">From 1; the header is line 1.</param>
internal sealed record TsvRow(int Line, string[] Cells);
