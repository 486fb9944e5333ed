using Listening.AzureStorage;

namespace Listening.Testing;

public static class NewAccount
{
    /// <summary>An installation of its own, with its tables and queues.</summary>
    public static async Task<StorageAccount> NewAccountAsync(this AzuriteFixture azurite)
    {
        var account = StorageAccount.Connect(azurite.ConnectionString, azurite.NewPrefix());
        await account.CreateAsync(default);
        return account;
    }
}
