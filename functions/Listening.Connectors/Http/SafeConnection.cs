using System.Net;
using System.Net.Sockets;

namespace Listening.Connectors.Http;

/// <summary>Opens connections that cannot be led into a private network, and that tell a site nothing about this installation.</summary>
/// <remarks>
/// The environment's proxy is not used: a proxy looks names up and connects on its own, so that nobody could check
/// which address a name leads to. Cookies are neither kept nor sent, nor is the id of the current trace.
/// </remarks>
internal static class SafeConnection
{
    public static HttpClient CreateClient(ConnectorHttpOptions options, Func<IPAddress, bool> allowed) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectLimit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        // Latin-1 keeps every byte of an ETag.
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (name, _) => name == "Location" ? Encoding.UTF8 : Encoding.Latin1,
        ConnectCallback = (context, stopping) => ConnectAsync(context.DnsEndPoint, allowed, stopping),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>
    /// Connects to an allowed address of a host. The check is made on the very address that is connected to, because a name
    /// may lead elsewhere the next time it is looked up (DNS rebinding).
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Func<IPAddress, bool> allowed, CancellationToken stopping)
    {
        var known = await Dns.GetHostAddressesAsync(target.Host, stopping);

        // IPv4 first: many hosted machines have no way out by IPv6, and find out slowly.
        var usable = known.Where(allowed).OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).ToArray();
        if (usable.Length == 0)
        {
            throw known.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, target.Port, stopping);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Every address of the host is private.</summary>
internal sealed class AddressRefusedException : IOException;
