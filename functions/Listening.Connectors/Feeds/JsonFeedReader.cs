using System.Text.RegularExpressions;
using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>
/// Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). It goes through the document item by item, so that those before damage are read.
/// </summary>
internal static partial class JsonFeedReader
{
    /// <summary>Items that are looked at: a document of nothing but brackets must not fill the memory.</summary>
    private const int MaxItems = 50_000;

    private static readonly JsonReaderOptions Lenient = new()
    {
        MaxDepth = FeedXml.MaxDepth,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Members of a feed that matter, besides its items.</summary>
    private static readonly string[] Members = ["version", "home_page_url", "language", "author", "authors"];

    public static FeedReading Read(ReadOnlySpan<char> text, Uri url, CancellationToken stopping)
    {
        var (members, items, damage) = (new Dictionary<string, JsonElement>(), new List<JsonElement>(), (string?)null);
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var reader = new Utf8JsonReader(bytes, Lenient);
        try
        {
            ReadMembers(ref reader, members, items, stopping);
            damage = items.Count > MaxItems ? $"it holds more than {MaxItems} items" : null;
        }
        catch (JsonException broken)
        {
            damage = $"line {broken.LineNumber + 1}";
        }

        if (IsFeed(members, items) && Feed(members, items, damage, url, stopping) is var feed && (damage is null || feed.Items.Count > 0))
        {
            return new FeedReading.Feed(feed);
        }

        return damage is null
            ? new FeedReading.Nothing("feed.other-json", $"is JSON, but no JSON Feed; configure the address of an RSS, Atom or JSON feed")
            : new FeedReading.Nothing("feed.broken-json", $"is JSON that cannot be read ({damage}); its publisher has to correct it");
    }

    /// <summary>Reads the outermost object up to its end; whatever a server printed behind it does not matter.</summary>
    /// <exception cref="JsonException">The document is damaged; what was read before is in the collections.</exception>
    private static void ReadMembers(
        ref Utf8JsonReader reader, Dictionary<string, JsonElement> members, List<JsonElement> items, CancellationToken stopping)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, isItems) = (NameOf(ref reader), reader.ValueTextEquals("items"u8));
            reader.Read();
            if (isItems && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    stopping.ThrowIfCancellationRequested();
                    items.Add(JsonElement.ParseValue(ref reader));
                    if (items.Count > MaxItems)
                    {
                        return;
                    }
                }
            }
            else if (name is not null)
            {
                members.TryAdd(name, JsonElement.ParseValue(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static string? NameOf(ref Utf8JsonReader reader)
    {
        foreach (var name in Members)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>By its version, whatever its scheme; without one by its items, of which one has a text and a name of its own.</summary>
    private static bool IsFeed(Dictionary<string, JsonElement> members, List<JsonElement> items) =>
        (Text(members, "version") is { } version && Version().IsMatch(version))
        || items.Exists(item => item.ValueKind == JsonValueKind.Object
            && (Text(item, "id") ?? Text(item, "url")) is not null
            && (Text(item, "content_html") ?? Text(item, "content_text") ?? Text(item, "summary")) is not null);

    private static FeedDocument Feed(
        Dictionary<string, JsonElement> members, List<JsonElement> items, string? damage, Uri url, CancellationToken stopping)
    {
        var against = FeedUri.Link(url, Text(members, "home_page_url")) ?? url;
        var language = LanguageTag.Parse(Text(members, "language"));
        var author = AuthorOf(members.GetValueOrDefault("authors"), members.GetValueOrDefault("author"), against);
        return FeedReader.Document(
            items.Where(item => item.ValueKind == JsonValueKind.Object).Select(item => (0, Item(item, against, language, author))),
            wish: null, damage, stopping);
    }

    private static FeedItem Item(JsonElement item, Uri against, string? language, Author? author)
    {
        var published = Text(item, "date_published") ?? Text(item, "date_modified");
        IEnumerable<string> texts =
        [
            HtmlText.FromHtml(Text(item, "content_html") ?? ""), HtmlText.FromPlain(Text(item, "content_text") ?? ""),
            HtmlText.FromPlain(Text(item, "summary") ?? ""),
        ];
        return new FeedItem
        {
            Guid = Text(item, "id"),
            Link = FeedUri.Link(against, Text(item, "url")) ?? FeedUri.Link(against, Text(item, "external_url")),
            Title = FeedReader.NullIfEmpty(HtmlText.FromPlain(Text(item, "title") ?? "")),
            Text = FeedReader.FirstText(texts) ?? "",
            Written = published,
            PostedAt = DateReader.Read(published, TimeZoneInfo.Utc),
            UpdatedAt = DateReader.Read(Text(item, "date_modified"), TimeZoneInfo.Utc),
            Author = AuthorOf(Member(item, "authors"), Member(item, "author"), against) ?? author,
            Language = LanguageTag.Parse(Text(item, "language")) ?? language,
        };
    }

    /// <summary>1.1 has a list of authors, 1.0 a single one.</summary>
    private static Author? AuthorOf(JsonElement many, JsonElement one, Uri against)
    {
        var author = many.ValueKind == JsonValueKind.Array && many.GetArrayLength() > 0 ? many[0] : one;
        if (author.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = RssReader.AuthorOf(Text(author, "name"))?.Name;
        var uri = FeedUri.Link(against, Text(author, "url"))?.AbsoluteUri;
        return name is null && uri is null ? null : new Author(uri ?? name!, Name: name);
    }

    private static JsonElement Member(JsonElement holder, string name) => holder.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(Dictionary<string, JsonElement> members, string name) => Text(members.GetValueOrDefault(name));

    private static string? Text(JsonElement holder, string name) => Text(Member(holder, name));

    /// <summary>A value as trimmed text; numbers, which ids should not be but are, as they are written.</summary>
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Number ? value.GetRawText()
                : FeedReader.NullIfEmpty(value.ValueKind == JsonValueKind.String ? value.GetString() : null);
        }
        catch (InvalidOperationException)
        {
            // A half surrogate such as "\ud83d": JSON's grammar allows it, and no string can hold it.
            return null;
        }
    }

    [GeneratedRegex(@"^https?://(?:www\.)?jsonfeed\.org/version/", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}
