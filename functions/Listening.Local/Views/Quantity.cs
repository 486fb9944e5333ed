namespace Listening.Local.Views;

/// <summary>Numbers with their nouns.</summary>
internal static class Quantity
{
    /// <summary><c>1 brand</c>, <c>2 brands</c>, <c>1,000 brands</c>.</summary>
    public static string Format(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
