using System.Text.Encodings.Web;

namespace Listening.Connectors.Api;

/// <summary>How the searches of a platform are walked through. Marks are what its posts are sorted by: instants or ids.</summary>
internal sealed record WalkRules
{
    /// <summary>Pages of one search in a row; an answer that always names a next page must end somewhere.</summary>
    public const int MaxPages = 500;

    /// <summary>How far the first read of a search goes back.</summary>
    public required TimeSpan LookBack { get; init; }

    /// <summary>
    /// How far below the highest mark a read goes, in marks: search indexes lag, and bounds are inclusive here, exclusive there.
    /// </summary>
    public required long Overlap { get; init; }

    /// <summary>The same for a deep read, which finds posts that arrived late, and edits.</summary>
    public required long DeepOverlap { get; init; }

    /// <summary>How often a read is deep.</summary>
    public required TimeSpan DeepEvery { get; init; }

    /// <summary>The mark of an instant; null where marks are ids, and a first read ends by the posts' dates.</summary>
    public Func<DateTimeOffset, long>? MarkOf { get; init; }
}

/// <summary>A post as a walk sees it.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Mark">What the platform sorts it by; null if that cannot be read.</param>
/// <param name="PostedAt">Decides where a first read ends if marks are ids.</param>
internal sealed record WalkItem(string Id, long? Mark, DateTimeOffset? PostedAt = null);

/// <summary>What follows a page: where the next read starts, and whether there is more to read now.</summary>
/// <param name="Note">What an operator should know; null if all is well.</param>
internal sealed record WalkMove(WalkCursor Next, bool More, Problem? Note)
{
    public string Cursor => Next.Write();

    /// <summary>The outcome of the page: its mentions, oldest first.</summary>
    /// <param name="pauseUntil">What the platform asks for beside its posts; there is no more to read before. Null for no pause.</param>
    public FetchOutcome ToOutcome(
        FetchRequest request,
        IReadOnlyList<Mention> mentions,
        IReadOnlyList<Problem> rejected,
        Problem? note = null,
        DateTimeOffset? pauseUntil = null)
    {
        Problem[] notes = [.. new[] { Note, note }.OfType<Problem>()];
        var (cursor, more) = ((Next with { PausedUntil = pauseUntil }).Write(), More && pauseUntil is null);
        var matching = request.Matching(mentions);
        return matching.Count + rejected.Count + notes.Length == 0 && !more
            ? new FetchOutcome.Unchanged(cursor) { NotBefore = pauseUntil - request.Now }
            : new FetchOutcome.Page([.. matching.OrderBy(mention => mention.PostedAt)], cursor, more)
            {
                Rejected = rejected,
                Notes = notes,
                NotBefore = pauseUntil - request.Now,
            };
    }
}

/// <summary>
/// Walks through several searches, each newest first down to what was read before. The highest mark of a search moves only once all
/// pages down to the former one are read, so that a crash in the middle reads on and skips nothing. Pure.
/// </summary>
internal sealed class SearchWalk
{
    private readonly IReadOnlyList<string> _searches;
    private readonly WalkRules _rules;
    private readonly WalkCursor _cursor;
    private readonly WalkPass _pass;
    private readonly DateTimeOffset _now;

    private SearchWalk(IReadOnlyList<string> searches, WalkRules rules, WalkCursor cursor, WalkPass pass, DateTimeOffset now) =>
        (_searches, _rules, _cursor, _pass, _now) = (searches, rules, cursor, pass, now);

    /// <summary>What to search for now.</summary>
    public string Search => _searches.First(search => KeyOf(search) == _pass.Search);

    /// <summary>The lowest mark worth asking for; null if only the dates of posts tell.</summary>
    public long? Floor => _pass.Floor;

    /// <summary>The highest mark to ask for, itself included; null at the beginning of a search.</summary>
    public long? Ceiling => _pass.Ceiling;

