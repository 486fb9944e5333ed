using Listening.Domain;
using Listening.Queries;

namespace Listening.Configuration;

/// <summary>Reads <c>$.brands</c>.</summary>
internal static class BrandSection
{
    public static readonly IReadOnlyList<string> Properties = ["id", "name", "query"];

    private const int MaxIdLength = 40;
    private const int MaxNameLength = 80;

    /// <summary>The brands, and their ids as written, so that a error in one is not reported again where it is named.</summary>
    public static (IReadOnlyList<BrandConfig> Brands, IReadOnlyList<string> Ids) Read(ConfigNode? list)
    {
        var brands = new List<BrandConfig>();
        var ids = new UniqueNames("id");
        var items = list?.Items();
        if (items is [])
        {
            list!.Error("is empty; name at least one brand");
        }

        foreach (var item in items ?? [])
        {
            if (item.Object(Properties) is not { } members)
            {
                continue;
            }

            var id = members.Required("id", "give it a short name in lower-case letters, such as 'northwind'");
            var name = members.Required("name", "give the brand's name as people write it");
            brands.Add(new BrandConfig(Id(id, ids) ?? "", name?.Name(MaxNameLength) ?? "", Query(members["query"])));
        }

        return (brands, ids.Names);
    }

    /// <summary>A query, with what is wrong in it noted at its node.</summary>
    public static BrandQuery? Query(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return null;
        }

        var query = BrandQuery.TryParse(text, out var error);
        if (error is not null)
        {
            node.Error(ConfigNode.Quote(error, 300));
        }

        return query;
    }

    private static string? Id(ConfigNode? node, UniqueNames ids)
    {
        if (node?.Text() is not { } id)
        {
            return null;
        }

        ids.Add(id, node);
        if (id.Length is 0 or > MaxIdLength || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            node.Error($"'{ConfigNode.Quote(id)}' is no id; use 1 to {MaxIdLength} lower-case letters a-z, digits and hyphens");
        }

        return id;
    }
}

/// <summary>Names that must differ from one another.</summary>
internal sealed class UniqueNames(string what)
{
    private readonly Dictionary<string, string> _paths = [];

    public IReadOnlyList<string> Names => [.. _paths.Keys];

    public void Add(string name, ConfigNode node)
    {
        if (!_paths.TryAdd(name, node.Path))
        {
            node.Error($"the {what} '{ConfigNode.Quote(name)}' is taken by {_paths[name]}; choose another");
        }
    }
}

/// <summary>Reads lists that name brands or sources.</summary>
internal static class NameReferences
{
    /// <summary>The names, each of which must stand in the document; null where the list is not given.</summary>
    /// <param name="known">What the document has; empty if that could not be read, and then nothing is compared.</param>
    public static IReadOnlyList<string>? Read(ConfigNode? list, string what, IReadOnlyList<string> known)
    {
        var names = new List<string>();
        foreach (var item in list?.Items() ?? [])
        {
            if (item.Text() is not { } name)
            {
                continue;
            }

            names.Add(name);
            if (known.Count > 0 && !known.Contains(name))
            {
                var hint = SpellingSuggestion.Hint(name, known);
                item.Error($"{what} '{ConfigNode.Quote(name)}' is not among $.{what}s{(hint.Length > 0 ? hint : "; add it there or take it out here")}");
            }
        }

        return list is null ? null : names;
    }
}
