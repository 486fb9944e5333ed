using System.Net;

namespace Listening.Connectors.Http;

/// <summary>The result of a request. Expected trouble is one of these, never an exception.</summary>
public abstract record HttpFetchResult
{
    /// <summary>The server answered, with any status but redirects, requests for a pause and errors of its own (5xx).</summary>
    /// <param name="Headers">Values as they came; several of one name are joined by a comma. Names ignore case.</param>
    /// <param name="Body">Decompressed.</param>
    /// <param name="FinalUrl">Where the redirects ended.</param>
    /// <param name="PermanentUrl">The last address reached through permanent redirects alone (301, 308).</param>
    /// <param name="Where"><paramref name="FinalUrl"/> as it may stand in a log.</param>
    public sealed record Response(
        HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, Uri FinalUrl, Uri PermanentUrl, string Where)
            : HttpFetchResult
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }

    /// <summary>The server asks for a pause that is longer than a request may wait: at least a second, at most a day.</summary>
    public sealed record SlowDown(TimeSpan For, Problem Problem) : HttpFetchResult;

    /// <summary>There is no answer.</summary>
    /// <param name="NeedsOperator">True if asking again changes nothing until a person acts.</param>
    public sealed record Failed(Problem Problem, bool NeedsOperator) : HttpFetchResult
    {
        /// <summary>
        /// What arrived of a success that broke off or was too slow, for formats whose beginning can be read alone; null if nothing did.
        /// Its version must not be remembered.
        /// </summary>
        public Response? Arrived { get; init; }
    }

    /// <summary>
    /// The outcome of a result that brought nothing to read, the same for every connector. One that knows better about a
    /// status, such as a 404 that means "no comments yet", handles it first.
    /// </summary>
    /// <exception cref="InvalidOperationException">The result is a success, which only its connector can read.</exception>
    public FetchOutcome ToOutcome() => this switch
    {
        SlowDown slow => new FetchOutcome.SlowDown(slow.For, slow.Problem),
        Failed failed => new FetchOutcome.Failed(failed.Problem, failed.NeedsOperator),
        Response { IsSuccess: false } refused => Refused(refused.Where, (int)refused.Status),
        _ => throw new InvalidOperationException("A success has no outcome until its body was read."),
    };

    private static FetchOutcome.Failed Refused(string where, int status) => new(
        status switch
        {
            401 => Problem.Create("http.unauthorized", $"{where} asks for a login (status {status}); check the credentials of this source"),
            403 => Problem.Create("http.forbidden", $"{where} refuses access (status {status}); ask its operator, or remove this source"),
            404 => Problem.Create("http.not-found", $"{where} was not found; check the address if that stays so"),
            410 => Problem.Create("http.gone", $"{where} is gone for good (status 410); remove this source"),
            _ => Problem.Create(
                "http.status", $"{where} answers with status {status}, which brings nothing to read; check the address if that stays so"),
        },
        NeedsOperator: status is 401 or 403 or 410);
}
