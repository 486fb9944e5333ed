using System.Runtime.CompilerServices;
using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Functions.Tests.Host;

namespace Listening.Functions.Tests;

/// <summary>
/// The Functions app as it is deployed, published once per run, and an Azurite in memory for it. The publish is of the Release
/// configuration, so it writes into other folders than the build that is under test, and it starts no build server that would outlive it.
/// </summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(5);

    private readonly string _root = Directory.CreateTempSubdirectory("listening-published-").FullName;
    private AzuriteProcess? _azurite;

    /// <summary>Where the app was published to.</summary>
    internal string Folder => Path.Combine(_root, "app");

    internal string ConnectionString => _azurite!.ConnectionString;

    internal StorageAccount Account => StorageAccount.Connect(ConnectionString);

    public Task InitializeAsync() => Task.WhenAll(PublishAsync(), StartAzuriteAsync());

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Starts the app on our Azurite with this <c>listening.json</c>, which gets a folder of its own.</summary>
    internal Task<TestFunctionsHost> StartAsync(string config) =>
        TestFunctionsHost.StartAsync(Folder, Settings(("Listening__ConfigFile", WriteConfig(config))));

    /// <summary>Our storage account and no configuration, unless a setting says otherwise. Settings of the machine do not count.</summary>
    internal IReadOnlyDictionary<string, string?> Settings(params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = ConnectionString,
            ["Listening__ConfigFile"] = null,
            ["Listening__CompareModel"] = null,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null,
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }

    internal string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;

    internal string WriteConfig(string config)
    {
        var file = Path.Combine(NewFolder(), "listening.json");
        File.WriteAllText(file, config);
        return file;
    }

    private async Task StartAzuriteAsync() =>
        _azurite = await AzuriteProcess.StartAsync(folder: null);

    private async Task PublishAsync()
    {
        string[] arguments =
        [
            "publish", "functions/Listening.Functions", "-c", "Release", "-o", Folder, "--disable-build-servers", "-v", "q", "--nologo",
        ];
        await using var publishing = ChildProcess.Start(RepositoryRoot(), arguments, new Dictionary<string, string?>());
        var end = await publishing.Ended.WaitAsync(PublishLimit);
        if (end.ExitCode != 0)
        {
            throw new InvalidOperationException($"The app could not be published: {end.Output}{end.Errors}");
        }
    }

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

/// <summary>Tests marked <c>[Collection("Published app")]</c> share it and run one after the other.</summary>
[CollectionDefinition("Published app")]
public sealed class PublishedAppCollection : ICollectionFixture<PublishedApp>;
