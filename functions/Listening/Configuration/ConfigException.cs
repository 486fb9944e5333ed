namespace Listening.Configuration;

/// <summary>The service cannot start: there is no valid configuration. Its message holds one line per error.</summary>
public sealed class ConfigException(string document, IReadOnlyList<ValidationError> errors)
    : Exception($"{document} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}")
{
    /// <summary>The file's full path.</summary>
    public string Document { get; } = document;

    public IReadOnlyList<ValidationError> Errors { get; } = errors;
}
