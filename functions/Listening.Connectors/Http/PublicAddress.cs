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
    private static readonly IPNetwork[] NotPublicV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),     // carrier-grade NAT; also a cloud's metadata at 100.100.100.200
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"),  // Azure's own services to its machines: public by number, local by nature
        IPNetwork.Parse("169.254.0.0/16"),    // link-local; metadata at 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),       // multicast, reserved, broadcast
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    private static readonly IPNetwork[] NotPublicV6 =
    [
        IPNetwork.Parse("2001::/23"),      // protocol assignments, Teredo among them
        IPNetwork.Parse("2001:db8::/32"),  // documentation
        IPNetwork.Parse("3fff::/20"),      // documentation
    ];

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
        if (Nat64.Contains(plain))
        {
            return IsPublic(new IPAddress(plain.GetAddressBytes().AsSpan(12, 4)));
        }

        if (SixToFour.Contains(plain))
        {
            return IsPublic(new IPAddress(plain.GetAddressBytes().AsSpan(2, 4)));
        }

        // Whatever is not handed out for the public internet is refused, so that a range reserved tomorrow is refused today.
        return GlobalV6.Contains(plain) && !NotPublicV6.Any(network => network.Contains(plain));
    }
}
