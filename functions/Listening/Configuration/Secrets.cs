using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace Listening.Configuration;

/// <summary>A setting that holds a credential. <c>listening.json</c> and this hold its name only.</summary>
public sealed record SecretReference(string Setting)
{
    /// <summary>As the document writes it.</summary>
    public override string ToString() => "@" + Setting;
}

/// <summary>
/// Looks credentials up in the settings (environment, app settings with Key Vault references, user secrets) each time they are
/// needed, so that a rotated one takes effect as soon as the settings have it.
/// </summary>
public sealed class Secrets(IConfiguration settings)
{
    /// <summary>False if the setting is missing or empty; <paramref name="problem"/> names it and never holds a value.</summary>
    public bool TryResolve(
        SecretReference reference, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out Problem? problem)
    {
        value = settings[reference.Setting];
        var found = !string.IsNullOrEmpty(value);
        problem = found ? null : Problem.Create(
            "config.missing-setting",
            $"the setting {reference.Setting} is missing or empty; set it in the app settings, the environment or the user secrets");
        return found;
    }
}
