using System.Collections.Frozen;

namespace Listening.Ingest;

/// <summary>What an imported post can tell about itself.</summary>
public enum IngestField
{
    Unknown,
    Source,
    ExternalId,
    Url,
    Text,
    Title,
    AuthorName,
    AuthorHandle,
    AuthorId,
    AuthorFollowers,
    CreatedAt,
    Language,
    ParentExternalId,
    ThreadId,
    Rating,
    Revision,
    Deleted,
}

/// <summary>A column's or key's meaning.</summary>
/// <param name="Rank">0 for the field's own name; of several names for one field, the lower rank counts.</param>
public readonly record struct IngestName(IngestField Field, int Rank);

/// <summary>What senders call the fields, in English and German, in whatever case and with whatever dashes or dots.</summary>
public static class IngestNames
{
    private const int MaxNameLength = 64;

    /// <summary>Names per field, best first; written folded: lower case, letters and digits only, ä as ae.</summary>
    private static readonly (IngestField Field, string[] Names)[] Known =
    [
        (IngestField.Source, ["source", "quelle", "platform", "plattform"]),
        (IngestField.ExternalId, ["externalid", "id", "guid", "postid", "kennung"]),
        (IngestField.Url, ["url", "link", "permalink", "adresse", "reviewlink"]),
        (IngestField.Text, ["text", "content", "body", "message", "snippet", "inhalt", "nachricht", "beitrag", "kommentar", "reviewtext"]),
        (IngestField.Title, ["title", "titel", "headline", "betreff", "ueberschrift", "reviewtitle"]),
        (IngestField.AuthorName, ["authorname", "author", "autor", "autorname", "verfasser", "displayname"]),
        (IngestField.AuthorHandle,
            ["authorhandle", "username", "handle", "screenname", "benutzername", "nutzername", "extraauthorattributesscreenname"]),
        (IngestField.AuthorId, ["authorid", "userid", "autorid", "nutzerid", "extraauthorattributesid"]),
        (IngestField.AuthorFollowers, ["authorfollowers", "followers", "followercount", "followerscount", "follower"]),
        (IngestField.CreatedAt,
            ["createdat", "published", "publishedat", "date", "pubdate", "postedat", "created", "timestamp", "datum", "erstelltam",
             "veroeffentlichtam", "veroeffentlicht", "reviewsubmitdateandtime", "reviewlastupdatedateandtime"]),
        (IngestField.Language, ["language", "lang", "sprache", "reviewerlanguage"]),
        (IngestField.ParentExternalId, ["parentexternalid", "parentid", "inreplytoid", "inreplyto", "antwortauf"]),
        (IngestField.ThreadId, ["threadid", "conversationid", "thread", "conversation"]),
        (IngestField.Rating, ["rating", "stars", "starrating", "bewertung", "sterne"]),
        (IngestField.Revision, ["revision", "etag", "updatedat", "updated", "lastmodified", "editedat", "geaendertam"]),
        (IngestField.Deleted, ["deleted", "isdeleted", "geloescht"]),
    ];

    private static readonly FrozenDictionary<string, IngestName> ByName = Known
        .SelectMany(known => known.Names.Select((name, rank) => (name, meaning: new IngestName(known.Field, rank))))
        .ToFrozenDictionary(pair => pair.name, pair => pair.meaning);

    /// <summary>What a column or key of this name holds; null for one that is not used.</summary>
    public static IngestName? Find(string name) =>
        name.Length <= MaxNameLength && ByName.TryGetValue(string.Concat(FoldedWords.Split(name)), out var meaning) ? meaning : null;
}
