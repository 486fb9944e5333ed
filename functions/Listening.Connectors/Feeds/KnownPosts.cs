using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Listening.Connectors.Feeds;

/// <summary>A post that was read before, as hashes of 48 bits (<see cref="When"/>: 32). A hash of 0 stands for what is not known.</summary>
/// <param name="Key">Its name within its feed.</param>
/// <param name="Content">Its words: title and text.</param>
/// <param name="Link">Its author and the place that its link names, whatever the host; unknown if posts share the link.</param>
/// <param name="When">Its author and date.</param>
internal readonly record struct KnownPost(ulong Key, ulong Content, ulong Link, uint When, MentionId Id)
{
    /// <summary>Characters of a text that nobody writes twice by chance.</summary>
    private const int Telling = 20;

    private const ulong SixBytes = 0xFFFF_FFFF_FFFF;

    /// <param name="linkShared">True if other posts of the document have the same link, as those of one conversation often do.</param>
    public static KnownPost Of(NamedItem named, bool linkShared)
    {
        var item = named.Item;
        var author = item.Author?.Id ?? "";
        var place = item.Link is { } link ? FeedUri.HostlessLink(link)
            : item.Guid is { } id && FeedUri.Global(id) is { } address ? FeedUri.Hostless(address)
            : null;
        var date = item.PostedAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? item.Written;

        // "Super", by nobody in particular, may well be written twice on one day. Without a date, different links mean different posts.
        var dated = date is not null ? author.Length > 0 || item.Text.Length >= Telling : item.Link is null;
        return new KnownPost(
            Bits(named.Key),
            Bits(named.Words),
            place is null || linkShared || item.Deleted ? 0 : Bits(StableHash.Compute(place, author)),
            dated && !item.Deleted ? (uint)Bits(StableHash.Compute(date ?? "", author)) : 0,
            named.Id);
    }

    public static ulong Bits(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) & SixBytes;
}

/// <summary>
/// The posts of the last documents, newest document first: at least 500, and twice the last document as far as a cursor holds (about 590).
/// A longer document makes posts return that were read before, which costs time but is recognised later on.
/// </summary>
internal sealed class KnownPosts
{
    private const int MinKept = 500;

    /// <summary>Bytes of a post: key 6, content 6, link 6, when 4, id 16.</summary>
    private const int Size = 38;

    private readonly List<KnownPost> _posts;
    private readonly Dictionary<ulong, KnownPost> _byKey = [];

    private KnownPosts(List<KnownPost> posts)
    {
        _posts = posts;
        foreach (var post in posts)
        {
            _byKey.TryAdd(post.Key, post);
        }
    }

    public int Count => _posts.Count;

    public KnownPost? ByKey(string key) => _byKey.TryGetValue(KnownPost.Bits(key), out var post) ? post : null;

    /// <summary>
    /// Which known post each post of a document is; null for a new one. What its key does not tell (some feeds name their posts anew at
    /// each read, a relaunched site all of them once), two of three do: the same words, the same link, the same date; each by the same
    /// author. One that is still there under its own key is no candidate, and none is found twice: posts that stand side by side stay two.
    /// </summary>
    public IReadOnlyList<RecognisedPost> Recognise(IReadOnlyList<NamedItem> items)
    {
        var shared = items.Where(item => item.Item.Link is not null)
            .GroupBy(item => FeedUri.HostlessLink(item.Item.Link!))
            .Where(group => group.DistinctBy(item => (item.Words, item.Item.Written)).Skip(1).Any())
            .SelectMany(group => group).ToHashSet();
        var posts = items.Select(item => (Item: item, Post: KnownPost.Of(item, shared.Contains(item)))).ToList();
        var present = posts.Select(post => post.Post.Key).ToHashSet();
        var taken = _posts.Where(post => present.Contains(post.Key)).Select(post => post.Id).ToHashSet();
        var moved = _posts.Where(post => !taken.Contains(post.Id))
            .SelectMany(post => Pairs(post).Select(pair => (pair, post))).ToLookup(pair => pair.pair, pair => pair.post);
        var (recognised, seen) = (new List<RecognisedPost>(), new Dictionary<(ulong, ulong, uint), MentionId>());
        foreach (var (item, post) in posts)
        {
            var known = ByKey(item.Key) ?? Former(item, post) ?? Moved(post);
            var (whole, first) = ((post.Content, post.Link, post.When), default(MentionId));
            var repeated = known is null && post is { Link: > 0, When: > 0 } && seen.TryGetValue(whole, out first);
            var id = known?.Id ?? (repeated ? first : item.Id);
            seen.TryAdd(whole, id);
            recognised.Add(new RecognisedPost(item, post with { Id = id }, known, repeated));
        }

        return recognised;

        KnownPost? Former(NamedItem item, KnownPost post) =>
            ByKey(item.Former) is { } former && former.Content == post.Content && taken.Add(former.Id) ? former : null;

        KnownPost? Moved(KnownPost post)
        {
            var found = Pairs(post).SelectMany(pair => moved[pair]).FirstOrDefault(known => !taken.Contains(known.Id));
            return found.Id.Value is not null && taken.Add(found.Id) ? found : null;
        }
    }

