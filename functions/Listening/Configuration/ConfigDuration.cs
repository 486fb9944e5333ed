using System.Globalization;

namespace Listening.Configuration;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>4h</c>, <c>2d</c>.</summary>
internal static class ConfigDuration
{
    /// <summary>Digits beyond these exceed every range we allow.</summary>
    private const int MaxDigits = 9;

    /// <summary>Null if the text is not a duration.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text.Length is < 2 or > MaxDigits + 1
            || text[0] == '0'
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' when count <= TimeSpan.MaxValue.TotalDays => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
