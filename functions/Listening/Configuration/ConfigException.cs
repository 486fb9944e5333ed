namespace Listening.Configuration;

/// <summary>
/// The service cannot start: there is no valid configuration. Its message holds one line per error, and two more that show the place in a
/// query.
/// </summary>
public sealed class ConfigException(string document, IReadOnlyList<ValidationError> errors)
    : Exception($"{document} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(Shown))}")
{
    /// <summary>The file's full path.</summary>
    public string Document { get; } = document;

    public IReadOnlyList<ValidationError> Errors { get; } = errors;

    private static string Shown(ValidationError error) => error.Problem.Place is { } place
        ? string.Join(Environment.NewLine, [error.ToString(), .. place.Caret.Split('\n').Select(line => $"    {line}")])
        : error.ToString();
}
