using Azure.Storage.Queues;
using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Cases;
using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Hosting;
using Listening.Local.Sample;
using Listening.Local.Views;
using Listening.Route;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Listening.Local;

/// <summary>What a command needs of the service, and how it is told where things are.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>Holds Azurite's data and what else a run leaves behind.</summary>
    public string Folder { get; init; } = ".listening";

    /// <summary>A storage account to use instead of our own Azurite.</summary>
    public string? Storage { get; init; }

    /// <summary>The configuration; null means <c>listening.json</c> if that is there, else the sample brand.</summary>
    public string? Config { get; init; }

    /// <summary>How the sample's posts appear, if it comes to the sample.</summary>
    public SampleReveal Reveal { get; init; } = SampleReveal.AllAtOnce;

    public LogLevel MinimumLevel { get; init; } = LogLevel.Warning;
}

/// <summary>The whole service on this machine: storage, configuration, sample site and triggers.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private LocalHost()
    {
    }

    public required IServiceProvider Services { get; init; }

    public required StorageAccount Account { get; init; }

    public required string ConnectionString { get; init; }

    public required IListeningConfig Config { get; init; }

    /// <summary>True if no configuration was found and the sample brand is shown.</summary>
    public bool IsSample { get; init; }

    /// <summary>Completes when our Azurite is gone though nobody stopped it; never, if another account is used.</summary>
    public Task StorageLost { get; init; } = new TaskCompletionSource().Task;

    public LocalFunctionHost Host => Services.GetRequiredService<LocalFunctionHost>();

    /// <exception cref="AzuriteUnavailableException">Says in one sentence why our Azurite cannot run.</exception>
    /// <exception cref="ConfigException">Names every error of the configuration.</exception>
    /// <exception cref="SettingsException">An environment variable is not valid.</exception>
    public static async Task<LocalHost> OpenAsync(LocalHostOptions options, Action<LogLevel, string> say, CancellationToken stopping)
    {
        var parts = new List<IAsyncDisposable>();
        try
        {
            var found = await LocatedConfig.LocateAsync(options, stopping);
            parts.Add(found);
            var builder = CreateBuilder(found.File, say, options.MinimumLevel);
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
            var connection = options.Storage;
            var lost = new TaskCompletionSource().Task;
            if (connection is null)
            {
                var azurite = await AzuriteProcess.StartAsync(new AzuriteOptions { Folder = options.Folder }, new Saying(say), stopping);
                // Below the app, which writes to it until the end.
                parts.Insert(parts.Count - 1, azurite);
                (connection, lost) = (azurite.ConnectionString, azurite.Exited);
            }

            builder.Configuration[ListeningHost.StorageSetting] = connection;
            var account = app.Services.GetRequiredService<StorageAccount>();
            await account.CreateAsync(stopping);
            await app.StartAsync(stopping);
            var host = new LocalHost
            {
                Services = app.Services,
                Account = account,
                ConnectionString = connection,
                Config = config,
                IsSample = found.IsSample,
                StorageLost = lost,
            };
            host._parts.AddRange(parts);
            return host;
        }
        catch
        {
            await CloseAsync(parts);
            throw;
        }
    }

    /// <summary>The service as every host runs it, with the settings of this machine's environment and logs for a person to read.</summary>
    internal static HostApplicationBuilder CreateBuilder(string configFile, Action<LogLevel, string> say, LogLevel minimumLevel)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration[$"{ListeningOptions.Section}:{nameof(ListeningOptions.ConfigFile)}"] = configFile;
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new PlainLoggerProvider(say, minimumLevel));
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.AddListening(Environment.CurrentDirectory);
        return builder;
    }

    public async ValueTask DisposeAsync() => await CloseAsync(_parts);

    /// <summary>Last opened, first closed: the storage outlives whoever writes to it.</summary>
    private static async Task CloseAsync(List<IAsyncDisposable> parts)
    {
        foreach (var part in Enumerable.Reverse(parts))
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>Ctrl-C belongs to the command line, which lets work finish first.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Saying(Action<LogLevel, string> say) : IProgress<string>
    {
        public void Report(string value) => say(LogLevel.Warning, value);
    }
}
