namespace Listening.Adapters.Tests.Azurite;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("listening-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Keeps what was reported, in order.</summary>
internal sealed class Reports(Action<string>? onReport = null) : IProgress<string>
{
    private readonly Lock _gate = new();
    private readonly List<string> _sentences = [];

    public IReadOnlyList<string> Sentences
    {
        get
        {
            lock (_gate)
            {
                return [.. _sentences];
            }
        }
    }

    public void Report(string value)
    {
        lock (_gate)
        {
            _sentences.Add(value);
        }

        onReport?.Invoke(value);
    }
}
