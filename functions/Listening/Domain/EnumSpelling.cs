namespace Listening.Domain;

/// <summary>The one spelling of enum values outside of code and tables: configuration, JSON, metrics and sentences.</summary>
public static class EnumSpelling
{
    /// <summary><c>negative</c> for <see cref="Polarity.Negative"/>.</summary>
    public static string ToWord(this Enum value) => value.ToString().ToLowerInvariant();
}
