using System.Net;

namespace Listening.Connectors.Http;

/// <summary>Every sentence about a request. <c>where</c> is host and path of the address, without what is secret in it.</summary>
internal static class HttpProblems
{
    public static Problem NotWeb() => Problem.Create("http.not-web", $"its url is no http or https address; correct it");

    public static Problem RedirectNotWeb(string where) =>
        Problem.Create(
            "http.redirect-not-web", $"{where} redirects to an address that is neither http nor https; configure the address it leads to");

    public static Problem RedirectLoop(string where) =>
        Problem.Create("http.redirect-loop", $"{where} redirects in a circle; configure the address at which it answers");

    public static Problem TooManyRedirects(string where, int limit) =>
        Problem.Create("http.too-many-redirects", $"{where} redirects more than {limit} times; configure the address it leads to");

    public static Problem RedirectWithoutTarget(string where) =>
        Problem.Create("http.redirect-without-target", $"{where} redirects without saying where to; configure the address it leads to");

    public static Problem RedirectElsewhere(string where, string host) => Problem.Create(
        "http.redirect-elsewhere",
            $"{where} redirects a POST to {host}, which must not get its content; configure the address it leads to");

    public static Problem PrivateAddress(string where) => Problem.Create(
        "http.private-address",
            $"{where} is in a private network, which this source may not reach; set allowPrivateNetwork if that is intended");

    public static Problem Timeout(string where, TimeSpan limit) =>
        Problem.Create("http.timeout", $"{where} did not answer within {limit.TotalSeconds:0.#} seconds; it is tried again later");

    public static Problem ConnectTimeout(string where, TimeSpan limit) => Problem.Create(
        "http.connect-timeout", $"{where} could not be connected to within {limit.TotalSeconds:0.#} seconds; it is tried again later");

    public static Problem UnknownHost(string host) => Problem.Create(
        "http.unknown-host", $"the host {host} has no address; check the spelling in its url, or wait if its name server is down");

    public static Problem Certificate(string host) => Problem.Create(
        "http.certificate",
        $"no secure connection to {host} could be made, probably because its certificate is not valid; its operator has to renew it");

    public static Problem CannotConnect(string where) =>
        Problem.Create("http.cannot-connect", $"{where} cannot be connected to; it is tried again later");

    public static Problem Cut(string where) =>
        Problem.Create("http.cut", $"{where} broke off in the middle of its answer; it is tried again later");

    public static Problem Damaged(string where) =>
        Problem.Create("http.damaged", $"{where} answers with damaged compression; it is tried again later");

    public static Problem TooLarge(string where, int limit)
    {
        var mebibytes = limit / (1024.0 * 1024);
        return Problem.Create(
            "http.too-large", $"{where} answers with more than {mebibytes:0.##} MiB; configure an address that answers with less");
    }

    public static Problem HostFailing(Problem? last, string where, TimeSpan pause)
    {
        var cause = last?.Sentence ?? $"{where} did not answer in time";
        return Problem.Create(
            "http.host-failing", $"{cause} (the host failed repeatedly and is not asked for {pause.TotalSeconds:0} seconds)");
    }

    public static Problem SlowDown(string where, int status, TimeSpan wait) =>
        Problem.Create("http.slow-down", $"{where} answers {status} and asks for a pause of {wait.TotalSeconds:0} seconds");

    public static Problem ServerError(string where, int status) =>
        Problem.Create("http.server-error", $"{where} answers {status}, an error of its server; it is tried again later");

    /// <summary>What a status other than success means, and whether only a person can mend it.</summary>
    public static (Problem Problem, bool NeedsOperator) Status(string where, HttpStatusCode code)
    {
        var status = (int)code;
        return status switch
        {
            401 => (Problem.Create(
                "http.unauthorized", $"{where} asks for a login (status {status}); check the credentials of this source"), true),
            403 => (Problem.Create("http.forbidden", $"{where} refuses access (status {status}); ask its operator, or remove this source"),
                true),
            404 => (Problem.Create("http.not-found", $"{where} was not found; check the address if that stays so"), false),
            410 => (Problem.Create("http.gone", $"{where} is gone for good, says its server; remove this source"), true),
            _ => (Problem.Create(
                "http.status", $"{where} answers with status {status}, which brings nothing to read; check the address if that stays so"),
                false),
        };
    }
}
