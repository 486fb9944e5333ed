using Listening.Configuration;
using Listening.Queries;

namespace Listening.Sources;

/// <summary>Reads one kind of source, page by page. Knows the platform, decides nothing, remembers nothing between calls.</summary>
public interface IConnector
{
    /// <summary>What the connector says about itself: its type, options, capabilities and limits.</summary>
    ConnectorDescription Description { get; }

    /// <summary>
    /// Reads the page that <see cref="FetchRequest.Cursor"/> points at. Expected trouble is an outcome; an exception
    /// is a defect of the connector. Pages may overlap with earlier ones: whatever was seen before is recognised later.
    /// </summary>
    Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping);
}

/// <summary>What a connector gets to know.</summary>
/// <param name="Queries">The queries of the source's brands, for platforms that search.</param>
/// <param name="Cursor">What the connector itself returned last; null on the first read, or after an operator's reset.</param>
/// <param name="BudgetLeft">Money that may still be spent this month; null where no budget is set.</param>
public sealed record FetchRequest(
    SourceConfig Source, IReadOnlyList<Query> Queries, string? Cursor, DateTimeOffset Now, decimal? BudgetLeft = null)
{
    /// <summary>The source's options, as the connector's own description reads them.</summary>
    public T Options<T>() => (T)Source.Options!;

    /// <summary>What a platform that searches is asked for: the source's own query, or else those of its brands.</summary>
    public IReadOnlyList<Query> Searched => Source.Options is ISearchOptions { Query: { } own } ? [own] : Queries;
}

/// <summary>The options of a source whose platform is searched.</summary>
public interface ISearchOptions
{
    /// <summary>What to search for; null to search for what the source's brands ask for.</summary>
    Query? Query { get; }

    /// <summary>How a query becomes searches of the platform; null if the platform is asked for something else.</summary>
    IQueryTranslator? Translator { get; }
}

/// <summary>The result of reading a page.</summary>
public abstract record FetchOutcome
{
    /// <summary>Mentions, oldest first where the source allows it.</summary>
    /// <param name="Cursor">Where the next read starts. Saved once every mention of this page is queued.</param>
    /// <param name="More">True if the source holds more now; false ends this run.</param>
    public sealed record Page(IReadOnlyList<Mention> Mentions, string Cursor, bool More) : FetchOutcome
    {
        /// <summary>What could not be read, with line and cause. The rest of the page is good.</summary>
        public IReadOnlyList<Problem> Rejected { get; init; } = [];

        /// <summary>What an operator should know although every post could be read, such as a gap.</summary>
        public IReadOnlyList<Problem> Notes { get; init; } = [];

        /// <summary>Why the source ended before it should, although what came before is good; null if it did not.</summary>
        public Problem? Problem { get; init; }

        /// <summary>What this page cost, in the currency of the source's budget.</summary>
        public decimal Cost { get; init; }

        /// <summary>The source's wish not to be asked again for this long; null if it has none.</summary>
        public TimeSpan? NotBefore { get; init; }
    }

    /// <summary>Nothing new, and the source is well.</summary>
    /// <param name="Cursor">Saved as it is: an answer of "nothing new" may still move a counter.</param>
    public sealed record Unchanged(string? Cursor) : FetchOutcome
    {
        /// <inheritdoc cref="Page.NotBefore"/>
        public TimeSpan? NotBefore { get; init; }
    }

    /// <summary>
    /// The source asks for a pause: its own Retry-After or rate limit. The pause is never shorter than the source's <c>every</c>, and
    /// doubles as long as the source goes on asking.
    /// </summary>
    public sealed record SlowDown(TimeSpan For, Problem Problem) : FetchOutcome;

    /// <summary>The source cannot be read now. The checkpoint keeps its place.</summary>
    /// <param name="Problem">Cause and remedy; the source's name is added by the caller.</param>
    /// <param name="NeedsOperator">True if asking again changes nothing until a person acts (gone, forbidden, not a feed).</param>
    public sealed record Failed(Problem Problem, bool NeedsOperator) : FetchOutcome;
}
