using Listening.Azurite;

namespace Listening.Testing;

/// <summary>One in-memory Azurite for all tests of this process. Each test has its own prefix and sees no other's rows.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private AzuriteProcess? _azurite;
    private int _prefixes;

    public string ConnectionString => _azurite!.ConnectionString;

    /// <summary>Begins a table or queue name that nobody else uses: a letter, then lower-case letters and digits, 20 at most.</summary>
    public string NewPrefix() => $"t{_run}n{Interlocked.Increment(ref _prefixes)}";

    public async Task InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(folder: null);

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
