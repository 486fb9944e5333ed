using System.Text.RegularExpressions;
using Listening.Configuration;

namespace Listening.Ingest;

/// <summary>What an item cannot say itself.</summary>
/// <param name="Source">The configured source that brings it.</param>
/// <param name="Platform">Makes its ids unique where the item names no platform.</param>
/// <param name="Zone">The zone of instants without one.</param>
/// <param name="DateOrder">What a date such as 8/9/2026 means.</param>
public sealed record IngestContext(
    SourceConfig Source, string Platform, TimeZoneInfo Zone, DateTimeOffset Now, DateOrder DateOrder = DateOrder.Unambiguous);

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
        var deleted = Deleted(item);
        var id = item[IngestField.ExternalId]?.Trim();
        var saysSomething = (item[IngestField.Text] ?? item[IngestField.Title]) is not null || Rating(item[IngestField.Rating]) is not null;

        // Guessing "no" could keep what its author deleted.
        problem = InvalidId(item)
            ?? (deleted is null ? Problem.Create("item.deleted-unclear", $"says neither true nor false under 'deleted'")
                : deleted == true && id is null ? Problem.Create("item.deleted-without-id", $"is marked as deleted but has no id to delete")
                : deleted == false && !saysSomething ? Problem.Create("item.no-text", $"has no text")
                : null);
        if (problem is not null)
        {
            return null;
        }

        var platform = item[IngestField.Source]?.Trim() ?? context.Platform;
        if (deleted == true)
        {
            return DeletedPost(platform, id!, item, context);
        }

        var postedAt = IngestTime.Read(item, context, out problem);
        return problem is null ? Post(platform, id, postedAt, item, context) : null;
    }

    private static Mention Post(string platform, string? id, DateTimeOffset? postedAt, IngestItem item, IngestContext context)
    {
        var url = WebAddress.Parse(item[IngestField.Url]);
        var author = AuthorOf(item);

        // A post without a body is its headline, which is used once only; one with neither still says something by its stars.
        var headline = item[IngestField.Title]?.Trim();
        var (title, text) = item[IngestField.Text] is { } body ? (headline, body) : (null, headline ?? "");
        var written = $"{item[IngestField.CreatedAt]?.Trim()} {item[IngestField.TimeOfDay]?.Trim()}".Trim();
        var nativeId = id ?? StableHash.Compute(
            platform, url is null ? "" : WebAddress.Canonicalize(url), author?.Id ?? "", written,
            text.Length > 0 ? text : item[IngestField.Rating]!.Trim());
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
            PostedAt = postedAt,
            FetchedAt = context.Now,
            Revision = RevisionOf(item, StableHash.Compute(title ?? "", text), context),
            Edited = item[IngestField.Revision] is not null,
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
        Revision = RevisionOf(item, "deleted", context),
        Deleted = true,
    };

    /// <summary>The item's own mark of its version. A time in any form becomes an instant, so that it compares with others.</summary>
    private static string RevisionOf(IngestItem item, string words, IngestContext context)
    {
        var mark = item[IngestField.Revision]?.Trim();
        return mark is null ? words
            : !long.TryParse(mark, CultureInfo.InvariantCulture, out _)
                && DateReader.Read(mark, context.Zone, context.DateOrder) is { } updatedAt ? Revisions.Of(updatedAt, words)
            : mark;
    }

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

    private static bool? Deleted(IngestItem item) => item[IngestField.Deleted]?.Trim().ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" or "n" or "nein" or "falsch" => item[IngestField.Text] is { } text && Removed().IsMatch(text),
        "true" or "1" or "yes" or "y" or "ja" or "j" or "wahr" or "x" => true,
        _ => null,
    };

    private static Author? AuthorOf(IngestItem item)
    {
        var name = Own(IngestField.AuthorName);
        var handle = Own(IngestField.AuthorHandle)?.TrimStart('@') is { Length: > 0 } given ? given : null;
        var id = Own(IngestField.AuthorId) ?? handle ?? name;
        return id is null ? null : new Author(id, handle, name, Followers(item[IngestField.AuthorFollowers]));

        // All deleted accounts have this name; taken for one person, their complaints would be one case.
        string? Own(IngestField field) => item[field]?.Trim() is { } written && !Removed().IsMatch(written) ? written : null;
    }

    private static long? Followers(string? written) =>
        long.TryParse(written?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Stars, with a point or a German comma, or in the words of Google's Business Profile (starRating).</summary>
    private static double? Rating(string? written) => written?.Trim().ToUpperInvariant() switch
    {
        "ONE" => 1,
        "TWO" => 2,
        "THREE" => 3,
        "FOUR" => 4,
        "FIVE" => 5,
        var number => double.TryParse(
            number?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var stars)
            && double.IsFinite(stars)
            ? stars
            : null,
    };

    /// <summary>What Reddit and forums leave in the place of what was deleted, text and author alike.</summary>
    [GeneratedRegex(@"^\s*\[\s*(?:deleted|removed|gelöscht|entfernt)(?:\sby\s\w+)?\s*\]\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Removed();

    /// <summary>1.79532E+17, or with a comma in a German Excel. A plain 12e5 may be somebody's hexadecimal id.</summary>
    [GeneratedRegex(@"^[+-]?(?:[0-9]+[.,][0-9]+[eE][+-]?|[0-9]+[eE]\+)[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();
}
