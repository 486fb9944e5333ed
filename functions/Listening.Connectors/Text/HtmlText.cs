using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Listening.Connectors.Text;

/// <summary>Turns the HTML of posts into the plain text a person would read.</summary>
/// <remarks>
/// Works on AngleSharp's token stream, not on a document: text needs no tree, and badly nested markup, from which the
/// HTML standard makes trees of quadratic size, costs nothing.
/// </remarks>
public static partial class HtmlText
{
    /// <summary>UTF-16 units of markup that are read; the text of a post is far shorter.</summary>
    public const int MaxMarkup = 512 * 1024;

    /// <summary>How often a text may have been encoded. Three times was seen.</summary>
    private const int MaxDecodings = 4;

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
        "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    ];

    /// <summary>Elements whose content is no text for readers.</summary>
    private static readonly HashSet<string> Dropped =
    [
        "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg", "template",
        "textarea", "title", "xmp",
    ];

    /// <summary>
    /// The text of a piece of HTML: a line for each block, entities decoded, emoji images as their emoji. HTML that was encoded
    /// more than once is decoded as often.
    /// </summary>
    public static string FromHtml(string html)
    {
        var text = Rendered(html);

        // Tags that are read within others are shown, as in a post about HTML, unless they are all there is.
        return FromPlain(text, mayHoldTags: text is ['<', .., '>'] || !KnownTag().IsMatch(html));
    }

    private static string Rendered(string html)
    {
        var text = new TextWriter();
        using var tokens = Tokens(html);
        var pre = 0;
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokens.Get())
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    text.Write(token.Data, keepSpace: pre > 0);
                    break;
                case HtmlTokenType.StartTag when token is HtmlTagToken tag:
                    if (Dropped.Contains(tag.Name))
                    {
                        Skip(tokens, tag);
                    }
                    else if (tag.Name == "img")
                    {
                        text.Write(Emoji(tag) ?? "", keepSpace: false);
                    }
                    else if (tag.Name == "br")
                    {
                        text.Break();
                    }
                    else if (tag.Name is "td" or "th")
                    {
                        text.Space();
                    }
                    else if (Blocks.Contains(tag.Name))
                    {
                        pre += tag.Name == "pre" ? 1 : 0;
                        text.Block();
                    }

                    break;
                case HtmlTokenType.EndTag when Blocks.Contains(token.Name):
                    pre -= token.Name == "pre" && pre > 0 ? 1 : 0;
                    text.Block();
                    break;
                default:
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// The text of something that may be HTML or plain, as RSS leaves open. It counts as HTML if it holds a tag that
    /// HTML knows; else <c>a &lt; b</c> and <c>List&lt;int&gt;</c> stay as they are, and so do line breaks.
    /// </summary>
    public static string FromEither(string text) => KnownTag().IsMatch(text) ? FromHtml(text) : FromPlain(text);

    /// <summary>
    /// The text of something that should be plain, but is HTML now and then, or holds entities, encoded once or more often. A tag
    /// that a sentence speaks of stays: only one that is closed, or needs no end, makes it HTML.
    /// </summary>
    public static string FromPlain(string text) => FromPlain(text, mayHoldTags: true);

    private static string FromPlain(string text, bool mayHoldTags)
    {
        for (var round = 0; round < MaxDecodings; round++)
        {
            if (mayHoldTags && MarkedUp().IsMatch(text))
            {
                return FromPlain(Rendered(text), mayHoldTags: false);
            }

            var decoded = text.Contains('&') ? WebUtility.HtmlDecode(text) : text;
            if (decoded == text)
            {
                break;
            }

            text = decoded;
        }

        return Tidy(text);
    }

    /// <summary>Plain text, tidied: no control characters, no half surrogates, no space at line ends.</summary>
    public static string Tidy(string text)
    {
        var plain = new TextWriter();
        plain.Write(text, keepSpace: true);
        return plain.ToString();
    }

    /// <summary>The tokens of a piece of HTML; the caller disposes of them.</summary>
    internal static HtmlTokenizer Tokens(string html) =>
        new(new TextSource(html.Length > MaxMarkup ? html[..MaxMarkup] : html), HtmlEntityProvider.Resolver) { SkipComments = true };

