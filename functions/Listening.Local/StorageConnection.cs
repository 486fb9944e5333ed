using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Local.Views;

namespace Listening.Local;

/// <summary>The storage account that a command reads from.</summary>
internal sealed class StorageConnection : IAsyncDisposable
{
    private readonly AzuriteProcess? _azurite;

    private StorageConnection(StorageAccount account, AzuriteProcess? azurite) => (Account, _azurite) = (account, azurite);

    public StorageAccount Account { get; }

    /// <summary>The account given by <c>--storage</c>, else the Azurite running in the folder, else a new Azurite.</summary>
    public static async Task<StorageConnection> OpenAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var connection = options.Storage ?? await AzuriteProcess.FindRunningAsync(options.Folder, stopping);
        var azurite = connection is null
            ? await AzuriteProcess.StartAsync(new AzuriteOptions { Folder = options.Folder }, output, stopping)
            : null;
        var storage = new StorageConnection(StorageAccount.Connect(connection ?? azurite!.ConnectionString), azurite);
        await storage.Account.CreateAsync(stopping);
        return storage;
    }

    public ValueTask DisposeAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;
}
