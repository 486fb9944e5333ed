using Listening.Local.Views;

namespace Listening.Local.Tests.Views;

public sealed class TerminalTextTests : IDisposable
{
    private readonly StringWriter _results = new();
    private readonly StringWriter _log = new();

    /// <summary>What a terminal would act on, from the lists of Unicode.</summary>
    public static TheoryData<char> Dangerous =>
    [
        .. Range(0x00, 0x08), .. Range(0x0B, 0x1F), .. Range(0x7F, 0x9F), '\u061C', '\u200E', '\u200F', .. Range(0x2028, 0x202E),
        .. Range(0x2066, 0x2069),
    ];

    private ConsoleOutput Output => new(_results, _log, terminal: true);

    public void Dispose()
    {
        _results.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Dangerous))]
    public void What_a_terminal_would_act_on_is_never_printed(char dangerous)
    {
        var text = $"Wo{dangerous}bleibt es?";

        Output.Result(text);
        Output.Log(text);
        Output.Json(new { text });
        var printed = _results.ToString() + _log;

        Assert.DoesNotContain(dangerous, printed);
        var json = _results.ToString().TrimEnd().Split('\n')[^1];
        Assert.Equal(text, JsonDocument.Parse(json).RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void Umlauts_emoji_tabs_and_line_feeds_stay()
    {
        const string Text = "Größe\t🫖\nمرحبا, 漢字";

        Assert.Equal(Text, TerminalText.Clean(Text));
        Assert.Equal("two\nlines", TerminalText.Clean("two\r\nlines"));
    }

    [Fact]
    public void Text_in_a_table_cannot_move_the_cursor() =>
        Assert.DoesNotContain('\u001B', TextTable.Format(80, [new("Text")], [["\u001B[2Jweg"]], "1 mention"));

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
