using System.Net;
using System.Net.Sockets;

namespace Listening.Connectors.Http;

/// <summary>
/// Distinguishes addresses of the public internet from those that lead into a private network: a feed's author
/// must not be able to direct a request to a metadata service or a neighbour's database.
/// </summary>
/// <remarks>Source: IANA special-purpose address registries for IPv4 and IPv6, read November 2026.</remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublicV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "100.64.0.0/10",     // carrier-grade NAT; also a cloud's metadata at 100.100.100.200
        "168.63.129.16/32",  // Azure's own services to its machines: public by number, local by nature
        "169.254.0.0/16",    // link-local; metadata at 169.254.169.254
        "224.0.0.0/3");      // multicast, reserved, broadcast

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublicV6 = Networks(
        "2001::/23",                       // protocol assignments, Teredo among them
        "2001:db8::/32", "3fff::/20");     // documentation

    /// <summary>What stands for an IPv4 address (NAT64, 6to4), and the byte at which that begins.</summary>
    private static readonly (IPNetwork Network, int At)[] Embedding =
        [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2)];

    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !NotPublicV4.Any(network => network.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        // A zone (fe80::1%2) is no part of the number.
        var plain = new IPAddress(address.GetAddressBytes());
        if (Embedding.FirstOrDefault(embedding => embedding.Network.Contains(plain)) is { At: > 0 and var at })
        {
            return IsPublic(new IPAddress(plain.GetAddressBytes().AsSpan(at, 4)));
        }

        // Whatever is not handed out for the public internet is refused, so that a range reserved tomorrow is refused today.
        return GlobalV6.Contains(plain) && !NotPublicV6.Any(network => network.Contains(plain));
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
