using Listening.Configuration;

namespace Listening.Testing;

/// <summary>A configuration that stays as it is until a test sets another one.</summary>
public sealed class FixedConfig(ListeningConfig config) : IListeningConfig
{
    public ListeningConfig Current { get; set; } = config;
}
