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
    private const int MaxRemembered = 2000;

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

    /// <summary>The configured address all this belongs to.</summary>
    public string? Configured { get; init; }

    /// <summary>The address to ask instead: the configured one moved there for good, or is a web page that offers it.</summary>
    public string? Instead { get; init; }

    /// <summary>When the configured address itself was last asked.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Where permanent redirects lead lately, and how many reads in a row.</summary>
    public string? MovingTo { get; init; }

    public int MovingReads { get; init; }

    /// <summary>The address that <see cref="ETag"/> and <see cref="LastModified"/> came from.</summary>
    public string? FinalUrl { get; init; }

    public string? ETag { get; init; }

    public string? LastModified { get; init; }

    /// <summary>Conditional reads since the last unconditional one.</summary>
    public int Reads { get; init; }

    public DateTimeOffset FullAt { get; init; }

    /// <summary>The document's own wish, in seconds: an answer of "not modified" does not repeat it.</summary>
    public double WishSeconds { get; init; }

    public bool GuidUnreliable { get; init; }

    public bool LinkUnreliable { get; init; }

    public string Packed { get; init; } = "";

    [JsonIgnore]
    public FeedQuirks Quirks => new(GuidUnreliable, LinkUnreliable);

    /// <summary>
    /// The validators to send now, or null to ask unconditionally. Every twelfth read, and every one two hours after the last
    /// full one, is unconditional: WordPress answers "not modified" although a comment was approved late, edited or deleted
    /// (seen with 6.1: its validators are the newest comment's date).
    /// </summary>
    public Validators? ValidatorsAt(DateTimeOffset now) =>
        Uri.TryCreate(FinalUrl, UriKind.Absolute, out var url) && (ETag ?? LastModified) is not null
        && Reads < ConditionalReads && now - FullAt < ConditionalFor && now >= FullAt
            ? new Validators(url, ETag, LastModified)
            : null;

    /// <summary>The address to ask instead, or null. Once a day the configured one is asked, so that a revoked move is noticed.</summary>
    public Uri? InsteadAt(DateTimeOffset now) =>
        Uri.TryCreate(Instead, UriKind.Absolute, out var url) && now - AskedAt < InsteadFor && now >= AskedAt ? url : null;

    /// <summary>Remembers the version that was read; one whose marks are absurdly long is not remembered.</summary>
    public FeedCursor WithVersion(Uri finalUrl, string? etag, string? lastModified)
    {
        var url = finalUrl.AbsoluteUri;
        var fits = (url + etag + lastModified).Length <= MaxRemembered;
        return this with { FinalUrl = fits ? url : null, ETag = fits ? etag : null, LastModified = fits ? lastModified : null };
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
        return cursor.Configured == Name(configured)
            ? cursor
            : new FeedCursor
            {
                Configured = Name(configured),
                Packed = cursor.Packed,
                GuidUnreliable = cursor.GuidUnreliable,
                LinkUnreliable = cursor.LinkUnreliable,
            };
    }

    /// <summary>Writes the cursor with as many known posts, newest first, as fit.</summary>
    public string Write(KnownPosts known)
    {
        var bare = JsonSerializer.Serialize(this with { Packed = "" }, Compact);
        return JsonSerializer.Serialize(this with { Packed = known.Pack(MaxLength - bare.Length - 20) }, Compact);
    }

    public string Write() => JsonSerializer.Serialize(this, Compact);

    /// <summary>An address for comparison only, since it may hold a token that should not be kept twice.</summary>
    private static string Name(Uri url) => StableHash.Compute(url.AbsoluteUri);

    public static string? Remembered(Uri url) => url.AbsoluteUri.Length <= MaxRemembered ? url.AbsoluteUri : null;
}

/// <summary>A post that was read before.</summary>
/// <param name="Key">64 bits of its key's hash.</param>
/// <param name="Content">48 bits of its revision's hash.</param>
/// <param name="Alias">48 bits of its alias's hash.</param>
internal readonly record struct KnownPost(ulong Key, ulong Content, ulong Alias, MentionId Id);

/// <summary>
/// The posts of the last documents, newest document first: at least 500, and twice the last document as far as a cursor holds (about 600).
/// A longer document makes posts return that were read before, which costs time but is recognised later on.
/// </summary>
internal sealed class KnownPosts
{
    private const int MinKept = 500;

    /// <summary>Bytes of a post: key 8, content 6, alias 6, id 16.</summary>
    private const int Size = 36;

    private const ulong SixBytes = 0xFFFF_FFFF_FFFF;

    private readonly List<KnownPost> _posts;
    private readonly Dictionary<ulong, KnownPost> _byKey = [];
    private readonly Dictionary<(ulong Alias, ulong Content), KnownPost> _byAlias = [];

    private KnownPosts(List<KnownPost> posts)
    {
        _posts = posts;
        foreach (var post in posts)
        {
            _byKey.TryAdd(post.Key, post);
            _byAlias.TryAdd((post.Alias, post.Content), post);
        }
    }

    public int Count => _posts.Count;

    public KnownPost? ByKey(string key) => _byKey.TryGetValue(Bits(key), out var post) ? post : null;

    /// <summary>The post that said the same under an address which differs only in its host.</summary>
    public KnownPost? ByAlias(KnownPost post) => _byAlias.TryGetValue((post.Alias, post.Content), out var known) ? known : null;

    public static KnownPost Post(NamedItem item) =>
        new(Bits(item.Key), Bits(item.Revision) & SixBytes, Bits(item.Alias) & SixBytes, item.Id);

    /// <summary>The posts of a document, followed by those known before.</summary>
    public KnownPosts After(IReadOnlyList<KnownPost> document)
    {
        var keys = document.Select(post => post.Key).ToHashSet();
        return new KnownPosts(
            [.. document.Concat(_posts.Where(post => !keys.Contains(post.Key))).Take(Math.Max(MinKept, 2 * document.Count))]);
    }

    public static KnownPosts Unpack(string packed)
    {
        var posts = new List<KnownPost>();
        if (Base64Url.IsValid(packed))
        {
            var bytes = Base64Url.DecodeFromChars(packed).AsSpan();
            for (; bytes.Length >= Size; bytes = bytes[Size..])
            {
                posts.Add(new KnownPost(
                    BinaryPrimitives.ReadUInt64BigEndian(bytes),
                    BinaryPrimitives.ReadUInt64BigEndian(bytes[6..]) & SixBytes,
                    BinaryPrimitives.ReadUInt64BigEndian(bytes[12..]) & SixBytes,
                    new MentionId(Convert.ToHexStringLower(bytes.Slice(20, 16)))));
            }
        }

        return new KnownPosts(posts);
    }

    public string Pack(int characters)
    {
        var fitting = Math.Clamp(characters / 4 * 3 / Size, 0, _posts.Count);
        var bytes = new byte[fitting * Size];
        var at = bytes.AsSpan();
        foreach (var post in _posts.Take(fitting))
        {
            // From the back: a field of six bytes is written as eight, of which the first two belong to the field before it.
            BinaryPrimitives.WriteUInt64BigEndian(at[12..], post.Alias);
            BinaryPrimitives.WriteUInt64BigEndian(at[6..], post.Content);
            BinaryPrimitives.WriteUInt64BigEndian(at, post.Key);
            Convert.FromHexString(post.Id.Value, at.Slice(20, 16), out _, out _);
            at = at[Size..];
        }

        return Base64Url.EncodeToString(bytes);
    }

    private static ulong Bits(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
