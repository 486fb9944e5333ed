using Spectre.Console;

namespace Listening.Local.Views;

/// <summary>A table for standard output, without colours or cursor movements.</summary>
internal static class TextTable
{
    /// <summary>The terminal's width, or plenty if the output goes to a file.</summary>
    public static int CurrentWidth => Console.IsOutputRedirected ? 200 : Math.Clamp(Console.WindowWidth, 60, 400);

    /// <summary>A column whose cells are never wrapped.</summary>
    public static TableColumn Fixed(string header) => new TableColumn(header).NoWrap();

    /// <param name="width">In columns of the terminal.</param>
    /// <param name="footer">The line below the table.</param>
    public static string Format(int width, TableColumn[] columns, IEnumerable<string[]> rows, string footer)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Clean(cell))));
        }

        console.Write(table);
        console.WriteLine(footer);
        return text.ToString().TrimEnd();
    }

    /// <summary>For rows that do not fit the terminal as a table: each cell has a line of its own.</summary>
    public static string FormatRecords(string[] headers, IEnumerable<string[]> rows, string footer)
    {
        var width = headers.Max(header => header.Length);
        var records = rows.Select(row => string.Join('\n', headers.Zip(row, (header, cell) => $"{header.PadRight(width)}  {cell}")));
        return string.Join("\n\n", [.. records, footer]);
    }

    /// <summary>UTC, to the minute; empty for null.</summary>
    public static string Minute(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The text on one line, cut to at most <paramref name="maxUtf16"/> UTF-16 units.</summary>
    public static string OneLine(string text, int maxUtf16)
    {
        var (shown, cut) = TextCutter.Truncate(text.ReplaceLineEndings(" "), maxUtf16);
        return cut ? shown + "…" : shown;
    }
}
