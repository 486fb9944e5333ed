using Listening.Azurite;
using Listening.Cases;
using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Hosting;
using Listening.Understand;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Listening.Local;

/// <summary>Where a command finds storage and configuration.</summary>
/// <param name="Folder">Holds Azurite's data and the sample's files.</param>
/// <param name="Storage">A storage account to use instead of Azurite.</param>
/// <param name="Config">The configuration; null means <c>listening.json</c> if it exists, else the sample brand.</param>
/// <param name="GradualSample">Whether some of the sample brand's posts appear only with time.</param>
internal sealed record LocalHostOptions(string Folder, string? Storage, string? Config, LogLevel MinimumLevel, bool GradualSample = false);

/// <summary>The whole service on this machine: storage, configuration, sample site and functions.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    /// <summary>Where credentials may be kept on this machine: <c>dotnet user-secrets set MastodonToken ... --id listening</c>.</summary>
    private const string UserSecretsId = "listening";

    private static readonly Task Never = Task.Delay(Timeout.Infinite, CancellationToken.None);

    private readonly LocatedConfig _located;
    private readonly CancellationToken _stopping;
    private IHost? _app;
    private AzuriteProcess? _azurite;

    private LocalHost(LocatedConfig located, CancellationToken stopping) => (_located, _stopping) = (located, stopping);

    public IServiceProvider Services => _app!.Services;

    public StorageAccount Account => Services.GetRequiredService<StorageAccount>();

    public IListeningConfig Config => Services.GetRequiredService<IListeningConfig>();

    public LocalFunctionHost Functions => Services.GetRequiredService<LocalFunctionHost>();

    public string ConnectionString { get; private set; } = "";

    /// <summary>True if there is no configuration and the sample brand is used.</summary>
    public bool IsSample => _located.IsSample;

    /// <summary>Completes when Azurite ends unexpectedly, and fails if the disk is full; never, if another account is used.</summary>
    public Task StorageLost => _azurite?.Lost ?? Never;

    /// <exception cref="AzuriteUnavailableException">Azurite cannot run; the message is one sentence with the remedy.</exception>
    /// <exception cref="ConfigException">The configuration is not valid; the message has every error.</exception>
    /// <exception cref="SettingsException">An environment variable is not valid.</exception>
    public static async Task<LocalHost> OpenAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var host = new LocalHost(await LocatedConfig.LocateAsync(options, stopping), stopping);
        try
        {
            await host.StartAsync(options, output, stopping);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
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

    /// <summary>The storage outlives everything that writes to it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is IAsyncDisposable app)
        {
            await Ending.DisposeAsync(app, _stopping);
        }

        await (_azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _located.DisposeAsync();
    }

    private void WarmModels(ConsoleOutput output)
    {
        var understand = Services.GetRequiredService<UnderstandStep>();
        if (understand.Warm() is { } problem)
        {
            output.Log(WithoutEncoder(problem));
        }

        understand.Judge("Start");
    }

    /// <summary>What an operator reads where the encoder cannot be used.</summary>
    public static string WithoutEncoder(string problem) =>
        $"Posts are judged by their words alone, with more needless and missed alerts: {problem}";

    private async Task StartAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var builder = CreateBuilder(_located.File, output, options.MinimumLevel);
        builder.Services
            .AddSingleton(HostSettings.Read() with { MaxPollingInterval = TimeSpan.FromSeconds(1) })
            .AddSingleton<LocalFunctionHost>()
            .AddSingleton<RecentAlerts>()
            .AddSingleton<StorageAlertQueues>()
            .AddSingleton<IAlertQueues>(provider => provider.GetRequiredService<RecentAlerts>());
        _app = builder.Build();
        // Before Azurite starts, which takes seconds.
        Services.ReadSettings();
        // Reading the models takes as long as Azurite takes to start, and judging the first text compiles what judges all others.
        var models = Task.Run(() => WarmModels(output), stopping);
        if (options.Storage is null)
        {
            _azurite = await AzuriteProcess.StartAsync(options.Folder, output, stopping);
        }

        ConnectionString = options.Storage ?? _azurite!.ConnectionString;
        builder.Configuration[ListeningHost.StorageSetting] = ConnectionString;
        await Account.CreateAsync(stopping);
        await models;
        await _app.StartAsync(stopping);
    }
}
