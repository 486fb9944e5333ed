using System.Text.RegularExpressions;
using AngleSharp.Html;

namespace Listening.Connectors.Feeds;

/// <summary>What reading XML came to.</summary>
/// <param name="Roots">The elements that stand in no other: a feed, and whatever its server printed before and after it.</param>
/// <param name="Damage">Where and why reading ended early; null if the document is whole.</param>
internal sealed record XmlTree(IReadOnlyList<FeedElement> Roots, string? Damage);

/// <summary>
/// Reads XML that nobody vouches for, in one pass over its text. Entities of a DTD are not expanded and nothing is fetched. Size, depth,
/// nodes and attributes are bounded, and the token that cancels is checked on the way, so that a hostile document costs itself only.
/// What feeds get wrong most is read as it was meant: a sign that was not escaped is text, an undeclared prefix is a name, an end tag
/// closes what was left open in its element, and a comment, an instruction or a second root may stand anywhere.
/// </summary>
/// <remarks>.NET's XmlReader stops at the first of these; see decision 0013.</remarks>
internal sealed partial class FeedXml
{
    public const int MaxDepth = 64;
    public const int MaxCharacters = 20_000_000;

    /// <summary>Elements, attributes and texts: a document of nothing but tags must not fill the memory.</summary>
    public const int MaxNodes = 500_000;

    /// <summary>Attributes of one element.</summary>
    public const int MaxAttributes = 100;

    /// <summary>Steps between two looks at whether to stop.</summary>
    private const int StepsUnwatched = 1024;

    /// <summary>HTML's elements without an end tag, as they stand in descriptions that should have been escaped.</summary>
    private static readonly HashSet<string> NeverClosed = new(StringComparer.OrdinalIgnoreCase) { "br", "hr", "img", "input", "wbr" };

    private readonly string _text;
    private readonly CancellationToken _stopping;

    /// <summary>Where the last one of these is: no search for an end that is not there goes through the text again and again.</summary>
    private readonly int _lastComment;
    private readonly int _lastSection;
    private readonly int _lastInstruction;
    private readonly int _lastQuote;
    private readonly int _lastApostrophe;

    private readonly List<FeedElement> _roots = [];
    private readonly List<Open> _open = [];

    /// <summary>Text since the last tag.</summary>
    private readonly StringBuilder _run = new();

    private int _at;
    private int _nodes;
    private string? _damage;
    private (int At, int Number) _line = (0, 1);

    private FeedXml(string text, CancellationToken stopping)
    {
        (_text, _stopping) = (text, stopping);
        _lastComment = text.LastIndexOf("-->", StringComparison.Ordinal);
        _lastSection = text.LastIndexOf("]]>", StringComparison.Ordinal);
        _lastInstruction = text.LastIndexOf("?>", StringComparison.Ordinal);
        _lastQuote = text.LastIndexOf('"');
        _lastApostrophe = text.LastIndexOf('\'');
    }

    public static XmlTree Read(string text, CancellationToken stopping) => text.Length > MaxCharacters
        ? new XmlTree([], $"it holds more than {MaxCharacters / 1_000_000} million characters")
        : new FeedXml(Clean(text), stopping).Read();

    /// <summary>True for the root of a feed of any kind.</summary>
    public static bool IsFeed(FeedElement root) => IsRss(root)
        || (root.Space is FeedNamespace.Atom or ""
            && (FeedElement.IsCalled(root.Name, "feed") || FeedElement.IsCalled(root.Name, "entry")));

    public static bool IsRss(FeedElement root) => FeedElement.IsCalled(root.Name, "rss") || FeedElement.IsCalled(root.Name, "rdf");

    private static bool IsItem(FeedElement element) =>
        FeedElement.IsCalled(element.Name, "item") || FeedElement.IsCalled(element.Name, "entry");

