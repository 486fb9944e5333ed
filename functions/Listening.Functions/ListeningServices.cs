using Listening.Adapters.AzureStorage;
using Listening.Adapters.Connectors;
using Listening.Adapters.Connectors.Files;
using Listening.Adapters.Models;
using Listening.Admit;
using Listening.Collect;
using Listening.Configuration;
using Listening.Route;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;
using Listening.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Listening.Functions;

/// <summary>Puts the service together: the same in Azure and on the desk.</summary>
public static class ListeningServices
{
    /// <summary>The connectors there are, by the <c>type</c> of a source.</summary>
    public static readonly IReadOnlyList<string> ConnectorTypes = ["feed", "file"];

    /// <summary>Needs an <see cref="IListeningConfig"/> beside it, which the caller registers.</summary>
    public static IServiceCollection AddListening(this IServiceCollection services, StorageAccount account)
    {
        services.AddConnectors();
        services.AddSingleton(account);
        services.AddSingleton<ListeningMetrics>();

        services.AddSingleton<ICheckpoints, TableCheckpoints>();
        services.AddSingleton<IFetchQueue, StorageFetchQueue>();
        services.AddSingleton<IMentionQueue, StorageMentionQueue>();
        services.AddSingleton<CollectStep>();
        services.AddSingleton<FetchStep>();

        services.AddSingleton<ISeenMentions, TableSeenMentions>();
        services.AddSingleton<AdmitStep>();
        services.AddSingleton<ITextModel>(_ => ZipTextModel.LoadShipped());
        services.AddSingleton<UnderstandStep>();
        services.AddSingleton<TableMentions>();
        services.AddSingleton<IMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<StoreStep>();
        services.AddSingleton<ICases, TableCases>();
        services.AddSingleton<IAlertQueues, StorageAlertQueues>();
        services.AddSingleton<Announcer>();
        services.AddSingleton<RouteStep>();
        services.AddSingleton<SweepStep>();
        services.AddSingleton<Pipeline>();

        services.AddSingleton<IPoisonQueues, StoragePoisonQueues>();
        services.AddSingleton<IPoisonedMessages, TablePoisonedMessages>();
        services.AddSingleton<PoisonWatchStep>();
        services.AddSingleton<Doorways>();
        return services;
    }

    /// <summary>What reads sources, which needs no storage.</summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ConnectorHttpOptions());
        services.AddSingleton<ConnectorHttp>();
        services.AddSingleton<IConnector, FeedConnector>();
        services.AddSingleton<IConnector, FileConnector>();
        return services;
    }
}