    /// <summary>The page to ask for, as the platform named it; null for the first.</summary>
    public string? Page => _pass.Page;

    /// <summary>Pages of this search that were read since <see cref="Ceiling"/> was set.</summary>
    public int Pages => _pass.PagesBelow;

    /// <summary>True if nothing of this search was ever read.</summary>
    public bool IsFirst => !_cursor.Marks.ContainsKey(_pass.Search) && _pass.Pages == 0;

    /// <summary>Until when the platform asked not to be asked; null if it did not.</summary>
    public DateTimeOffset? PausedUntil => _cursor.PausedUntil;

    /// <summary>Goes on where a cursor points. One that cannot be read counts as none, which repeats but loses nothing.</summary>
    /// <param name="searches">One or more, each once. What was read of a search that is gone is forgotten.</param>
    public static SearchWalk From(string? written, IReadOnlyList<string> searches, WalkRules rules, DateTimeOffset now)
    {
        var cursor = WalkCursor.Read(written);
        var keys = searches.Select(KeyOf).ToHashSet();
        cursor = cursor with { Marks = cursor.Marks.Where(mark => keys.Contains(mark.Key)).ToDictionary() };
        if (cursor.Pass is { } pass && keys.Contains(pass.Search))
        {
            return new(searches, rules, cursor, pass, now);
        }

        var deep = cursor.DeepAt is not { } last || now - last >= rules.DeepEvery || now < last;
        return new(searches, rules, cursor, Begin(searches[0], rules, cursor, deep, now), now);
    }

    /// <summary>Nothing is below this page: the search ends.</summary>
    public WalkMove End(IReadOnlyList<WalkItem> items) => Next(After(items), capped: false);

    /// <summary>The platform names the page after this one. The search ends if this one goes down to what was read before.</summary>
    /// <param name="page">Null if there is none, or a page that was just read.</param>
    public WalkMove To(string? page, IReadOnlyList<WalkItem> items)
    {
        var read = After(items);
        return page is null || page == _pass.Page || IsOld(items) ? Next(read, capped: false)
            : read.Pages >= WalkRules.MaxPages ? Next(read, capped: true)
            : Move(read with { Page = page, PagesBelow = read.PagesBelow + 1 });
    }

    /// <summary>
    /// There is more below this page, to be asked for by its lowest mark, of which the posts on this page are then left out. The search
    /// ends if this page brought nothing new.
    /// </summary>
    public WalkMove Below(IReadOnlyList<WalkItem> items)
    {
        var read = After(items);
        var lowest = items.Min(item => item.Mark);
        return lowest is null || !items.Any(IsNew) || IsOld(items) ? Next(read, capped: false)
            : read.Pages >= WalkRules.MaxPages ? Next(read, capped: true)
            : Move(read with
            {
                Page = null,
                PagesBelow = 0,
                Ceiling = lowest,
                Edge = [.. items.Where(item => item.Mark == lowest).Select(item => item.Id)
                    .Union(lowest == _pass.Ceiling ? _pass.Edge : [])],
            });
    }

    /// <summary>Starts this search again from its newest post, as where the platform no longer knows its own page.</summary>
    public WalkMove Again() => Move(_pass with { Page = null, PagesBelow = 0, Ceiling = null, Edge = [] }) with { More = false };

    /// <summary>False for a post that stood on the page before, at its lower end.</summary>
    public bool IsNew(WalkItem item) => !_pass.Edge.Contains(item.Id);

    /// <summary>False for a post below what this read goes down to, of a platform that cannot be asked for a lower bound.</summary>
    public bool IsWanted(WalkItem item) => _pass.Floor is { } floor ? !(item.Mark < floor) : !(item.PostedAt < _pass.Since);

    private static string KeyOf(string search) => StableHash.Compute(search)[..16];

