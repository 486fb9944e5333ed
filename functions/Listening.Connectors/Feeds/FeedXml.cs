using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Html;

namespace Listening.Connectors.Feeds;

/// <summary>What reading XML came to.</summary>
/// <param name="Root">What could be read; null if nothing.</param>
/// <param name="Damage">Where and why reading ended early; null if the document is whole.</param>
internal sealed record XmlTree(XElement? Root, string? Damage);

/// <summary>
/// Reads XML that nobody vouches for: no DTD is processed, nothing is fetched, no entity is expanded, and depth, size and
/// number of nodes are bounded. Common damage is repaired once; what comes before damage that cannot be repaired is kept.
/// </summary>
internal static partial class FeedXml
{
    public const int MaxDepth = 64;
    public const int MaxCharacters = 20_000_000;

    /// <summary>Elements, attributes and texts: a document of nothing but tags must not fill the memory.</summary>
    public const int MaxNodes = 500_000;

    public static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    public static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    public static readonly XNamespace FeedBurner = "http://rssnamespace.org/feedburner/ext/1.0";
    public static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public static readonly XNamespace Syndication = "http://purl.org/rss/1.0/modules/syndication/";
    public static readonly XNamespace Threading = "http://purl.org/syndication/thread/1.0";
    public static readonly XNamespace Tombstones = "http://purl.org/atompub/tombstones/1.0";
    public static readonly XNamespace WellFormedWeb = "http://wellformedweb.org/CommentAPI/";

    public static XmlTree Read(string text)
    {
        if (text.Length > MaxCharacters)
        {
            return new XmlTree(null, $"it holds more than {MaxCharacters / 1_000_000} million characters");
        }

        var clean = WithoutDeclaration(text);
        var first = Parse(clean);
        var second = first.Damage is null ? first : Parse(Repaired(clean));
        return second.Damage is null || Length(second) > Length(first) ? second : first;
    }

    /// <summary>The line an item or entry began at; 0 if unknown.</summary>
    public static int LineOf(XElement element) => element.Annotation<Line>()?.Number ?? 0;

    private static int Length(XmlTree tree) => tree.Root?.DescendantsAndSelf().Count(IsItem) ?? -1;

    private static bool IsItem(XElement element) => element.Name.LocalName is "item" or "entry";

    private static XmlTree Parse(string text)
    {
        XElement? root = null;
        var open = new Stack<XElement>();
        var nodes = 0;
        try
        {
            using var reader = Reader(text);
            while (reader.Read())
            {
                if (++nodes > MaxNodes || reader.Depth > MaxDepth)
                {
                    return Broken(
                        reader.Depth > MaxDepth ? $"it nests deeper than {MaxDepth} elements" : $"it holds more than {MaxNodes} nodes");
                }

                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        var empty = reader.IsEmptyElement;
                        var element = Element(reader, ref nodes);
                        root ??= element;
                        open.TryPeek(out var parent);
                        parent?.Add(element);
                        if (!empty)
                        {
                            open.Push(element);
                        }

                        break;
                    case XmlNodeType.EndElement:
                        open.Pop();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                        when open.Count > 0:
                        // A node each: joined as strings, a million tiny CDATA sections would take quadratic time.
                        open.Peek().Add(new XText(reader.Value));
                        break;
                    default:
                        break;
                }
            }

            return new XmlTree(root, root is null ? "it is empty" : null);
        }
        catch (XmlException broken)
        {
            return Broken($"line {broken.LineNumber}: {Kind(broken)}");
        }

