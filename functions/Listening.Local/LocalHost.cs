using Listening.Azurite;
using Listening.Cases;
using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Hosting;
using Listening.Local.Sample;
using Listening.Route;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Listening.Local;

/// <summary>Where a command finds storage and configuration.</summary>
/// <param name="Folder">Holds Azurite's data and the sample's files.</param>
/// <param name="Storage">A storage account to use instead of Azurite.</param>
/// <param name="Config">The configuration; null means <c>listening.json</c> if it exists, else the sample brand.</param>
internal sealed record LocalHostOptions(string Folder, string? Storage, string? Config, LogLevel MinimumLevel)
{
    public SampleArrival SampleArrival { get; init; } = SampleArrival.AllAtOnce;
}

/// <summary>The whole service on this machine: storage, configuration, sample site and functions.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    /// <summary>Where credentials may be kept on this machine: <c>dotnet user-secrets set MastodonToken ... --id listening</c>.</summary>
    private const string UserSecretsId = "listening";

    /// <summary>What others depend on comes first.</summary>
    private readonly List<IAsyncDisposable> _parts;

    private LocalHost(List<IAsyncDisposable> parts) => _parts = parts;

    public required IServiceProvider Services { get; init; }

    public required StorageAccount Account { get; init; }

    public required string ConnectionString { get; init; }

    public required IListeningConfig Config { get; init; }

    /// <summary>True if there is no configuration and the sample brand is used.</summary>
    public required bool IsSample { get; init; }

    /// <summary>Completes when Azurite ends unexpectedly; never, if another account is used.</summary>
    public required Task StorageLost { get; init; }

    public LocalFunctionHost Functions => Services.GetRequiredService<LocalFunctionHost>();

    /// <exception cref="AzuriteUnavailableException">Azurite cannot run; the message is one sentence with the remedy.</exception>
    /// <exception cref="ConfigException">The configuration is not valid; the message has every error.</exception>
    /// <exception cref="SettingsException">An environment variable is not valid.</exception>
    public static async Task<LocalHost> OpenAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var parts = new List<IAsyncDisposable>();
        try
        {
            var located = await LocatedConfig.LocateAsync(options, stopping);
            parts.Add(located);
            var builder = CreateBuilder(located.File, output, options.MinimumLevel);
            builder.Services
                .AddSingleton(HostSettings.Read() with { MaxPollingInterval = TimeSpan.FromSeconds(1) })
                .AddSingleton<LocalFunctionHost>()
                .AddSingleton<RecentAlerts>()
                .AddSingleton<StorageAlertQueues>()
                .AddSingleton<IAlertQueues>(provider => provider.GetRequiredService<RecentAlerts>());
            var app = builder.Build();
            parts.Add((IAsyncDisposable)app);
            // Before Azurite starts, which takes seconds.
            var config = app.Services.ReadSettings();
            AzuriteProcess? azurite = null;
            if (options.Storage is null)
            {
                azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { Folder = options.Folder }, output, stopping);
                // Stopped after the app, which writes to it until the end.
                parts.Insert(parts.Count - 1, azurite);
            }

            var connection = options.Storage ?? azurite!.ConnectionString;
            builder.Configuration[ListeningHost.StorageSetting] = connection;
            var account = app.Services.GetRequiredService<StorageAccount>();
            await account.CreateAsync(stopping);
            await app.StartAsync(stopping);
            return new LocalHost(parts)
            {
                Services = app.Services,
                Account = account,
                ConnectionString = connection,
                Config = config,
                IsSample = located.IsSample,
                StorageLost = azurite?.Exited ?? Task.Delay(Timeout.Infinite, CancellationToken.None),
            };
        }
        catch
        {
            await CloseAsync(parts);
            throw;
        }
    }

    /// <summary>The service as every host runs it, with the settings of this machine's environment.</summary>
    internal static HostApplicationBuilder CreateBuilder(string configFile, ConsoleOutput output, LogLevel minimumLevel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddUserSecrets(UserSecretsId).AddEnvironmentVariables();
        builder.Configuration[$"{ListeningOptions.Section}:{nameof(ListeningOptions.ConfigFile)}"] = configFile;
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new PlainLoggerProvider(output, minimumLevel));
        builder.Services.AddSingleton<IHostLifetime, NoSignalsLifetime>();
        builder.AddListening(Environment.CurrentDirectory);
        return builder;
    }

    public async ValueTask DisposeAsync() => await CloseAsync(_parts);

    /// <summary>In reverse order: the storage outlives everything that writes to it.</summary>
    private static async Task CloseAsync(List<IAsyncDisposable> parts)
    {
        foreach (var part in Enumerable.Reverse(parts))
        {
            await part.DisposeAsync();
        }
    }
}
