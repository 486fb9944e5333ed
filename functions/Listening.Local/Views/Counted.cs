using System.Globalization;

namespace Listening.Local.Views;

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    /// <summary><c>1 brand</c>, <c>2 brands</c>, <c>1,000 brands</c>.</summary>
    public static string Of(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
