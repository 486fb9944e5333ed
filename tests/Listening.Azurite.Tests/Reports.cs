namespace Listening.Azurite.Tests;

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
