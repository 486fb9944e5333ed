using Listening.Domain;
using Listening.Understand;
using Xunit.Abstractions;

namespace Listening.Tests.Understand;

/// <summary>Texts of one to three words, with the models that ship.</summary>
public sealed class ShortTextLanguageTests(ITestOutputHelper output)
{
    private static readonly ZipTextModel Model = ZipTextModel.LoadShipped();

    [Fact]
    public void The_language_of_a_few_words_is_right_nearly_always()
    {
        var step = new UnderstandStep(Model);
        var rows = SampleSet.Read("short-languages.tsv").Rows
            .Select(row => (Language: row["language"], Text: row["text"], Found: Language(step, row["text"]))).ToList();

        foreach (var language in rows.GroupBy(row => row.Language))
        {
            var right = language.Count(row => row.Found == row.Language);
            output.WriteLine($"{language.Key}: {right} of {language.Count()}");
        }

        rows.Where(row => row.Found != row.Language).ToList().ForEach(row => output.WriteLine($"{row.Language} {row.Found} {row.Text}"));
        Assert.InRange(rows.Count(row => row.Found == row.Language) / (double)rows.Count, 0.95, 1);
    }

    [Theory]
    [InlineData("Super", null, "de")]
    [InlineData("Super", "fr-FR", "fr")]
    [InlineData("Top!", "en", "en")]
    [InlineData("Rückerstattung", "fr", "de")]
    [InlineData("Danke", "en", "de")]
    [InlineData("Merci", "de", "fr")]
    [InlineData("¡Nordrad!", "de", "es")]
    [InlineData("@nordrad https://nordrad.example/x ok", "it", "it")]
    public void Where_words_do_not_tell_the_source_does(string text, string? claimed, string language) => Assert.Equal(
        language, Language(new UnderstandStep(Model), text, claimed));

    [Theory]
    [InlineData("")]
    [InlineData("👍👍")]
    [InlineData("...")]
    public void A_text_without_words_is_neutral(string text) =>
        Assert.Equal(Polarity.Neutral, new UnderstandStep(Model).Judge(text).Polarity);

    private static string Language(UnderstandStep step, string text, string? claimed = null) =>
        step.Judge(text, new TextContext { ClaimedLanguage = claimed }).Language;
}
