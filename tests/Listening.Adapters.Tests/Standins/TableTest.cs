using Azure.Data.Tables;

namespace Listening.Adapters.Tests.Standins;

/// <summary>A test with a table of its own. These run against the stand-in and the official package alike.</summary>
[Collection("Azurite")]
public abstract class TableTest(AzuriteFixture azurite) : IAsyncLifetime
{
    protected string ConnectionString { get; } = azurite.ConnectionString;

    protected TableServiceClient Service { get; } = new(azurite.ConnectionString);

    protected TableClient Table { get; } = new(azurite.ConnectionString, azurite.NewPrefix());

    public async Task InitializeAsync() => await Table.CreateIfNotExistsAsync();

    public async Task DisposeAsync() => await Table.DeleteAsync();

    protected string Setting(string name) => ConnectionString.Split(';').Single(part => part.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];
}