    private static WalkPass Begin(string search, WalkRules rules, WalkCursor cursor, bool deep, DateTimeOffset now)
    {
        var from = now - rules.LookBack;
        return cursor.Marks.TryGetValue(KeyOf(search), out var high)
            ? new WalkPass { Search = KeyOf(search), Deep = deep, Floor = high - (deep ? rules.DeepOverlap : rules.Overlap) }
            : new WalkPass { Search = KeyOf(search), Deep = deep, Floor = rules.MarkOf?.Invoke(from), Since = from };
    }

    private WalkPass After(IReadOnlyList<WalkItem> items)
    {
        // A mark that is still to come would hide every post until then.
        var limit = _rules.MarkOf?.Invoke(_now) ?? long.MaxValue;
        var newest = items.Max(item => item.Mark <= limit ? item.Mark : null);
        return _pass with { Pages = _pass.Pages + 1, Newest = newest is null || newest < _pass.Newest ? _pass.Newest : newest };
    }

    /// <summary>
    /// True if most of a page was there before: servers that sort by arrival may show one post with an old date among new ones.
    /// </summary>
    private bool IsOld(IReadOnlyList<WalkItem> items) =>
        items.Count(item => !IsWanted(item)) * 2 > items.Count;

    private WalkMove Next(WalkPass read, bool capped)
    {
        var marks = _cursor.Marks.ToDictionary();
        if (read.Newest is { } newest && !(marks.TryGetValue(read.Search, out var high) && high >= newest))
        {
            marks[read.Search] = newest;
        }

        var note = !capped ? null : Problem.Create(
            "search.too-many-pages",
            $"one of its searches has more than {WalkRules.MaxPages} pages, of which the newest were read; narrow its query");
        var cursor = _cursor with { Marks = marks, Pass = null };
        var at = _searches.Select(KeyOf).ToList().IndexOf(read.Search) + 1;
        return at < _searches.Count
            ? new(cursor with { Pass = Begin(_searches[at], _rules, cursor, read.Deep, _now) }, More: true, note)
            : new(cursor with { DeepAt = read.Deep ? _now : cursor.DeepAt }, More: false, note);
    }

    private WalkMove Move(WalkPass read) => new(_cursor with { Pass = read }, More: true, Note: null);
}

/// <summary>The cursor of a source that is searched. Searches are named by their hashes.</summary>
internal sealed record WalkCursor
{
    private const int Current = 1;

    private static readonly JsonSerializerOptions Compact = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonPropertyName("v")]
    public int Version { get; init; } = Current;

    /// <summary>The highest mark of each search of which everything below was read.</summary>
    public Dictionary<string, long> Marks { get; init; } = [];

    /// <summary>When the last deep read ended.</summary>
    public DateTimeOffset? DeepAt { get; init; }

    /// <summary>The search that is being read; null between reads.</summary>
    public WalkPass? Pass { get; init; }

    /// <summary>Until when the platform asked not to be asked.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public static WalkCursor Read(string? written)
    {
        try
        {
            var cursor = JsonSerializer.Deserialize<WalkCursor>(written ?? "null", Compact);
            return cursor is { Version: Current, Marks: not null } ? cursor : new();
        }
        catch (JsonException)
        {
            // Another version's, or damaged.
            return new();
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Compact);
}

/// <summary>How far the read of one search has come.</summary>
internal sealed record WalkPass
{
    public required string Search { get; init; }

    public bool Deep { get; init; }

    /// <summary>The mark down to which it reads; null for a first read by dates.</summary>
    public long? Floor { get; init; }

    /// <summary>The date down to which a first read goes.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The highest mark of the next page.</summary>
    public long? Ceiling { get; init; }

    /// <summary>Posts of that mark that were read.</summary>
    public IReadOnlyList<string> Edge { get; init; } = [];

    /// <summary>The next page, as the platform names it.</summary>
    public string? Page { get; init; }

    public int PagesBelow { get; init; }

    public int Pages { get; init; }

    /// <summary>The highest mark so far, which counts once the search has ended.</summary>
    public long? Newest { get; init; }
}