    private XmlTree Read()
    {
        for (var step = 1; _at < _text.Length && _damage is null; step++)
        {
            if (step % StepsUnwatched == 0)
            {
                _stopping.ThrowIfCancellationRequested();
            }

            var tag = _text.IndexOf('<', _at);
            var end = tag < 0 ? _text.Length : tag;
            Decode(_text.AsSpan(_at, end - _at), _run);
            _at = end;
            if (tag >= 0)
            {
                ReadMarkup();
            }
        }

        EndRun();

        // What is left open behind a whole feed is no part of it.
        if (_open.Count > 0 && (_open.Exists(open => IsFeed(open.Element)) || !_roots.Exists(IsFeed)))
        {
            _damage ??= Damage("it ends too early");
        }

        if (_damage is not null && _open.Find(open => IsItem(open.Element)) is { Element: var half })
        {
            // The item in which it broke is half a post; those before it are whole.
            half.Parent?.Remove(half);
            _roots.Remove(half);
        }

        return new XmlTree(_roots, _damage ?? (_roots.Count == 0 ? "it holds no element" : null));
    }

    /// <summary>Reads what begins with a <c>&lt;</c>, or that sign alone as text.</summary>
    private void ReadMarkup()
    {
        var rest = _text.AsSpan(_at);
        if (rest.StartsWith("<![CDATA[", StringComparison.Ordinal))
        {
            var start = _at + "<![CDATA[".Length;
            _at = After("]]>", start, _lastSection);
            _run.Append(_text, start, _at - start - (start <= _lastSection ? "]]>".Length : 0));
        }
        else if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            _at = After("-->", _at + "<!--".Length, _lastComment);
        }
        else if (rest.StartsWith("<?", StringComparison.Ordinal) && _at < _lastInstruction)
        {
            _at = After("?>", _at, _lastInstruction);
        }
        else if (_open.Count == 0 && rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            SkipDoctype();
        }
        else if (!(rest.StartsWith("</", StringComparison.Ordinal) ? ReadEndTag() : ReadStartTag()))
        {
            _run.Append('<');
            _at++;
        }
    }

    /// <summary>The place after the next one of these; the end of the text if there is none.</summary>
    private int After(string ending, int from, int last) =>
        from <= last ? _text.IndexOf(ending, from, StringComparison.Ordinal) + ending.Length : _text.Length;

    private void SkipDoctype()
    {
        var inside = false;
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '>' && !inside)
            {
                _at++;
                return;
            }

            // Its declarations hold brackets of both kinds; they end with ]>.
            inside = _text[_at] switch
            {
                '[' => true,
                ']' => !_text.AsSpan(_at + 1).TrimStart().StartsWith('>') && inside,
                _ => inside,
            };
        }
    }

    private bool ReadEndTag()
    {
        var name = NameAt(_at + 2);
        if (name.Length == 0)
        {
            return false;
        }

        // Of </title</item> both end.
        var end = _text.AsSpan(_at + 2).IndexOfAny('<', '>');
        _at = end < 0 ? _text.Length : _at + 2 + end + (_text[_at + 2 + end] == '>' ? 1 : 0);

        // It ends what was left open in its element too; one that was never opened ends nothing.
        if (_open.FindLastIndex(open => open.Tag.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var opened)
        {
            Close(opened);
        }

        return true;
    }

    private bool ReadStartTag()
    {
        var name = NameAt(_at + 1);
        var from = _at + 1 + name.Length;
        if (name.Length == 0 || (from < _text.Length && !char.IsWhiteSpace(_text[from]) && _text[from] is not ('/' or '>')))
        {
            return false;
        }

        if (AttributesAt(from) is not { } tag)
        {
            return false;
        }

        Begin(name, tag);
        _at = tag.End;
        return true;
    }

    private void Begin(string name, Tag tag)
    {
        EndRun();
        var local = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        MakeRoomFor(local);
        if (_open.Count > MaxDepth || (_nodes += 1 + tag.Attributes.Count) > MaxNodes)
        {
            _damage ??= Damage(
                _open.Count > MaxDepth ? $"it nests deeper than {MaxDepth} elements" : $"it holds more than {MaxNodes} nodes");
            return;
        }

        var names = Declared(tag);
        var parent = _open.Count == 0 ? null : _open[^1].Element;
        var element = new FeedElement(SpaceOf(name, names), local, parent, LineAt(_at));
        foreach (var (written, value) in tag.Attributes.Where(attribute => !IsDeclaration(attribute.Name)))
        {
            var colon = written.IndexOf(':', StringComparison.Ordinal);
            element.Add(colon < 0 ? "" : SpaceOf(written, names), written[(colon + 1)..], value);
        }

        if (parent is null)
        {
            _roots.Add(element);
        }
        else
        {
            parent.Add(element);
        }

        if (!tag.Closed && !NeverClosed.Contains(name))
        {
            _open.Add(new Open(element, name, names));
        }
    }

    /// <summary>Closes what was left open: an item ends where the next begins, and a feed is in nothing that a server printed.</summary>
    private void MakeRoomFor(string name)
    {
        var isItem = FeedElement.IsCalled(name, "item") || FeedElement.IsCalled(name, "entry");
        if (isItem && _open.Count > 0 && FeedElement.IsCalled(_open[^1].Element.Name, name))
        {
            Close(_open.Count - 1);
        }
        else if (_open.Count > 0 && name.ToLowerInvariant() is "rss" or "rdf" or "feed"
            && !_open.Exists(open => IsFeed(open.Element)))
        {
            Close(0);
        }
    }

    private void Close(int index)
    {
        EndRun();
        _open.RemoveRange(index, _open.Count - index);
    }

    private void EndRun()
    {
        if (_run.Length > 0 && _open.Count > 0)
        {
            _nodes++;
            _open[^1].Element.Add(_run.ToString());
        }

        _run.Clear();
    }

    private static bool IsDeclaration(string name) => name == "xmlns" || name.StartsWith("xmlns:", StringComparison.Ordinal);

    /// <summary>The addresses of namespaces that a tag declares, by prefix; null if it declares none.</summary>
    private static Dictionary<string, string>? Declared(Tag tag)
    {
        Dictionary<string, string>? names = null;
        foreach (var (name, value) in tag.Attributes.Where(attribute => IsDeclaration(attribute.Name)))
        {
            names ??= [];
            names.TryAdd(name == "xmlns" ? "" : name["xmlns:".Length..], value);
        }

        return names;
    }

    private string SpaceOf(string name, Dictionary<string, string>? declared)
    {
        var prefix = name[..Math.Max(name.IndexOf(':', StringComparison.Ordinal), 0)];
        var address = declared?.GetValueOrDefault(prefix);
        for (var above = _open.Count - 1; address is null && above >= 0; above--)
        {
            address = _open[above].Names?.GetValueOrDefault(prefix);
        }

        return FeedNamespace.Of(prefix, address);
    }

    /// <summary>The name that begins at a place; empty if none does.</summary>
    private string NameAt(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsLetter(_text[end]) || _text[end] == '_'
            || (end > start && (char.IsDigit(_text[end]) || _text[end] is ':' or '-' or '.'))))
        {
            end++;
        }

        return _text[start..end];
    }

    /// <summary>The rest of a start tag; null if it is none, so that its <c>&lt;</c> is text.</summary>
    private Tag? AttributesAt(int from)
    {
        var attributes = new List<(string Name, string Value)>();
        var (at, hasValues) = (from, false);
        while (true)
        {
            while (at < _text.Length && (char.IsWhiteSpace(_text[at]) || _text[at] is '=' or '/' && !IsEnd(at)))
            {
                at++;
            }

            if (at == _text.Length || _text[at] == '<')
            {
                return null;
            }

            if (_text[at] is '/' or '>')
            {
                // Words in angle brackets, unlike attributes, have no values.
                var closed = _text[at] == '/';
                return attributes.Count > 0 && !hasValues ? null : new Tag(attributes, closed, at + (closed ? 2 : 1));
            }

            if (attributes.Count == MaxAttributes)
            {
                if (!hasValues)
                {
                    return null;
                }

                _damage ??= Damage($"an element has more than {MaxAttributes} attributes");
                return new Tag(attributes, Closed: true, at);
            }

            var nameEnd = EndOf(at, static c => char.IsWhiteSpace(c) || c is '=' or '/' or '>' or '<');
            var name = _text[at..nameEnd];
            var equals = EndOf(nameEnd, static c => !char.IsWhiteSpace(c));
            if (equals == _text.Length || _text[equals] != '=')
            {
                at = nameEnd;
                attributes.Add((name, ""));
                continue;
            }

            var start = EndOf(equals + 1, static c => !char.IsWhiteSpace(c));
            if (ValueAt(start) is not var (valueStart, valueEnd, next))
            {
                return null;
            }

            var value = new StringBuilder();
            Decode(_text.AsSpan(valueStart, valueEnd - valueStart), value);
            attributes.Add((name, value.ToString()));
            (at, hasValues) = (next, true);
        }
    }

    /// <summary>The value of an attribute, with or without quotes, and where it goes on; null if a quote is never closed.</summary>
    private (int Start, int End, int Next)? ValueAt(int start)
    {
        if (start < _text.Length && _text[start] is '"' or '\'')
        {
            var quote = _text[start];
            return start < (quote == '"' ? _lastQuote : _lastApostrophe) && _text.IndexOf(quote, start + 1) is var end
                ? (start + 1, end, end + 1)
                : null;
        }

        var stop = start;
        while (stop < _text.Length && !char.IsWhiteSpace(_text[stop]) && _text[stop] is not ('<' or '>') && !IsEnd(stop))
        {
            stop++;
        }

        return (start, stop, stop);
    }

    private bool IsEnd(int at) => _text[at] == '/' && at + 1 < _text.Length && _text[at + 1] == '>';

    private int EndOf(int at, Func<char, bool> ends)
    {
        while (at < _text.Length && !ends(_text[at]))
        {
            at++;
        }

        return at;
    }

    private string Damage(string what) => $"line {LineAt(_at)}: {what}";

    /// <summary>Lines are asked for in their order, so that each is counted once.</summary>
    private int LineAt(int at)
    {
        _line = (at, _line.Number + _text.AsSpan(_line.At, at - _line.At).Count('\n'));
        return _line.Number;
    }

    /// <summary>
    /// Replaces references by their characters, HTML's too, which XML does not know. What is no reference, or one to an entity that HTML
    /// does not know either, stays as it is: entities come from a DTD.
    /// </summary>
    private static void Decode(ReadOnlySpan<char> text, StringBuilder into)
    {
        while (text.IndexOf('&') is >= 0 and var start)
        {
            into.Append(text[..start]);
            text = text[start..];
            var length = text[..Math.Min(text.Length, MaxReference)].IndexOf(';') + 1;
            if (length > 0 && Meaning(text[1..(length - 1)]) is { } character)
            {
                into.Append(character);
                text = text[length..];
            }
            else
            {
                into.Append('&');
                text = text[1..];
            }
        }

        into.Append(text);
    }

    /// <summary>The longest name of HTML has 31 letters.</summary>
    private const int MaxReference = 34;

    private static string? Meaning(ReadOnlySpan<char> reference) => reference switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x' or 'X', .. var digits] => Character(digits, NumberStyles.AllowHexSpecifier),
        ['#', .. var digits] => Character(digits, NumberStyles.None),
        _ => HtmlEntityProvider.Resolver.GetSymbol($"{reference};"),
    };

    /// <summary>A character by its number; a blank for numbers that name none, or a control; null if it is no number.</summary>
    private static string? Character(ReadOnlySpan<char> digits, NumberStyles style) =>
        !ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) ? null
        : number is >= ' ' and <= int.MaxValue && Rune.IsValid((int)number) ? new Rune((int)number).ToString()
        : " ";

    /// <summary>Without what XML forbids but feeds hold: controls and half surrogates.</summary>
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var run in Allowed().EnumerateMatches(text))
        {
            kept.Append(text, run.Index, run.Length);
        }

        return kept.Length == text.Length ? text : kept.ToString();
    }

    /// <summary>A run of characters that XML allows, or a whole surrogate pair.</summary>
    [GeneratedRegex(@"[\t\n\r -\ud7ff\ue000-\ufffd]+|[\ud800-\udbff][\udc00-\udfff]")]
    private static partial Regex Allowed();

    /// <param name="Tag">The element's name as it was written, prefix and all: its end tag repeats it.</param>
    /// <param name="Names">The addresses of namespaces that it declares, by prefix.</param>
    private sealed record Open(FeedElement Element, string Tag, Dictionary<string, string>? Names);

    /// <param name="Closed">True for <c>&lt;a/&gt;</c>.</param>
    /// <param name="End">Where the text goes on.</param>
    private sealed record Tag(List<(string Name, string Value)> Attributes, bool Closed, int End);
}
