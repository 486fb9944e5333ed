namespace Listening.Configuration;

/// <summary>The configuration in force: always a valid one.</summary>
public interface IListeningConfig
{
    /// <summary>Read it once per run of a step, so that one run sees one configuration.</summary>
    ListeningConfig Current { get; }
}
