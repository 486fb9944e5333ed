using Listening.Admit;
using Listening.Cases;
using Listening.Connectors;
using Listening.Connectors.Http;
using Listening.Store;

namespace Listening.Functions;

/// <summary>The steps, the ports' implementations and what they need.</summary>
public static class ListeningServices
{
    /// <summary>Needs <see cref="StorageAccount"/>, <see cref="IListeningConfig"/> and <see cref="ListeningOptions"/> beside it.</summary>
    internal static void AddListening(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddConnectors();
        services.AddSingleton<ListeningMetrics>();

        services.AddSingleton<ICheckpoints, TableCheckpoints>();
        services.AddSingleton<IFetchQueue, StorageFetchQueue>();
        services.AddSingleton<IMentionQueue, StorageMentionQueue>();
        services.AddSingleton<CollectStep>();
        services.AddSingleton<FetchStep>();

        services.AddSingleton<IMentionIndex, TableMentionIndex>();
        services.AddSingleton<IIrrelevantMentions, TableIrrelevantMentions>();
        services.AddSingleton<AdmitStep>();
        services.AddSingleton<TrimIrrelevantStep>();
        services.AddSingleton<ITextModel>(_ => ZipTextModel.LoadShipped());
        services.AddSingleton(provider => new UnderstandStep(
            provider.GetRequiredService<ITextModel>(),
            provider.GetRequiredService<IOptions<ListeningOptions>>().Value.CompareModel is { } manifest
                ? ZipTextModel.Load(manifest)
                : null,
            provider.GetRequiredService<IListeningConfig>()));
        services.AddSingleton<TableMentions>();
        services.AddSingleton<IMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<ICaseMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<IPastMentions>(provider => provider.GetRequiredService<TableMentions>());
        services.AddSingleton<IAuthorIndex, TableAuthorIndex>();
        services.AddSingleton<ISourceProfiles, TableSourceProfiles>();
        services.AddSingleton<IPastAnnotations, TableAnnotations>();
        services.AddSingleton<CurrentSourceProfiles>();
        services.AddSingleton<LearnSourceProfilesStep>();
        services.AddSingleton<StoreStep>();
        services.AddSingleton<ICases, TableCases>();
        services.AddSingleton<IAlertQueues, StorageAlertQueues>();
        services.AddSingleton<CaseReview>();
        services.AddSingleton<Announcer>();
        services.AddSingleton<RouteStep>();
        services.AddSingleton<OpenCasesStep>();
        services.AddSingleton<SweepStep>();
        services.AddSingleton<Pipeline>();

        services.AddSingleton<IPoisonQueues, StoragePoisonQueues>();
        services.AddSingleton<IPoisonedMessages, TablePoisonedMessages>();
        services.AddSingleton<PoisonWatchStep>();
        services.AddSingleton<Triggers>();
    }

    private static void AddConnectors(this IServiceCollection services)
    {
        services.AddOptions<ConnectorHttpOptions>()
            .BindConfiguration(ConnectorHttpOptions.Section)
            .ValidateSettings(ConnectorHttpOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ConnectorHttpOptions>>().Value);
        services.AddSingleton<ConnectorHttp>();
        services.AddSingleton<Secrets>();
        services.AddConnectorsFrom(typeof(ConnectorHttp).Assembly);
    }
}
