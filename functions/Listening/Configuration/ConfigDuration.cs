namespace Listening.Configuration;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>4h</c>, <c>2d</c>.</summary>
internal static class ConfigDuration
{
    /// <summary>More digits exceed every range allowed here and, as days, the range of a <see cref="TimeSpan"/>.</summary>
    private const int MaxDigits = 7;

    /// <summary>Null if the text is not a duration.</summary>
    public static TimeSpan? TryParse(string text)
    {
        var unit = text is [>= '1' and <= '9', .., var last] ? last : default;
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return seconds > 0 && text.Length <= MaxDigits + 1
            && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? TimeSpan.FromSeconds(count * seconds)
                : null;
    }
}
