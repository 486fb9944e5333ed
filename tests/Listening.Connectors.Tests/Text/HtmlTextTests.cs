using FsCheck;
using FsCheck.Fluent;
using Listening.Connectors.Text;
using Listening.Testing;

namespace Listening.Connectors.Tests.Text;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>Der Kessel &amp; ich</p>\n<p>Zweiter Absatz</p>", "Der Kessel & ich\nZweiter Absatz")]
    [InlineData("eins<br>zwei<br/><br />drei", "eins\nzwei\n\ndrei")]
    [InlineData("<ul><li>Deckel</li><li>Henkel</li></ul>", "Deckel\nHenkel")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("Toll <img class=\"wp-smiley\" alt=\"😀\" src=x> ja", "Toll 😀 ja")]
    [InlineData("<img alt=\"☕\"><img alt=\"Ein Bild vom Kessel\">", "☕")]
    [InlineData("a<script>if (x < 1) { document.write('<b>'); }</script>b<style>p { }</style>c", "abc")]
    [InlineData("<noscript><img src=x>doppelt</noscript>einmal", "einmal")]
    [InlineData("vorher<script src=\"x.js\"/>nachher", "vorhernachher")]
    [InlineData("vorher<svg><text>Bild</text><svg></svg></svg>nachher", "vorhernachher")]
    [InlineData("<pre>eins\n  zwei</pre>drei", "eins\nzwei\ndrei")]
    [InlineData("Silben\u00adtrennung und\u00a0Leer&nbsp;zeichen", "Silbentrennung und Leer zeichen")]
    [InlineData("5 &lt; 6 &#8364; &#128; &eacute;&hellip;", "5 < 6 € € é…")]
    [InlineData("<b>nie <i>geschlossen", "nie geschlossen")]
    [InlineData("<!-- weg -->da", "da")]
    [InlineData("  viel \n\t Platz  ", "viel Platz")]
    [InlineData("Nie&#8203;wieder\u200bNordwind", "Nie wieder Nordwind")]
    [InlineData("&lt;p&gt;Die &lt;b&gt;Nordwind&lt;/b&gt;&lt;/p&gt;", "Die Nordwind")]
    [InlineData("<p>M&amp;uuml;ller &amp;amp; S&amp;#246;hne</p>", "Müller & Söhne")]
    [InlineData("<div>&lt;p&gt;Die &lt;b&gt;Nordwind&lt;/b&gt;&lt;/p&gt;</div>", "Die Nordwind")]
    [InlineData("<p>Der Tag &lt;b&gt; macht fett</p>", "Der Tag <b> macht fett")]
    [InlineData("<p>So: <code>&lt;b&gt;fett&lt;/b&gt;</code> schreiben</p>", "So: <b>fett</b> schreiben")]
    [InlineData("👩&zwj;🔧 👨\u200d👩\u200d👧", "👩\u200d🔧 👨\u200d👩\u200d👧")]
    [InlineData("", "")]
    public void Html_becomes_the_text_a_person_reads(string html, string text) => Assert.Equal(text, HtmlText.FromHtml(html));

    [Theory]
    [InlineData("Kessel & Topf", "Kessel & Topf")]
    [InlineData("Kessel &amp; Topf", "Kessel & Topf")]
    [InlineData("List<String> in C# und a < b", "List<String> in C# und a < b")]
    [InlineData("Neu: <b>Northwind</b> &amp; mehr", "Neu: Northwind & mehr")]
    [InlineData("Zeile eins\n\nZeile zwei", "Zeile eins\n\nZeile zwei")]
    [InlineData("M&amp;uuml;ller und Nordwind", "Müller und Nordwind")]
    [InlineData(
        "&lt;p&gt;Von M&amp;uuml;ller &lt;b&gt;kaputt&lt;/b&gt;. &lt;a href=&#34;x&#34; class=&#34;y&#34;&gt;Bild&lt;/a&gt;&lt;/p&gt;",
        "Von Müller kaputt. Bild")]
    [InlineData("&amp;lt;p&amp;gt;dreifach&amp;lt;/p&amp;gt;", "dreifach")]
    [InlineData("Der Tag &lt;b&gt; macht fett", "Der Tag <b> macht fett")]
    public void What_may_be_html_or_plain_is_read_as_what_it_is(string either, string text) =>
        Assert.Equal(text, HtmlText.FromEither(either));

    [Fact]
    public void Plain_text_loses_controls_and_half_surrogates_but_keeps_emoji() =>
        Assert.Equal("a – 👩‍🔧b", HtmlText.Tidy("a \u0096 👩‍🔧\ud83d\u0000\u0007b"));

    [Theory]
    [InlineData("<b a={0}><p>")]
    [InlineData("<b a{0} ")]
    [InlineData("<div>")]
    [InlineData("<p")]
    [InlineData("<p ")]
    [InlineData("<a href='")]
    [InlineData("<a x=")]
    [InlineData("<")]
    [InlineData("</")]
    [InlineData("<!")]
    [InlineData("<br>")]
    [InlineData("&")]
    [InlineData("&amp;lt;")]
    [InlineData("&amp;amp;amp;amp;")]
    [InlineData("&lt;p&gt;x&lt;/p&gt;")]
    [InlineData("<svg>")]
    [InlineData("<svg></svg>")]
    [InlineData("</p><br>")]
    [InlineData("<script><!--")]
    [InlineData("<textarea></")]
    [InlineData(" ")]
    [InlineData("\n")]
    public void Hostile_markup_costs_little(string piece)
    {
        var numbered = piece.Contains("{0}", StringComparison.Ordinal);
        var hostile = string.Concat(Enumerable.Range(0, 3_000_000 / piece.Length)
            .Select(i => numbered ? piece.Replace("{0}", $"{i}", StringComparison.Ordinal) : piece));
        var began = TimeProvider.System.GetTimestamp();

        HtmlText.FromHtml(hostile);
        HtmlText.FromEither(hostile);
        HtmlText.FromPlain(hostile);

        // Seconds on a busy machine; a step that looks back at what came before would take hours.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 90);
    }

    [Fact]
    public void No_markup_makes_it_throw_or_leaves_a_broken_character() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(Arb.From(
            Gen.Elements(
            "<p>", "</p>", "<script>", "<!--", "-->", "<img alt='😀'>", "&#x1F600;", "&#xD800;", "&amp", "\ud83d", "\ude00", "text", " ",
            "\n", "<td", ">", "\"", "<textarea>", "<![CDATA[", "]]>", "\0").ArrayOf().Select(string.Concat)), html =>
        {
            foreach (var text in new[] { HtmlText.FromHtml(html), HtmlText.FromEither(html), HtmlText.Tidy(html) })
            {
                _ = text.Normalize();
            }

            return true;
        }));
}
