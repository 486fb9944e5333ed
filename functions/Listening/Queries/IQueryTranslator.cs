namespace Listening.Queries;

/// <summary>
/// Turns a query into what a platform's own search takes, for a connector that searches. The searches together find every post that the
/// query matches, as far as the platform divides words like everybody else, and mostly more; the query is matched again when posts have
/// been read. What would be missed is said.
/// </summary>
public interface IQueryTranslator
{
    /// <summary>The platform's name for people.</summary>
    string Platform { get; }

    QueryTranslation Translate(QueryNode query);
}

/// <summary>What a connector asks a platform for, and what a person should know about it.</summary>
/// <param name="Searches">Search texts, each to be sent on its own; none if the platform cannot search for any of it.</param>
/// <param name="CheckedLocally">Parts that the platform is not asked for: it sends more posts, of which some are dropped here.</param>
/// <param name="NotFound">Parts that the platform cannot find: posts that only these match are missed.</param>
public sealed record QueryTranslation(
    IReadOnlyList<string> Searches, IReadOnlyList<Problem> CheckedLocally, IReadOnlyList<Problem> NotFound);
