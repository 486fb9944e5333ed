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

    /// <summary>The time of day, where the date stands in a column of its own.</summary>
    TimeOfDay,
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
        (IngestField.ExternalId,
            ["externalid", "id", "guid", "postid", "commentid", "reviewid", "messageid", "tweetid", "kennung", "beitragsid",
             "kommentarid"]),
        (IngestField.Url, ["url", "link", "permalink", "adresse", "reviewlink", "posturl", "commenturl"]),
        (IngestField.Text,
            ["text", "content", "body", "message", "comment", "commenttext", "fulltext", "inhalt", "nachricht", "beitrag", "kommentar",
             "reviewtext", "review", "reviewbody", "posttext", "messagetext", "tweettext", "tweet", "commentbody", "kommentartext",
             "nachrichtentext", "beitragstext", "rezension", "rezensionstext", "bewertungstext", "selftext", "caption",
             "snippet", "description", "beschreibung"]),
        (IngestField.Title, ["title", "titel", "headline", "betreff", "subject", "ueberschrift", "reviewtitle"]),
        (IngestField.AuthorName,
            ["authorname", "author", "autor", "autorname", "verfasser", "displayname", "fromname", "authordisplayname", "commenter",
             "reviewer", "reviewername", "user", "benutzer", "nutzer"]),
        (IngestField.AuthorHandle,
            ["authorhandle", "username", "handle", "screenname", "benutzername", "nutzername", "extraauthorattributesscreenname"]),
        (IngestField.AuthorId,
            ["authorid", "userid", "autorid", "nutzerid", "fromid", "authorchannelid", "extraauthorattributesid"]),
        (IngestField.AuthorFollowers, ["authorfollowers", "followers", "followercount", "followerscount", "follower"]),
        (IngestField.CreatedAt,
            ["createdat", "published", "publishedat", "date", "pubdate", "postedat", "created", "timestamp", "datum", "erstelltam",
             "createdtime", "createtime", "createdutc", "creationtime", "creationdate", "createddate", "createdon", "datecreated",
             "datetime", "posttime", "postdate", "posteddate", "dateposted", "postedon", "publishdate", "publisheddate", "datepublished",
             "publishtime", "publishedtime", "commentdate", "commenttime", "commentcreatetimestamp", "reviewdate", "submittedat",
             "submissiondate", "timestampms", "createdtimestamp", "createtimestamp", "zeitstempel", "zeitpunkt", "erstellt",
             "erstellungsdatum", "erstelldatum", "veroeffentlichtam", "veroeffentlicht", "veroeffentlichungsdatum", "gepostetam",
             "verfasstam", "datumuhrzeit", "datumunduhrzeit", "datumzeit", "eingangsdatum", "reviewsubmitdateandtime",
             "reviewlastupdatedateandtime"]),
        (IngestField.TimeOfDay, ["timeofday", "uhrzeit", "time", "zeit"]),
        (IngestField.Language, ["language", "lang", "sprache", "reviewerlanguage"]),
        (IngestField.ParentExternalId, ["parentexternalid", "parentid", "parentcommentid", "inreplytoid", "inreplyto", "antwortauf"]),
        (IngestField.ThreadId, ["threadid", "conversationid", "thread", "conversation", "linkid"]),
        (IngestField.Rating, ["rating", "stars", "starrating", "bewertung", "sterne"]),
        (IngestField.Revision,
            ["revision", "etag", "updatedat", "updated", "updatetime", "updatedtime", "lastmodified", "editedat", "geaendertam"]),
        (IngestField.Deleted, ["deleted", "isdeleted", "geloescht"]),
    ];

    /// <summary>What an object in the place of the author's name holds: Mastodon, Facebook and Google export one.</summary>
    private static readonly (IngestField Field, string[] Names)[] KnownOfAuthor =
    [
        (IngestField.AuthorName, ["name", "displayname", "fullname"]),
        (IngestField.AuthorHandle, ["acct", "username", "handle", "screenname"]),
        (IngestField.AuthorId, ["id"]),
        (IngestField.AuthorFollowers, ["followerscount", "followers"]),
    ];

    private static readonly FrozenSet<string> Authors =
        FrozenSet.ToFrozenSet(["author", "account", "user", "from", "reviewer", "autor", "verfasser"]);

    private static readonly FrozenDictionary<string, IngestName> ByName = Index(Known, rankFrom: 0);

    // After every name outside the object: it is the more general one.
    private static readonly FrozenDictionary<string, IngestName> ByNameOfAuthor = Index(KnownOfAuthor, rankFrom: 100);

    /// <summary>What a column or key of this name holds; null for one that is not used.</summary>
    public static IngestName? Find(string name) => Find(ByName, name);

    /// <summary>What a key within the author's object holds; null for one that is not used.</summary>
    public static IngestName? FindOfAuthor(string name) => Find(ByNameOfAuthor, name);

    /// <summary>True if an object under this key describes the author.</summary>
    public static bool IsAuthor(string name) => name.Length <= MaxNameLength && Authors.Contains(Fold(name));

    private static IngestName? Find(FrozenDictionary<string, IngestName> names, string name) =>
        name.Length <= MaxNameLength && names.TryGetValue(Fold(name), out var meaning) ? meaning : null;

    private static string Fold(string name) => string.Concat(FoldedWords.Split(name));

    private static FrozenDictionary<string, IngestName> Index((IngestField Field, string[] Names)[] known, int rankFrom) => known
        .SelectMany(row => row.Names.Select((name, rank) => (name, meaning: new IngestName(row.Field, rankFrom + rank))))
        .ToFrozenDictionary(pair => pair.name, pair => pair.meaning);
}