    /// <summary>The posts of a document, followed by those known before.</summary>
    public KnownPosts After(IReadOnlyList<KnownPost> document)
    {
        var keys = document.Select(post => post.Key).ToHashSet();
        var ids = document.Select(post => post.Id).ToHashSet();
        var others = _posts.Where(post => !keys.Contains(post.Key) && !ids.Contains(post.Id));
        return new KnownPosts([.. document.Concat(others).Take(Math.Max(MinKept, 2 * document.Count))]);
    }

    public static KnownPosts Unpack(string packed) => Unpack(packed, Size, record => new KnownPost(
        Number(record, 0, 6), Number(record, 6, 6), Number(record, 12, 6), (uint)Number(record, 18, 4), Id(record, 22)));

    /// <summary>Key 8 bytes, of which the last 6 count today, content 6, an alias of 6 that means nothing any more, id 16.</summary>
    public static KnownPosts UnpackFormer(string packed) => Unpack(packed, 36, record => new KnownPost(
        Number(record, 2, 6), Number(record, 8, 6), Link: 0, When: 0, Id(record, 20)));

    public string Pack(int characters)
    {
        var fitting = Math.Clamp(characters / 4 * 3 / Size, 0, _posts.Count);
        var bytes = new List<byte>(fitting * Size);
        foreach (var post in _posts.Take(fitting))
        {
            bytes.AddRange([.. BigEndian(post.Key, 6), .. BigEndian(post.Content, 6), .. BigEndian(post.Link, 6)]);
            bytes.AddRange(BigEndian(post.When, 4));
            bytes.AddRange(Convert.FromHexString(post.Id.Value));
        }

        return Base64Url.EncodeToString(CollectionsMarshal.AsSpan(bytes));
    }

    private static KnownPosts Unpack(string packed, int size, Func<byte[], KnownPost> read) => new(
        Base64Url.IsValid(packed)
            ? [.. Base64Url.DecodeFromChars(packed).Chunk(size).Where(record => record.Length == size).Select(read)]
            : []);

    private static ulong Number(byte[] record, int start, int length) =>
        record.Skip(start).Take(length).Aggregate(0UL, (number, next) => (number << 8) | next);

    private static MentionId Id(byte[] record, int start) => new(Convert.ToHexStringLower(record, start, 16));

    private static IEnumerable<byte> BigEndian(ulong number, int length) =>
        Enumerable.Range(1, length).Select(place => (byte)(number >> (8 * (length - place))));

    private static IEnumerable<(ulong, ulong, char)> Pairs(KnownPost post)
    {
        if (post.Link > 0)
        {
            yield return (post.Content, post.Link, 'l');
        }

        if (post.When > 0)
        {
            yield return (post.Content, post.When, 'w');
        }

        if (post is { Link: > 0, When: > 0 })
        {
            yield return (post.Link, post.When, 'e');
        }
    }
}

/// <summary>A post of a document, and what is known of it.</summary>
/// <param name="Post">What to remember of it, under the id it has had so far.</param>
/// <param name="Known">The known post that it is; null for a new one.</param>
/// <param name="Repeated">True if it stands in the document before.</param>
internal sealed record RecognisedPost(NamedItem Item, KnownPost Post, KnownPost? Known, bool Repeated)
{
    /// <summary>True if it is new or was edited.</summary>
    public bool IsNews => !Repeated && Known?.Content != Post.Content;
}
