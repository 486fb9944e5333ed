using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Listening.Connectors.Http;

namespace Listening.Connectors.Feeds;

/// <summary>What the connector remembers of a feed between reads, as a checkpoint's cursor.</summary>
internal sealed record FeedCursor
{
    /// <summary>Characters of a written cursor: it shares a table property of 32 Ki characters.</summary>
    public const int MaxLength = 30_000;

    /// <summary>Characters of anything from a server that is remembered.</summary>
    private const int MaxRemembered = 1000;

    /// <summary>Reads between two that do not ask "only if it changed".</summary>
    private const int ConditionalReads = 11;

    private static readonly TimeSpan ConditionalFor = TimeSpan.FromHours(2);
    private static readonly TimeSpan InsteadFor = TimeSpan.FromDays(1);

    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name (<see cref="Validators.NameOf"/>) of the configured address that all this belongs to.</summary>
    public string? Configured { get; init; }

    /// <summary>
    /// The address to ask instead: the configured one moved there for good, or is a web page that offers it. The only address that is kept
    /// in clear. One that may hold a secret is not kept: it is found again at each read.
    /// </summary>
    public string? Instead { get; init; }

    /// <summary>True if the configured address is a web page that offers the feed.</summary>
    public bool Discovered { get; init; }

    /// <summary>The place (<see cref="PlaceOf"/>) that the feed was last read from; null before the first read.</summary>
    public string? Place { get; init; }

    /// <summary>When the configured address itself was last asked.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The name of the address where permanent redirects lead lately, and how many reads in a row.</summary>
    public string? MovingTo { get; init; }

    public int MovingReads { get; init; }

    /// <summary>The name of the address that <see cref="ETag"/> and <see cref="LastModified"/> came from.</summary>
    public string? VersionOf { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Conditional reads since the last unconditional one.</summary>
    public int Reads { get; init; }

    public DateTimeOffset FullAt { get; init; }

    /// <summary>The document's own wish, in seconds: an answer of "not modified" does not repeat it.</summary>
    public double WishSeconds { get; init; }

    public bool GuidUnreliable { get; init; }

    public bool LinkUnreliable { get; init; }

    /// <summary>The posts that are known, as <see cref="KnownPosts.Pack"/> writes them.</summary>
    public string Posts { get; init; } = "";

    /// <summary>The same in the layout of development versions until November 2026; read once, never written.</summary>
    public string Packed { get; init; } = "";

    [JsonIgnore]
    public KnownPosts Known => Posts.Length > 0 ? KnownPosts.Unpack(Posts) : KnownPosts.UnpackFormer(Packed);

    [JsonIgnore]
    public FeedQuirks Quirks => new(GuidUnreliable, LinkUnreliable);

    /// <summary>
    /// The validators to send now, or null to ask unconditionally. Every twelfth read, and every one two hours after the last
    /// full one, is unconditional: WordPress answers "not modified" although a comment was approved late, edited or deleted
    /// (seen with 6.1: its validators are the newest comment's date).
    /// </summary>
    public Validators? ValidatorsAt(DateTimeOffset now) =>
        VersionOf is not null && (ETag ?? LastModified) is not null
        && Reads < ConditionalReads && now - FullAt < ConditionalFor && now >= FullAt
            ? new Validators(VersionOf, ETag, LastModified)
            : null;

    /// <summary>The address to ask instead, or null. Once a day the configured one is asked, so that a revoked move is noticed.</summary>
    public Uri? InsteadAt(DateTimeOffset now) =>
        Uri.TryCreate(Instead, UriKind.Absolute, out var url) && now - AskedAt < InsteadFor && now >= AskedAt ? url : null;

    /// <summary>Remembers the version that was read; one whose marks are absurdly long is not remembered.</summary>
    public FeedCursor WithVersion(Uri finalUrl, string? etag, string? lastModified)
    {
        return (etag + lastModified).Length <= MaxRemembered
            ? this with { VersionOf = Validators.NameOf(finalUrl), ETag = etag, LastModified = lastModified }
            : this with { VersionOf = null, ETag = null, LastModified = null };
    }

    /// <summary>What cannot be read counts as no cursor: the feed is then read as at first, which repeats but loses nothing.</summary>
    public static FeedCursor Read(string? written, Uri configured)
    {
        var cursor = new FeedCursor();
        try
        {
            cursor = JsonSerializer.Deserialize<FeedCursor>(written ?? "null", Compact) ?? cursor;
        }
        catch (JsonException)
        {
            // Another version's, or damaged.
        }

        // After a change of address in listening.json the versions are void, but the posts are not: the site may just have moved.
        var name = Validators.NameOf(configured);
        if (cursor.Configured != name)
        {
            return new FeedCursor
            {
                Configured = name,
                Posts = cursor.Posts,
                Packed = cursor.Packed,
                GuidUnreliable = cursor.GuidUnreliable,
                LinkUnreliable = cursor.LinkUnreliable,
            };
        }

        // Development versions kept any address, and did not say how they came to it.
        var instead = Uri.TryCreate(cursor.Instead, UriKind.Absolute, out var url) ? Remembered(url) : null;
        return cursor with { Instead = instead, Discovered = cursor.Discovered || (cursor.Place is null && cursor.Instead is not null) };
    }

    /// <summary>Writes the cursor with as many known posts, newest first, as fit.</summary>
    public string Write(KnownPosts known)
    {
        var bare = JsonSerializer.Serialize(this with { Posts = "", Packed = "" }, Compact);
        return JsonSerializer.Serialize(this with { Posts = known.Pack(MaxLength - bare.Length - 20), Packed = "" }, Compact);
    }

    public string Write() => JsonSerializer.Serialize(this, Compact);

    /// <summary>An address as it may be kept; null if it may hold a secret or is too long.</summary>
    public static string? Remembered(Uri url) =>
        ShownAddress.IsHarmless(url) && url.AbsoluteUri.Length <= MaxRemembered ? url.AbsoluteUri : null;

    /// <summary>
    /// Names where a feed is: the same for spellings of one address (https, <c>www.</c>, a slash at the end, tracking parameters) and for
    /// signed addresses whose signature changes at every read.
    /// </summary>
    public static string PlaceOf(Uri url)
    {
        var site = WebAddress.Site(url);
        var query = WebAddress.IdentifyingParameters(url).Where(part => !ShownAddress.LooksSecret(part[(part.IndexOf('=') + 1)..]));
        return StableHash.Compute(
            [site.StartsWith("www.", StringComparison.Ordinal) ? site[4..] : site, url.AbsolutePath.TrimEnd('/'), .. query]);
    }
}
