using Listening.Admit;
using Listening.AzureStorage;
using Listening.Cases;
using Listening.Configuration;
using Listening.Connectors;
using Listening.Connectors.Http;
using Listening.Messages;
using Listening.Route;
using Listening.Sources;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Listening.Functions;

/// <summary>Puts the service together: the same in Azure and on the desk.</summary>
public static class ListeningServices
{
    /// <summary>The connectors there are, as the configuration needs to know them before anything runs.</summary>
    public static IReadOnlyList<ConnectorDescription> DescribeConnectors()
    {
        using var services = new ServiceCollection().AddLogging().AddConnectors().BuildServiceProvider();
        return [.. services.GetServices<IConnector>().Select(connector => connector.Description)];
    }

    /// <summary>The setting that names the manifest of a second model; see <see cref="AddListening"/>.</summary>
    public const string CompareModelSetting = "Listening:CompareModel";

    /// <summary>Where the local runner finds credentials: <c>dotnet user-secrets set MastodonToken ... --id listening</c>.</summary>
    private const string UserSecretsId = "listening";

    /// <summary>Needs an <see cref="IListeningConfig"/> beside it, which the caller registers.</summary>
    /// <param name="compareModel">
    /// The manifest of a model that reads each mention beside the one in use, to compare before switching; null or empty for none.
    /// It costs as much time again, and its answers stand in the rows without anybody acting on them.
    /// </param>
    public static IServiceCollection AddListening(this IServiceCollection services, StorageAccount account, string? compareModel)
    {
        services.AddConnectors();
        services.AddSingleton(account);
        services.AddSingleton<ListeningMetrics>();

        services.AddSingleton<ICheckpoints, TableCheckpoints>();
        services.AddSingleton<IFetchQueue, StorageFetchQueue>();
        services.AddSingleton<IMentionQueue, StorageMentionQueue>();
        services.AddSingleton<CollectStep>();
        services.AddSingleton<FetchStep>();

        services.AddSingleton<IMentionIndex, TableMentionIndex>();
        services.AddSingleton<AdmitStep>();
        services.AddSingleton<ITextModel>(_ => ZipTextModel.LoadShipped());
        services.AddSingleton(provider => new UnderstandStep(provider.GetRequiredService<ITextModel>(), Compared(compareModel)));
        services.AddSingleton<TableMentions>();
        services.AddSingleton<IMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<IPastMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<ISourceProfiles, TableSourceProfiles>();
        services.AddSingleton<CurrentSourceProfiles>();
        services.AddSingleton<LearnSourceProfilesStep>();
        services.AddSingleton<StoreStep>();
        services.AddSingleton<ICases, TableCases>();
        services.AddSingleton<IAlertQueues, StorageAlertQueues>();
        services.AddSingleton<Announcer>();
        services.AddSingleton<RouteStep>();
        services.AddSingleton<OpenCasesStep>();
        services.AddSingleton<SweepStep>();
        services.AddSingleton<Pipeline>();

        services.AddSingleton<IPoisonQueues, StoragePoisonQueues>();
        services.AddSingleton<IPoisonedMessages, TablePoisonedMessages>();
        services.AddSingleton<PoisonWatchStep>();
        services.AddSingleton<Triggers>();
        return services;
    }

    private static ZipTextModel? Compared(string? manifest) =>
        string.IsNullOrEmpty(manifest) ? null
        : File.Exists(manifest) ? ZipTextModel.Load(manifest)
        : throw new FileNotFoundException($"The setting {CompareModelSetting} names {manifest}, which is not there; name the manifest of a model, or take the setting out.");

    /// <summary>
    /// What reads sources, which needs no storage. Credentials come from the host's settings, else from user secrets and the environment.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ConnectorHttpOptions());
        services.AddSingleton<ConnectorHttp>();
        services.TryAddSingleton<IConfiguration>(
            _ => new ConfigurationBuilder().AddUserSecrets(UserSecretsId).AddEnvironmentVariables().Build());
        services.AddSingleton<Secrets>();
        return services.AddConnectorsFrom(typeof(ConnectorHttp).Assembly);
    }
}
