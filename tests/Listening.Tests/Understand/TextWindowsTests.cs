using Listening.Understand;

namespace Listening.Tests.Understand;

public sealed class TextWindowsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Na toll.")]
    public void A_short_text_is_read_whole(string text) => Assert.Equal([text], TextWindows.Of(text));

    [Fact]
    public void A_text_is_read_whole_up_to_its_limit()
    {
        var text = string.Concat(Enumerable.Repeat("Sehr gut. ", TextWindows.MaxWhole / 10));

        Assert.Equal([text], TextWindows.Of(text));
        Assert.Equal(2, TextWindows.Of(text + "!").Count);
    }

    [Fact]
    public void A_window_ends_with_a_sentence_and_nothing_is_lost_or_read_twice()
    {
        var sentences = Enumerable.Range(1, 40).Select(i => $"Am {i}. Tag sagte man uns, das Teil sei unterwegs.").ToList();

        var windows = TextWindows.Of(string.Join(' ', sentences));

        Assert.Equal(string.Join(' ', sentences), string.Join(' ', windows));
        Assert.All(windows, window => Assert.EndsWith("unterwegs.", window, StringComparison.Ordinal));
        Assert.All(windows, window => Assert.InRange(window.Length, TextWindows.Length / 2, TextWindows.Length * 3 / 2));
    }

    [Fact]
    public void Of_a_very_long_text_the_beginning_and_the_end_are_read()
    {
        var text = "Anfang. " + string.Concat(Enumerable.Repeat("Mitte. ", 150_000)) + "Ende.";

        var windows = TextWindows.Of(text);

        Assert.InRange(windows.Count, TextWindows.MaxWindows, TextWindows.MaxWindows + 2);
        Assert.StartsWith("Anfang.", windows[0], StringComparison.Ordinal);
        Assert.EndsWith("Ende.", windows[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData("😀", 10_000)]
    [InlineData("\u0001", 5_000)]
    [InlineData("\n", 5_000)]
    [InlineData("kein Punkt ", 800)]
    [InlineData("Ja. ", 5_000)]
    public void A_text_of_one_thing_is_divided_without_breaking_a_character(string thing, int times)
    {
        var windows = TextWindows.Of(string.Concat(Enumerable.Repeat(thing, times)));

        Assert.InRange(windows.Count, 0, TextWindows.MaxWindows + 2);
        Assert.DoesNotContain(windows, window => char.IsLowSurrogate(window[0]) || char.IsHighSurrogate(window[^1]));
    }

    [Fact]
    public void Whatever_the_places_of_the_sentences_every_word_is_read_once()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var words = Enumerable.Range(0, random.Next(60, 700))
                .Select(i => new string((char)('a' + (i % 26)), random.Next(1, 30)) + (random.Next(12) == 0 ? "." : "")).ToList();
            var text = string.Join(' ', words);
            if (text.Length > TextWindows.MaxWindows * TextWindows.Length)
            {
                continue;
            }

            Assert.Equal(words, TextWindows.Of(text).SelectMany(window => window.Split(' ')));
        }
    }
}
