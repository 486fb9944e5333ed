namespace Listening.Connectors.Http;

/// <summary>One address on the way of a request through its redirects, and what may be sent there. Pure.</summary>
/// <param name="Body">The content to POST; null for a GET.</param>
/// <param name="SameOrigin">True while no redirect has left the first origin. Only then are the request's headers sent.</param>
/// <param name="PermanentUrl">The last address reached through permanent redirects alone.</param>
internal sealed record Hop(Uri Url, PostBody? Body, bool SameOrigin, Uri PermanentUrl)
{
    /// <summary>The first address of a request.</summary>
    public static Hop To(Uri url, PostBody? body)
    {
        var plain = WithoutUser(url);
        return new Hop(plain, body, SameOrigin: true, plain);
    }

    public static bool IsRedirect(int status) => status is 301 or 302 or 303 or 307 or 308;

    public bool IsWeb => Url.IsAbsoluteUri && Url.Scheme is "http" or "https";

    /// <summary>
    /// Where a redirect leads. 307 and 308 repeat the request as it is, the others make a GET of a POST, as all clients do
    /// (RFC 9110, 15.4). Null if content would have to go to another origin.
    /// </summary>
    public Hop? Follow(int status, Uri target)
    {
        var next = WithoutUser(target);
        var sameOrigin = SameOrigin && Uri.Compare(
            Url, next, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        var body = status is 307 or 308 ? Body : null;
        var permanent = status is 301 or 308 && PermanentUrl == Url ? next : PermanentUrl;
        return body is null || sameOrigin ? new Hop(next, body, sameOrigin, permanent) : null;
    }

    /// <summary>User and password are never sent; left in, they would be kept with every address resolved against this one.</summary>
    private static Uri WithoutUser(Uri url) =>
        url.IsAbsoluteUri && url.UserInfo.Length > 0 ? new UriBuilder(url) { UserName = "", Password = "" }.Uri : url;
}