        XmlTree Broken(string damage)
        {
            // The item in which it broke is half a post; those before it are whole. Damage may leave an item as the document's root.
            var half = open.FirstOrDefault(IsItem);
            if (half?.Parent is not null)
            {
                half.Remove();
            }

            return new XmlTree(half == root ? null : root, damage);
        }
    }

    private static XElement Element(XmlReader reader, ref int nodes)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        if (IsItem(element) && reader is IXmlLineInfo line)
        {
            element.AddAnnotation(new Line(line.LineNumber));
        }

        while (reader.MoveToNextAttribute())
        {
            nodes++;
            var name = XName.Get(reader.LocalName, reader.NamespaceURI);
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns" && element.Attribute(name) is null)
            {
                element.Add(new XAttribute(name, reader.Value));
            }
        }

        return element;
    }

    private static XmlReader Reader(string text)
    {
        var names = new XmlNamespaceManager(new NameTable());

        // Feeds use these prefixes without declaring them now and then.
        foreach (var (prefix, name) in new (string, XNamespace)[]
        {
            ("atom", Atom), ("content", Content), ("dc", DublinCore), ("feedburner", FeedBurner), ("rdf", Rdf), ("sy", Syndication),
            ("thr", Threading), ("at", Tombstones), ("wfw", WellFormedWeb),
            ("media", "http://search.yahoo.com/mrss/"), ("slash", "http://purl.org/rss/1.0/modules/slash/"),
            ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"), ("georss", "http://www.georss.org/georss"),
        })
        {
            names.AddNamespace(prefix, name.NamespaceName);
        }

        var settings = new XmlReaderSettings
        {
            // Ignore, not Prohibit: RSS 0.91 begins with a DOCTYPE by its specification. Entities stay undeclared either way.
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersFromEntities = 1024,
            MaxCharactersInDocument = MaxCharacters,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        return XmlReader.Create(new StringReader(text), settings, new XmlParserContext(null, names, null, XmlSpace.None));
    }

    /// <summary>
    /// Drops what XML forbids but feeds hold (controls, half surrogates, blanks at the start), and the declaration: its
    /// encoding is spent, and a <c>version="1.1"</c> would be refused for nothing.
    /// </summary>
    private static string WithoutDeclaration(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var run in Allowed().EnumerateMatches(text))
        {
            kept.Append(text, run.Index, run.Length);
        }

        var clean = kept.ToString().TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (!clean.StartsWith("<?xml", StringComparison.Ordinal)
            || clean.IndexOf("?>", StringComparison.Ordinal) is not (> 0 and < 400 and var end))
        {
            return clean;
        }

        // Its lines stay, so that faults name the line that an editor shows.
        return new string('\n', clean.AsSpan(0, end).Count('\n')) + clean[(end + 2)..];
    }

    /// <summary>
    /// Mends what feeds get wrong most: HTML's entities, which XML lacks, become characters, and a bare <c>&amp;</c> is
    /// escaped. Entities that HTML lacks too stay, and the document is refused: they come from a DTD.
    /// </summary>
    private static string Repaired(string text)
    {
        var at = FeedRoot().Match(text) is { Success: true } root ? root.Index : 0;
        var mended = new StringBuilder(text.Length);
        foreach (var match in LiteralOrReference().EnumerateMatches(text, at))
        {
            mended.Append(text, at, match.Index - at).Append(Mended(text.Substring(match.Index, match.Length)));
            at = match.Index + match.Length;
        }

        return mended.Append(text, at, text.Length - at).ToString();
    }

    private static string Mended(string found)
    {
        if (found is "&" or ['<', ..])
        {
            return found == "&" ? "&amp;" : found;
        }

        var name = found[1..^1];
        if (name[0] == '#')
        {
            var number = name[1] is 'x' or 'X'
                ? int.Parse(name.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
            return Rune.IsValid(number) && number >= ' ' ? found : " ";
        }

        return name is not ("amp" or "lt" or "gt" or "quot" or "apos") && HtmlEntityProvider.Resolver.GetSymbol(name + ";") is { } symbol
            ? string.Concat(symbol.EnumerateRunes().Select(rune => $"&#{rune.Value};"))
            : found;
    }

    /// <summary>
    /// What is wrong, without quoting: the reader's own message quotes names, and where a bracket was not escaped, these are
    /// what people wrote. Only that message says what kind of damage it is.
    /// </summary>
    private static string Kind(XmlException broken) =>
        Kinds.FirstOrDefault(kind => broken.Message.Contains(kind.Said, StringComparison.Ordinal)).Sentence ?? "it is not well-formed";

    /// <summary>Words of the reader's messages that no name in them can hold, for want of blanks.</summary>
    private static readonly (string Said, string? Sentence)[] Kinds =
    [
        ("Unexpected end of file", "it ends too early"),
        ("does not match the end tag of", "the end tag of one element comes where another is open"),
        ("Unexpected end tag", "an end tag has no start tag"),
        ("undeclared prefix", "a prefix is not declared"),
        ("undeclared entity", "an entity is not declared"),
        ("duplicate attribute", "an element has one attribute twice"),
        ("multiple root elements", "something follows the end of the document"),
        ("root level is invalid", "there is text outside of all elements"),
        ("Name cannot begin with", "a < is not escaped, or a name is none"),
        ("cannot be included in a name", "a < is not escaped, or a name is none"),
        ("invalid attribute character", "a < is not escaped in an attribute"),
        ("unexpected token", "a sign is missing or in the wrong place"),
    ];

    /// <summary>A run of characters that XML allows, or a whole surrogate pair.</summary>
    [GeneratedRegex(@"[\t\n\r -\ud7ff\ue000-\ufffd]+|[\ud800-\udbff][\udc00-\udfff]")]
    private static partial Regex Allowed();

    /// <summary>A CDATA section, a comment, a reference, or an <c>&amp;</c> that is none.</summary>
    [GeneratedRegex(
        @"<!\[CDATA\[[\s\S]*?(?:\]\]>|\z)|<!--[\s\S]*?(?:-->|\z)"
        + "|&(?:(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?")]
    private static partial Regex LiteralOrReference();

    /// <summary>The start of the feed proper: servers print warnings before it.</summary>
    [GeneratedRegex(@"<(?:rss|feed|rdf:RDF)[\s>]")]
    private static partial Regex FeedRoot();

    private sealed record Line(int Number);
}
