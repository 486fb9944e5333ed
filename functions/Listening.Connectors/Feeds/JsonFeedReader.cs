using Listening.Connectors.Text;

namespace Listening.Connectors.Feeds;

/// <summary>Reads JSON Feed 1.0 and 1.1 (jsonfeed.org).</summary>
internal static class JsonFeedReader
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        MaxDepth = FeedXml.MaxDepth,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static FeedReading Read(string text, Uri url)
    {
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart('\ufeff', ' ', '\t', '\r', '\n', '\0'), Lenient);
            var root = json.RootElement;
            return Text(root, "version")?.StartsWith("https://jsonfeed.org/version/", StringComparison.Ordinal) == true
                ? new FeedReading.Feed(Feed(root, url))
                : new FeedReading.Nothing(
                    "feed.other-json", $"is JSON, but no JSON Feed; configure the address of an RSS, Atom or JSON feed");
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber + 1;
            return new FeedReading.Nothing(
                "feed.broken-json", $"is JSON that cannot be read (line {line}); its publisher has to correct it");
        }
    }

    private static FeedDocument Feed(JsonElement root, Uri url)
    {
        var against = FeedUri.Link(url, Text(root, "home_page_url")) ?? url;
        var language = LanguageTag.Parse(Text(root, "language"));
        var author = AuthorOf(root, against);
        var items = root.TryGetProperty("items", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];
        return FeedReader.Document(items.Select(item => (0, Item(item, against, language, author))), wish: null);
    }

    private static FeedItem Item(JsonElement item, Uri against, string? language, Author? author)
    {
        var published = Text(item, "date_published") ?? Text(item, "date_modified");
        return new FeedItem
        {
            Guid = Text(item, "id"),
            Link = FeedUri.Link(against, Text(item, "url")) ?? FeedUri.Link(against, Text(item, "external_url")),
            Title = FeedReader.NullIfEmpty(HtmlText.Tidy(Text(item, "title") ?? "")),
            Text = Text(item, "content_html") is { } html ? HtmlText.FromHtml(html)
                : HtmlText.Tidy(Text(item, "content_text") ?? Text(item, "summary") ?? ""),
            Written = published,
            PostedAt = DateReader.Read(published, TimeZoneInfo.Utc),
            Author = AuthorOf(item, against) ?? author,
            Language = LanguageTag.Parse(Text(item, "language")) ?? language,
        };
    }

    /// <summary>1.1 has a list of authors, 1.0 a single one.</summary>
    private static Author? AuthorOf(JsonElement holder, Uri against)
    {
        var author = holder.TryGetProperty("authors", out var many) && many.ValueKind == JsonValueKind.Array && many.GetArrayLength() > 0
            ? many[0]
            : holder.TryGetProperty("author", out var one) ? one : default;
        if (author.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = RssReader.AuthorOf(Text(author, "name"))?.Name;
        var uri = FeedUri.Link(against, Text(author, "url"))?.AbsoluteUri;
        return name is null && uri is null ? null : new Author(uri ?? name!, Name: name);
    }

    /// <summary>A member as trimmed text; numbers, which ids should not be but are, as they are written.</summary>
    private static string? Text(JsonElement holder, string name)
    {
        try
        {
            return !holder.TryGetProperty(name, out var value) ? null
                : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
                : FeedReader.NullIfEmpty(value.ValueKind == JsonValueKind.String ? value.GetString() : null);
        }
        catch (InvalidOperationException)
        {
            // A half surrogate such as "\ud83d": JSON's grammar allows it, and no string can hold it.
            return null;
        }
    }
}
