namespace Listening.Configuration;

/// <summary>The service cannot start: there is no valid configuration. Its message holds one line per fault.</summary>
public sealed class ConfigException(string document, IReadOnlyList<ValidationError> faults)
    : Exception($"{document} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    public IReadOnlyList<ValidationError> Errors { get; } = faults;
}
