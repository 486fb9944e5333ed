namespace Listening.Configuration;

/// <summary>Reads <c>$.sources</c>: what every source has, and the options that its connector declares.</summary>
internal static class SourceSection
{
    public static readonly IReadOnlyList<string> Properties =
        ["name", "type", "brands", "relevance", "every", "listen", "understanding", "keepIrrelevant", "monthlyBudget"];

    /// <summary>The sources, and their names as written.</summary>
    public static (IReadOnlyList<SourceConfig> Sources, IReadOnlyList<string> Names) Read(
        ConfigNode? list, IReadOnlyList<string> brands, string? folder, IReadOnlyList<ConnectorDescription> connectors)
    {
        var sources = new List<SourceConfig>();
        var names = new UniqueNames("name");
        foreach (var item in list?.Items("config.no-sources", $"is empty; name at least one source to listen to") ?? [])
        {
            if (item.Object() is { } members)
            {
                sources.Add(Source(members, names, brands, folder, connectors));
            }
        }

        return (sources, names.Names);
    }

    private static SourceConfig Source(
        ConfigObject members,
        UniqueNames names,
        IReadOnlyList<string> brands,
        string? folder,
        IReadOnlyList<ConnectorDescription> connectors)
    {
        var name = names.Read(members.Required("name", "give the source a name that tells it from the others"));
        var types = connectors.Select(known => known.Type).ToList();
        var type = members.Required("type", $"write {ConfigNode.Alternatives(types)}")?.OneOf(types);
        var connector = connectors.FirstOrDefault(known => known.Type == type);

        // Without a known type, any connector's option may be meant.
        var options = (connector is null ? connectors : [connector]).SelectMany(known => known.Options).Select(option => option.Name);
        members.AllowOnly([.. Properties, .. options], option => OfAnotherType(option, type, connectors));
        return new SourceConfig
        {
            Name = name ?? "",
            Type = type ?? "",
            Options = connector?.Read(new OptionReader(members, folder)),
            Brands = NameReferences.Read(
                members["brands"]?.Items(
                    "config.no-listening-brand",
                    $"is empty, so no brand would listen; name a brand, or leave brands out so that all listen"),
                "brand",
                brands),
            StoreEverything = members["relevance"]?.OneOf(["query", "all"]) == "all",
            Every = members["every"]?.Duration("1s", "7d") ?? TimeSpan.FromMinutes(5),
            Listen = members["listen"]?.OneOf<Listen>() ?? Listen.Alert,
            Understanding = members["understanding"]?.OneOf<Understanding>(),
            KeepIrrelevant = members["keepIrrelevant"]?.Count(1, SourceConfig.MaxKeepIrrelevant) ?? 0,
            MonthlyBudget = members["monthlyBudget"]?.Number(0.01m, 1_000_000m),
        };
    }

    private static Problem? OfAnotherType(string option, string? type, IReadOnlyList<ConnectorDescription> connectors)
    {
        var types = connectors.Where(known => known.Options.Any(its => its.Name == option)).Select(known => known.Type);
        var others = ConfigNode.Alternatives(types);
        return others.Length == 0 ? null : Problem.Create(
            "config.option-of-another-type", $"means nothing for type '{type}'; remove it, or write type {others}");
    }
}
