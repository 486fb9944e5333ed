using System.Diagnostics;

namespace Listening.Telemetry;

/// <summary>
/// Says why something failed without quoting what people wrote. Exceptions of ours and of the storage name counts and
/// ids; .NET's parsers quote their input, so of any other only its kind and place are told.
/// </summary>
public static class FailureCause
{
    public static string Describe(Exception failure) => failure switch
    {
        InvalidDataException or IOException or TimeoutException or HttpRequestException => $"{failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()}",
        _ => $"{failure.GetType().Name} in {Location(failure)}",
    };

    /// <summary>The first place of ours on the way from where it was thrown.</summary>
    private static string Location(Exception failure) =>
        new StackTrace(failure).GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.FullName)
            .FirstOrDefault(name => name?.StartsWith(nameof(Listening), StringComparison.Ordinal) == true)
        ?? failure.Source ?? "an unknown place";
}
