using Listening.Queries;

namespace Listening.Configuration;

/// <summary>Reads <c>$.brands</c>.</summary>
internal static class BrandSection
{
    public static readonly IReadOnlyList<string> Properties =
        ["id", "name", "query", "queries", "description", "accounts", "listen", "understanding"];

    public static readonly IReadOnlyList<string> QueryProperties = ["name", "query", "objective", "audience", "department"];

    public static readonly IReadOnlyList<string> AccountProperties = ["platform", "id", "handle", "name"];

    private const int MaxIdLength = 40;

    /// <summary>Most characters of an account's id, handle or name.</summary>
    private const int MaxAccountLength = 200;

    /// <summary>A shorter description says too little, and more than some sentences nobody writes.</summary>
    private static readonly (int Min, int Max) DescriptionLength = (20, 500);

    /// <summary>Whom a post may concern.</summary>
    public static readonly IReadOnlyList<Department> Departments = [.. Enum.GetValues<Department>().Except([Department.None])];

    /// <summary>
    /// The brands, and their ids and the names of their queries as written, so that an error in one is not reported again where it is
    /// named.
    /// </summary>
    public static (IReadOnlyList<BrandConfig> Brands, IReadOnlyList<string> Ids, IReadOnlyList<string> Queries) Read(ConfigNode? list)
    {
        var brands = new List<BrandConfig>();
        var queries = new List<string>();
        var ids = new UniqueNames("id");
        foreach (var item in list?.Items("config.no-brands", $"is empty; name at least one brand") ?? [])
        {
            if (item.Object(Properties) is { } members)
            {
                var id = members.Required("id", "give it a short name in lower-case letters, such as 'northwind'");
                var name = members.Required("name", "give the brand's name as people write it");
                var brandId = Id(id, ids) ?? "";
                var named = NamedQueries(members["queries"], queries);
                var query = named is [] ? ReadQuery(members["query"]) : Query.AnyOf([.. named.Select(one => one.Query)]);
                if (members["query"] is not null && members["queries"] is { } both)
                {
                    both.Error("config.query-and-queries", $"stands beside 'query'; put that into this list as one more, or remove it");
                }

                brands.Add(new BrandConfig(brandId, name?.Name(UniqueNames.MaxLength) ?? "", query)
                {
                    Queries = named,
                    Description = members["description"]?.Text(DescriptionLength.Min, DescriptionLength.Max),
                    Accounts = members["accounts"]?.Items()?.Select(Account).OfType<OwnAccount>().ToArray() ?? [],
                    Listen = members["listen"]?.OneOf<Listen>() ?? Listen.Alert,
                    Understanding = members["understanding"]?.OneOf<Understanding>() ?? default,
                });
            }
        }

        return (brands, ids.Names, queries);
    }

    private static List<NamedQuery> NamedQueries(ConfigNode? list, List<string> allNames)
    {
        var named = new List<NamedQuery>();
        var names = new UniqueNames("name");
        foreach (var item in list?.Items("config.no-queries", $"is empty; write a query, or leave queries out") ?? [])
        {
            if (item.Object(QueryProperties) is { } members)
            {
                var name = names.Read(members.Required("name", "name in a few words what it finds; rows and alerts show it"));
                var query = ReadQuery(members.Required("query", "write the words that a post must have"));
                var purpose = new QueryPurpose(
                    name ?? "",
                    members["objective"]?.OneOf<Objective>(),
                    members["audience"]?.Name(UniqueNames.MaxLength),
                    members["department"]?.OneOf(Departments));
                if (query is not null)
                {
                    named.Add(new NamedQuery(query, purpose));
                }
            }
        }

        allNames.AddRange(names.Names);
        return named;
    }

    /// <summary>A query; an error in it is noted at its node.</summary>
    public static Query? ReadQuery(ConfigNode? node)
    {
        Problem? problem = null;
        var query = node?.Text() is { } text ? Query.TryParse(text, out problem) : null;
        if (problem is not null)
        {
            node!.Error(problem);
        }

        return query;
    }

    private static OwnAccount? Account(ConfigNode item)
    {
        if (item.Object(AccountProperties) is not { } members)
        {
            return null;
        }

        var account = new OwnAccount
        {
            Platform = members["platform"]?.Name(MaxAccountLength),
            Id = members["id"]?.Name(MaxAccountLength),
            Handle = members["handle"]?.Name(MaxAccountLength),
            Name = members["name"]?.Name(MaxAccountLength),
        };
        if (account is { Id: null, Handle: null, Name: null })
        {
            item.Error("config.account-of-nobody", $"names no account; give its id, its handle, or the name that its posts show");
        }
        else if (account.Name?.EnumerateRunes().Any(IsSpoken) == false)
        {
            item.Error(
                "config.account-of-everybody", $"its name fits every author; write some letters beside the *, as in '*, Northwind Team'");
        }

        return account;
    }

    /// <summary>Letters, digits and emojis, of which names are made.</summary>
    private static bool IsSpoken(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;

    private static string? Id(ConfigNode? node, UniqueNames ids)
    {
        if (node?.Text() is not { } id)
        {
            return null;
        }

        ids.Add(id, node);
        if (id.Length is 0 or > MaxIdLength || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            var written = Excerpt.Create(id);
            node.Error("config.not-an-id", $"'{written}' is not an id; use 1 to {MaxIdLength} lower-case letters a-z, digits and hyphens");
        }

        return id;
    }
}

/// <summary>Names that must differ from one another.</summary>
internal sealed class UniqueNames(string what)
{
    public const int MaxLength = 80;

    private readonly Dictionary<string, string> _paths = [];

    public IReadOnlyList<string> Names => [.. _paths.Keys];

    /// <summary>A name that people read.</summary>
    public string? Read(ConfigNode? node)
    {
        var name = node?.Name(MaxLength);
        if (name is not null)
        {
            Add(name, node!);
        }

        return name;
    }

    public void Add(string name, ConfigNode node)
    {
        if (!_paths.TryAdd(name, node.Path))
        {
            var (written, path) = (Excerpt.Create(name), _paths[name]);
            node.Error($"config.duplicate-{what}", $"the {what} '{written}' is already used by {path}; choose another");
        }
    }
}

/// <summary>Reads lists that name brands or sources.</summary>
internal static class NameReferences
{
    /// <summary>The names, each of which must be defined in the document; null where the list is not given.</summary>
    /// <param name="known">What the document has; empty if that could not be read, and then nothing is compared.</param>
    /// <param name="place">Where that is, if not in a list of the document; then nothing known means that there is none.</param>
    public static IReadOnlyList<string>? Read(
        IReadOnlyList<ConfigNode>? items, string what, IReadOnlyList<string> known, string? place = null)
    {
        var names = new List<string>();
        foreach (var item in items ?? [])
        {
            if (item.Text() is not { } name)
            {
                continue;
            }

            names.Add(name);
            if ((known.Count > 0 || place is not null) && !known.Contains(name))
            {
                var (written, among) = (Excerpt.Create(name), place ?? $"$.{what}s");
                item.Error(SpellingSuggestion.Find(name, known) is { } suggestion
                    ? Problem.Create($"config.misspelt-{what}", $"{what} '{written}' is not among {among}; did you mean '{suggestion}'?")
                    : Problem.Create($"config.unknown-{what}", $"{what} '{written}' is not among {among}; add it there or remove it here"));
            }
        }

        return items is null ? null : names;
    }
}
