namespace Listening.Encoder.Tests;

public sealed class PlainWritingTests
{
    [Theory]
    [InlineData("WO BLEIBT MEIN PAKET", "wo bleibt mein paket")]
    [InlineData("ENDLICH, ÜBER ÄRGER GEREDET", "endlich, über ärger geredet")]
    [InlineData("Die DB und der ADAC", "Die DB und der ADAC")]
    [InlineData("OK", "OK")]
    [InlineData("Das ist soooo guuuut", "Das ist so gut")]
    [InlineData("Schifffahrt im Zoo mit Seeelefant", "Schifffahrt im Zoo mit Selefant")]
    [InlineData("@nordrad_hilft wo seid ihr, @a.b?", "@user wo seid ihr, @user?")]
    [InlineData("an kunde@example.org geschrieben", "an kunde@example.org geschrieben")]
    [InlineData("siehe https://t.co/aB3?x=1 und www.x.example", "siehe https://example.org und https://example.org")]
    [InlineData("", "")]
    public void A_text_is_written_as_most_people_write(string text, string plain) => Assert.Equal(plain, PlainWriting.Of(text));
}
