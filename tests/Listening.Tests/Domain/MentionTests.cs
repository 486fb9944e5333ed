using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Domain;

public sealed class MentionTests
{
    [Theory]
    [InlineData("Re: Nordrad kaputt")]
    [InlineData("RE:Nordrad kaputt")]
    [InlineData("Re[2]: Nordrad kaputt")]
    [InlineData("Aw: Nordrad kaputt")]
    [InlineData("AW: WG: Nordrad kaputt")]
    [InlineData("Antw: Nordrad kaputt")]
    [InlineData("Antwort: Nordrad kaputt")]
    [InlineData("Antwort auf: Nordrad kaputt")]
    [InlineData("Reply To: Nordrad kaputt")]
    [InlineData("Kaufberatung • Re: Nordrad kaputt")]
    [InlineData("Kaufberatung - Re: Nordrad kaputt")]
    [InlineData("[Technik] Re: Nordrad kaputt")]
    [InlineData("Kommentar zu Nordrad kaputt von Mira")]
    [InlineData("Comment on Nordrad kaputt by Mira")]
    [InlineData("Kommentar von Mira zu Nordrad kaputt")]
    [InlineData("Answer by Mira for Nordrad kaputt")]
    [InlineData("Von: Mira")]
    [InlineData("By: Mira")]
    [InlineData("/u/mira on Nordrad kaputt")]
    [InlineData("Mira on Nordrad kaputt")]
    [InlineData("Mira zu Nordrad kaputt")]
    [InlineData("Mira commented on issue Nordrad kaputt")]
    [InlineData("Mira hat auf Nordrad kaputt geantwortet")]
    public void An_answer_is_read_without_the_title_of_what_it_answers(string title) =>
        Assert.Equal("Bei mir läuft es.", Post(title).OwnText);

    [Theory]
    [InlineData("Nordrad kaputt")]
    [InlineData("Reparatur: Nordrad kaputt")]
    [InlineData("Kommentar: Nordrad versagt")]
    [InlineData("Kommentar zum Rückruf: Nordrad versagt")]
    [InlineData("Antwort auf meine Reklamation: unverschämt")]
    [InlineData("Von Nordrad enttäuscht")]
    [InlineData("Miranda zu Nordrad")]
    [InlineData("Nie wieder Nordrad, by the way")]
    [InlineData("Are: Nordrad kaputt")]
    public void A_title_of_ones_own_counts(string title) => Assert.Equal($"{title}\nBei mir läuft es.", Post(title).OwnText);

    [Fact]
    public void An_answer_without_words_of_its_own_says_nothing() =>
        Assert.Equal("", (Post("Re: Nordrad kaputt, Service unverschämt") with { Text = "" }).OwnText);

    private static Mention Post(string? title) =>
        Samples.Post("1", "Bei mir läuft es.") with { Title = title, Parent = null, Author = new Author("mira", Name: "Mira") };
}
