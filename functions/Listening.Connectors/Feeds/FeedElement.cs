using System.Net;

namespace Listening.Connectors.Feeds;

/// <summary>
/// An element of a feed. Names compare without case. Its namespace is the name that <see cref="FeedNamespace"/> gives it, so that the
/// spelling of an address makes no difference.
/// </summary>
/// <param name="name">Without prefix, as written.</param>
/// <param name="line">Where it begins, from 1.</param>
internal sealed class FeedElement(string space, string name, FeedElement? parent, int line)
{
    private static readonly HashSet<string> VoidElements = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    };

    private readonly List<(string Space, string Name, string Value)> _attributes = [];

    /// <summary>Texts and elements in their order. Texts are not joined: that would take quadratic time.</summary>
    private readonly List<object> _nodes = [];

    public string Space => space;

    public string Name => name;

    public FeedElement? Parent => parent;

    public int Line => line;

    public IEnumerable<FeedElement> Elements => _nodes.OfType<FeedElement>();

    public bool HasElements => Elements.Any();

    /// <summary>All texts in it and below, one after the other.</summary>
    public string Value
    {
        get
        {
            var value = new StringBuilder();
            Collect(this);
            return value.ToString();

            void Collect(FeedElement element)
            {
                foreach (var node in element._nodes)
                {
                    if (node is FeedElement child)
                    {
                        Collect(child);
                    }
                    else
                    {
                        value.Append((string)node);
                    }
                }
            }
        }
    }

    public static bool IsCalled(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    public IEnumerable<FeedElement> Children(string space, string name) =>
        _nodes.Count == 0 ? [] : Elements.Where(child => child.Space == space && IsCalled(child.Name, name));

    public FeedElement? Child(string space, string name) => Children(space, name).FirstOrDefault();

    /// <summary>A child in this element's own namespace.</summary>
    public FeedElement? Own(string name) => Child(Space, name);

    /// <summary>The value of an attribute; null if there is none.</summary>
    public string? Attribute(string name, string space = "")
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Space == space && IsCalled(attribute.Name, name))
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>
    /// What it holds, as HTML: without namespaces, and <c>&lt;a&gt;&lt;/a&gt;</c> for <c>&lt;a/&gt;</c>, which HTML would never close.
    /// </summary>
    /// <param name="escape">False if its texts are HTML themselves.</param>
    public string Html(bool escape)
    {
        var html = new StringBuilder();
        Write(html, escape);
        return html.ToString();
    }

    public void Add(string text) => _nodes.Add(text);

    public void Add(FeedElement child) => _nodes.Add(child);

    /// <summary>Adds an attribute, unless there is one of that name.</summary>
    public void Add(string space, string name, string value)
    {
        if (Attribute(name, space) is null)
        {
            _attributes.Add((space, name, value));
        }
    }

    public void Remove(FeedElement child) => _nodes.Remove(child);

    /// <summary>Recursion, here and in <see cref="Value"/>, is bounded by <see cref="FeedXml.MaxDepth"/>.</summary>
    private void Write(StringBuilder html, bool escape)
    {
        foreach (var node in _nodes)
        {
            if (node is not FeedElement child)
            {
                html.Append(escape ? WebUtility.HtmlEncode((string)node) : (string)node);
                continue;
            }

            html.Append('<').Append(child.Name);
            foreach (var (_, attribute, value) in child._attributes.Where(attribute => attribute.Space.Length == 0))
            {
                html.Append(' ').Append(attribute).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
            }

            html.Append('>');
            child.Write(html, escape);
            if (child._nodes.Count > 0 || !VoidElements.Contains(child.Name))
            {
                html.Append("</").Append(child.Name).Append('>');
            }
        }
    }
}