    /// <summary>Passes over an element and all it holds.</summary>
    internal static void Skip(HtmlTokenizer tokens, HtmlTagToken start)
    {
        // HTML knows no <script/>, but XHTML does, and feeds mix the two.
        if (start.IsSelfClosing)
        {
            return;
        }

        tokens.State = start.Name switch
        {
            "script" => HtmlParseMode.Script,
            "textarea" or "title" => HtmlParseMode.RCData,
            "iframe" or "noembed" or "noframes" or "noscript" or "style" or "xmp" => HtmlParseMode.Rawtext,
            _ => HtmlParseMode.PCData,
        };
        var depth = 1;
        for (var token = tokens.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokens.Get())
        {
            depth += token switch
            {
                _ when token.Name != start.Name => 0,
                { Type: HtmlTokenType.EndTag } => -1,
                HtmlTagToken { Type: HtmlTokenType.StartTag, IsSelfClosing: false } => 1,
                _ => 0,
            };
            if (depth == 0)
            {
                return;
            }
        }
    }

    /// <summary>The emoji that an image stands for: blogs and forums put it in the alternative text. Null for pictures.</summary>
    private static string? Emoji(HtmlTagToken image)
    {
        var alt = image.GetAttribute("alt") ?? "";
        var kind = image.GetAttribute("class") ?? "";
        var claimed = kind.Contains("emoji", StringComparison.OrdinalIgnoreCase)
            || kind.Contains("smil", StringComparison.OrdinalIgnoreCase);
        return alt.Length is > 0 and <= 40 && (claimed || !alt.Any(char.IsLetterOrDigit)) ? alt : null;
    }

    [GeneratedRegex(
        "</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre"
        + @"|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase)]
    private static partial Regex KnownTag();

    [GeneratedRegex(
        "</(?:a|b|blockquote|code|div|em|figure|font|h[1-6]|i|li|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|td|th|tr|tt|u|ul)>"
        + @"|<(?:br|hr)\s*/?>|<(?:a|img)\s[^<>]*=[^<>]*>",
        RegexOptions.IgnoreCase)]
    private static partial Regex MarkedUp();

    /// <summary>Collects text: spaces collapse, lines end clean, at most one line stays empty.</summary>
    private sealed class TextWriter
    {
        private readonly StringBuilder _text = new();
        private bool _space;
        private int _breaks;

        public void Write(string data, bool keepSpace)
        {
            for (var at = 0; at < data.Length; at++)
            {
                var c = Mended(data, at);
                if (c == '\n' && keepSpace)
                {
                    Break();
                }
                else if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\u00a0' or '\u200b' or '\u2028' or '\u2029')
                {
                    _space = true;
                }
                else if (c != '\0')
                {
                    Flush();
                    _text.Append(c);
                }
            }
        }

        public void Space() => _space = true;

        public void Break() => _breaks++;

        public void Block() => _breaks = Math.Max(_breaks, 1);

        public override string ToString() => _text.ToString();

        /// <summary>Writes what lies between two words: breaks win over spaces, and nothing leads the text.</summary>
        private void Flush()
        {
            if (_text.Length > 0)
            {
                _text.Append('\n', Math.Min(_breaks, 2));
                if (_breaks == 0 && _space)
                {
                    _text.Append(' ');
                }
            }

            (_space, _breaks) = (false, 0);
        }

        /// <summary>
        /// The character at a place, mended: U+0080 to U+009F mean what Windows-1252 means by these bytes, since nobody
        /// writes C1 controls; other controls, half surrogates and soft hyphens become NUL, "leave out".
        /// </summary>
        private static char Mended(string data, int at)
        {
            var c = data[at];
            return c switch
            {
                >= '\u0080' and <= '\u009f' => Windows1252(c),
                '\u00ad' or '\ufeff' or '\ufffe' or '\uffff' => '\0',
                < ' ' when c is not ('\t' or '\n' or '\r' or '\f') => '\0',
                '\u007f' => '\0',
                _ when char.IsHighSurrogate(c) => at + 1 < data.Length && char.IsLowSurrogate(data[at + 1]) ? c : '\0',
                _ when char.IsLowSurrogate(c) => at > 0 && char.IsHighSurrogate(data[at - 1]) ? c : '\0',
                _ => c,
            };
        }

        private static char Windows1252(char c) => "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ"[c - 0x80];
    }
}
