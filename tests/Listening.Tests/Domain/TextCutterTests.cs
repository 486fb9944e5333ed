using FsCheck;
using FsCheck.Fluent;
using Listening.Domain;

namespace Listening.Tests.Domain;

public sealed class TextCutterTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    [Theory]
    [InlineData("Wo bleibt mein Paket?", 100, "Wo bleibt mein Paket?", false)]
    [InlineData("Paket", 5, "Paket", false)]
    [InlineData("Pakete", 5, "Paket", true)]
    [InlineData("", 0, "", false)]
    [InlineData("a", 0, "", true)]
    [InlineData("ab😀", 3, "ab", true)]
    [InlineData("ab😀", 4, "ab😀", false)]
    [InlineData("Mu\u0308ll", 2, "M", true)]
    [InlineData("Mu\u0308ll", 3, "Mu\u0308", true)]
    [InlineData("ja " + Family, 10, "ja ", true)]
    [InlineData("🇩🇪🇦🇹", 6, "🇩🇪", true)]
    [InlineData("eins\r\nzwei", 5, "eins", true)]
    public void A_long_text_is_cut_between_two_characters_as_people_see_them(string text, int max, string kept, bool cut) =>
        Assert.Equal((kept, cut), TextCutter.Truncate(text, max));

    [Fact]
    public void A_limit_below_nothing_is_a_fault_of_ours() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TextCutter.Truncate("Paket", -1));

    [Fact]
    public void What_is_kept_is_the_longest_beginning_of_whole_characters_that_fits()
    {
        string[] pieces = ["a", "ä", "u\u0308", "😀", Family, "🇩🇪", "\r\n", "\uD83D", " ", "क्षि"];
        var texts = Gen.ListOf(Gen.Elements(pieces)).Select(string.Concat);
        var cases = texts.SelectMany(text => Gen.Choose(0, text.Length + 2).Select(max => (text, max)));

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var (kept, cut) = TextCutter.Truncate(one.text, one.max);

            // Where characters begin, told by the framework's own division of the whole text.
            var borders = StringInfo.ParseCombiningCharacters(one.text).Append(one.text.Length);
            Assert.Equal(borders.Where(border => border <= one.max).Max(), kept.Length);
            Assert.StartsWith(kept, one.text, StringComparison.Ordinal);
            Assert.Equal(kept.Length < one.text.Length, cut);
        }).QuickCheckThrowOnFailure();
    }
}
