using System.Diagnostics;

namespace Listening.Telemetry;

/// <summary>
/// Describes why something failed without quoting what people wrote. The product's and the storage's own exceptions name counts and
/// ids; .NET's parsers quote their input, so of any other exception only its type and place are given.
/// </summary>
public static class FailureCause
{
    public static string Describe(Exception failure) => failure switch
    {
        InvalidDataException or IOException or TimeoutException or HttpRequestException =>
            $"{failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()}",
        _ => $"{failure.GetType().Name} in {Location(failure)}",
    };

    /// <summary>The innermost of the product's own types on the stack.</summary>
    private static string Location(Exception failure) =>
        new StackTrace(failure).GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.FullName)
            .FirstOrDefault(name => name?.StartsWith(nameof(Listening), StringComparison.Ordinal) == true)
        ?? failure.Source ?? "an unknown place";
}
