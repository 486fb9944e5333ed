using System.Collections;

namespace Listening.Azurite;

/// <summary>The variables our child processes see: the user's own, proxies included, with the options laid over them.</summary>
internal static class ChildEnvironment
{
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string?> changes)
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var result = new Dictionary<string, string>(names);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            result[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value;
            }
        }

        return result;
    }
}
