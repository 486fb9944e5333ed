namespace Listening.Configuration;

/// <summary>Reads <c>$.sources</c>.</summary>
internal static class SourceSection
{
    public static readonly IReadOnlyList<string> Properties =
    [
        "name", "type", "brands", "relevance", "every", "url", "path", "platform", "timeZone", "allowPrivateNetwork", "monthlyBudget",
    ];

    /// <summary>The connectors this version brings.</summary>
    public static readonly IReadOnlyList<string> Types = [Feed, File];

    private const string Feed = "feed";
    private const string File = "file";
    private const int MaxNameLength = 80;
    private const int MaxAddressLength = 2_048;
    private const decimal LeastBudget = 0.01m;
    private const decimal MostBudget = 1_000_000m;

    /// <summary>The sources, and their names as written.</summary>
    public static (IReadOnlyList<SourceConfig> Sources, IReadOnlyList<string> Names) Read(
        ConfigNode? list, IReadOnlyList<string> brands, string? folder, IReadOnlyList<string> types)
    {
        var sources = new List<SourceConfig>();
        var names = new UniqueNames("name");
        var items = list?.Items();
        if (items is [])
        {
            list!.Error("is empty; name at least one source to listen to");
        }

        foreach (var item in items ?? [])
        {
            if (item.Object(Properties) is { } members)
            {
                sources.Add(Source(members, names, brands, folder, types));
            }
        }

        return (sources, names.Names);
    }

    private static SourceConfig Source(ConfigObject members, UniqueNames names, IReadOnlyList<string> brands, string? folder, IReadOnlyList<string> types)
    {
        var named = members.Required("name", "give the source a name that tells it from the others");
        var name = named?.Name(MaxNameLength);
        if (name is not null)
        {
            names.Add(name, named!);
        }

        var type = members.Required("type", $"write {string.Join(" or ", types.Select(known => $"'{known}'"))}")?.OneOf(types);
        FitToType(members, type);
        return new SourceConfig
        {
            Name = name ?? "",
            Type = type ?? "",
            Brands = Brands(members["brands"], brands),
            StoreEverything = members["relevance"]?.OneOf(["query", "all"]) == "all",
            Every = members["every"]?.Duration("1s", "7d") ?? TimeSpan.FromMinutes(5),
            Url = Url(members["url"]),
            Path = FullPath(members["path"], folder),
            Platform = members["platform"]?.Name(MaxNameLength),
            TimeZone = TimeZone(members["timeZone"]),
            AllowPrivateNetwork = members["allowPrivateNetwork"]?.Flag() ?? false,
            MonthlyBudget = members["monthlyBudget"]?.Number(LeastBudget, MostBudget),
        };
    }

    private static void FitToType(ConfigObject members, string? type)
    {
        if (type == Feed)
        {
            members.Required("url", "give the feed's address, such as \"https://blog.example/comments/feed/\"");
            members.Disallow("path", "means nothing for a feed; take it out, or write type 'file'");
            members.Disallow("platform", "means nothing for a feed, whose posts name their own; take it out");
        }
        else if (type == File)
        {
            members.Required("path", "give the file's node, relative to the folder of listening.json");
            members.Disallow("url", "means nothing for a file; take it out, or write type 'feed'");
            members.Disallow("allowPrivateNetwork", "means nothing for a file; take it out");
        }
    }

    private static IReadOnlyList<string>? Brands(ConfigNode? list, IReadOnlyList<string> known)
    {
        var names = NameReferences.Read(list, "brand", known);
        if (list is not null && list.IsEmptyList)
        {
            list.Error("is empty, so nobody would listen; name a brand, or leave brands out so that all listen");
        }

        return names;
    }

    private static Uri? Url(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return null;
        }

        if (Authority(text).Contains('@'))
        {
            // Do not repeat it: errors are logged, and this one may hold a password.
            node.Error("holds a user name or password; take them out, as secrets do not belong in this document");
            return null;
        }

        // Uri alone would also take "http:blog.example", and trim what stands around an address.
        if (text.Length > MaxAddressLength
            || text.Any(char.IsWhiteSpace)
            || !(text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal))
            || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Host.Length == 0)
        {
            node.Error($"'{ConfigNode.Quote(text)}' is no address; write it in full, beginning with https:// or http://");
            return null;
        }

        return url;
    }

    /// <summary>Scheme, user and host, whether or not the rest is an address. Uri forgets an empty user name.</summary>
    private static ReadOnlySpan<char> Authority(string text)
    {
        var slashes = text.IndexOf("//", StringComparison.Ordinal);
        var start = slashes < 0 ? 0 : slashes + 2;
        var end = text.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? text : text.AsSpan(0, start + end);
    }

    private static string? FullPath(ConfigNode? node, string? folder)
    {
        if (node?.Text() is not { } path)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(path) || path.Length > MaxAddressLength || path.Any(char.IsControl))
        {
            node.Error($"'{ConfigNode.Quote(path)}' is no path; write one such as \"import/posts.jsonl\"");
            return null;
        }

        if (Path.IsPathFullyQualified(path))
        {
            return Path.GetFullPath(path);
        }

        if (folder is null)
        {
            node.Error("is relative, but this document lies in no folder; write the path in full");
            return null;
        }

        return Path.GetFullPath(path, Path.GetFullPath(folder));
    }

    /// <summary>
    /// IANA names hold on Linux and macOS. On Windows .NET maps them by ICU, which the service runs without
    /// (<c>InvariantGlobalization</c>), so that there only Windows' own names and UTC hold.
    /// </summary>
    private static string? TimeZone(ConfigNode? node)
    {
        if (node?.Text() is not { } id)
        {
            return null;
        }

        if (!id.All(c => char.IsAscii(c) && !char.IsControl(c)) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
        {
            var example = OperatingSystem.IsWindows() ? "'W. Europe Standard Time', as Windows calls it," : "'Europe/Berlin'";
            node.Error($"'{ConfigNode.Quote(id)}' is no time zone this machine knows; write one such as {example} or 'UTC'");
            return null;
        }

        return id;
    }
}
