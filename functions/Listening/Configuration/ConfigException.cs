namespace Listening.Configuration;

/// <summary>The service cannot start: there is no valid configuration. Its message holds one line per fault.</summary>
public sealed class ConfigException(string document, IReadOnlyList<ConfigFault> faults)
    : Exception($"{document} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    /// <summary>The file's full path.</summary>
    public string Document { get; } = document;

    public IReadOnlyList<ConfigFault> Faults { get; } = faults;
}
