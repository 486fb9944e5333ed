using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Listening.Testing;

namespace Listening.Azurite.Tests;

[Collection("Azurite")]
public sealed class AzuriteFixtureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_prefix_of_the_fixture_names_a_queue_that_only_this_test_has()
    {
        var prefix = azurite.NewPrefix();
        var queue = new QueueClient(azurite.ConnectionString, prefix);

        var created = await queue.CreateIfNotExistsAsync();

        Assert.NotNull(created);
        Assert.Matches(new Regex("^[a-z][a-z0-9]{0,19}$"), prefix);
        Assert.NotEqual(prefix, azurite.NewPrefix());
    }
}
