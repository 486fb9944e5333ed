using System.Text.RegularExpressions;
using Listening.Configuration;

namespace Listening.Ingest;

/// <summary>What an item cannot say itself.</summary>
/// <param name="Source">The configured source that brings it.</param>
/// <param name="Platform">Makes its ids unique where the item names no platform.</param>
/// <param name="Zone">The zone of instants without one.</param>
public sealed record IngestContext(SourceConfig Source, string Platform, TimeZoneInfo Zone, DateTimeOffset Now);

/// <summary>Turns an item into a mention, or says why it cannot be one. No clock, no I/O: a second import gives the same mention.</summary>
public static partial class IngestRules
{
    private static readonly (IngestField Field, string Called)[] Ids =
    [
        (IngestField.ExternalId, "an id"),
        (IngestField.ParentExternalId, "a parent's id"),
        (IngestField.ThreadId, "a thread's id"),
        (IngestField.AuthorId, "an author's id"),
    ];

    /// <summary>Null if the item cannot be a mention; the sentence of <paramref name="problem"/> then goes on from "Line 7 …".</summary>
    public static Mention? TryMap(IngestItem item, IngestContext context, out Problem? problem)
    {
        var deleted = Deleted(item[IngestField.Deleted]);
        var text = item[IngestField.Text];
        var id = item[IngestField.ExternalId]?.Trim();

        // Guessing "no" could keep what its author deleted.
        problem = InvalidId(item)
            ?? (deleted is null ? Problem.Create("item.deleted-unclear", $"says neither true nor false under 'deleted'")
                : deleted == true && id is null ? Problem.Create("item.deleted-without-id", $"is marked as deleted but has no id to delete")
                : deleted == false && text is null ? Problem.Create("item.no-text", $"has no text")
                : null);
        var platform = item[IngestField.Source]?.Trim() ?? context.Platform;
        return problem is not null ? null
            : deleted == true ? DeletedPost(platform, id!, item, context)
            : Post(platform, id, text!, item, context);
    }

    private static Mention Post(string platform, string? id, string text, IngestItem item, IngestContext context)
    {
        var url = WebAddress.Parse(item[IngestField.Url]);
        var author = AuthorOf(item);
        var title = item[IngestField.Title]?.Trim();
        var nativeId = id ?? StableHash.Compute(
            platform, url is null ? "" : WebAddress.Canonicalize(url), author?.Id ?? "", item[IngestField.CreatedAt]?.Trim() ?? "", text);
        var parent = item[IngestField.ParentExternalId]?.Trim();
        return new Mention
        {
            Id = MentionId.For(platform, nativeId),
            Platform = platform,
            NativeId = nativeId,
            Source = context.Source.Name,
            Url = url?.AbsoluteUri,
            Author = author,
            Title = title,
            Text = text,
            Language = LanguageTag.Parse(item[IngestField.Language]),
            PostedAt = DateReader.Read(item[IngestField.CreatedAt], context.Zone),
            FetchedAt = context.Now,
            Revision = item[IngestField.Revision]?.Trim() ?? StableHash.Compute(title ?? "", text),
            Parent = parent is null ? null : MentionId.For(platform, parent),
            Thread = item[IngestField.ThreadId]?.Trim(),
            Rating = Rating(item[IngestField.Rating]),
        };
    }

    /// <summary>Of a deleted post, nothing but its id is kept.</summary>
    private static Mention DeletedPost(string platform, string id, IngestItem item, IngestContext context) => new()
    {
        Id = MentionId.For(platform, id),
        Platform = platform,
        NativeId = id,
        Source = context.Source.Name,
        Text = "",
        FetchedAt = context.Now,
        Revision = item[IngestField.Revision]?.Trim() ?? "deleted",
        Deleted = true,
    };

    /// <summary>
    /// Refuses ids that cannot be what the platform gave: a wrong id would tie strangers' posts together. They are not
    /// quoted, because an author's is a person's.
    /// </summary>
    private static Problem? InvalidId(IngestItem item)
    {
        foreach (var (field, called) in Ids)
        {
            if (item[field]?.Trim() is { } id)
            {
                // A column gone astray, not an id.
                if (id.Length > MentionLimits.MaxIdLength)
                {
                    return Problem.Create("item.long-id", $"has {called} of {id.Length} characters, more than {MentionLimits.MaxIdLength}");
                }

                if (Scientific().IsMatch(id))
                {
                    return Problem.Create("item.rounded-id", $"has {called} that a spreadsheet rounded; export that column as text");
                }
            }
        }

        return item[IngestField.Source] is { Length: > MentionLimits.MaxLabelLength }
            ? Problem.Create("item.long-source", $"names a source of more than {MentionLimits.MaxLabelLength} characters")
            : null;
    }

    private static bool? Deleted(string? written) => written?.Trim().ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" or "n" or "nein" or "falsch" => false,
        "true" or "1" or "yes" or "y" or "ja" or "j" or "wahr" or "x" => true,
        _ => null,
    };

    private static Author? AuthorOf(IngestItem item)
    {
        var name = item[IngestField.AuthorName]?.Trim();
        var handle = item[IngestField.AuthorHandle]?.Trim().TrimStart('@') is { Length: > 0 } given ? given : null;
        var id = item[IngestField.AuthorId]?.Trim() ?? handle ?? name;
        return id is null ? null : new Author(id, handle, name, Followers(item[IngestField.AuthorFollowers]));
    }

    private static long? Followers(string? written) =>
        long.TryParse(written?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Stars, with a point or a German comma.</summary>
    private static double? Rating(string? written) =>
        double.TryParse(written?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var stars)
            && double.IsFinite(stars)
            ? stars
            : null;

    /// <summary>1.79532E+17, or with a comma in a German Excel. A plain 12e5 may be somebody's hexadecimal id.</summary>
    [GeneratedRegex(@"^[+-]?(?:[0-9]+[.,][0-9]+[eE][+-]?|[0-9]+[eE]\+)[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();
}
