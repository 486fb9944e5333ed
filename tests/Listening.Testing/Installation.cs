using Listening.Admit;
using Listening.Cases;
using Listening.Domain;
using Listening.Messages;
using Listening.Sources;
using Listening.Store;
using Listening.Telemetry;
using Listening.Understand;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Testing;

/// <summary>
/// A whole installation in memory, and the host that runs it: timers, queues that redeliver, poison queues. Every call of
/// a port goes through <see cref="Faults"/>.
/// </summary>
public sealed class Installation : IDisposable
{
    /// <summary>Deliveries until the host parks a message, as in host.json.</summary>
    public const int MaxDeliveries = 5;

    private readonly ListeningMetrics _metrics = new();
    private readonly CollectStep _collect;
    private readonly FetchStep _fetch;
    private readonly CurrentSourceProfiles _profiles;
    private readonly Pipeline _pipeline;
    private readonly SweepStep _sweep;

    public Installation()
    {
        Poison = new InMemoryPoisonQueues(new Dictionary<string, InMemoryQueue>
        {
            [Queues.Fetch] = Fetches.Queue,
            [Queues.FetchSlow] = Fetches.SlowQueue,
            [Queues.Mentions] = MentionQueue.Queue,
        });
        var (checkpoints, cases) = (Faults.Around<ICheckpoints>(Checkpoints), Faults.Around<ICases>(Cases));
        var (fetches, queue) = (Faults.Around<IFetchQueue>(Fetches), Faults.Around<IMentionQueue>(MentionQueue));
        var (mentions, authors) = (Faults.Around<IMentions>(Mentions), Faults.Around<IAuthorIndex>(Authors));
        var review = new CaseReview(cases, Faults.Around<ICaseMentions>(Mentions), Config, _metrics, Time, NullLogger<CaseReview>.Instance);
        var announcer = new Announcer(cases, review, Faults.Around<IAlertQueues>(Alerts), _metrics, Time);
        _collect = new CollectStep(Config, checkpoints, fetches, Time, NullLogger<CollectStep>.Instance);
        _fetch = new FetchStep(
            Config, checkpoints, [Faults.Around<IConnector>(Connector)], fetches, queue, _metrics, Time, NullLogger<FetchStep>.Instance);
        _profiles = new CurrentSourceProfiles(Faults.Around<ISourceProfiles>(SourceProfiles), Time);
        _pipeline = new Pipeline(
            new AdmitStep(Config, Faults.Around<IMentionIndex>(Seen), Faults.Around<IIrrelevantMentions>(Irrelevant), _metrics, NullLogger<AdmitStep>.Instance),
            _profiles,
            new UnderstandStep(Model),
            new StoreStep(mentions, authors, _metrics, Time),
            new RouteStep(Config, Time),
            new OpenCasesStep(cases, review, announcer, NullLogger<OpenCasesStep>.Instance),
            queue,
            NullLogger<Pipeline>.Instance);
        _sweep = new SweepStep(cases, announcer, Time, NullLogger<SweepStep>.Instance);
        PoisonWatch = new PoisonWatchStep(
            Faults.Around<IPoisonQueues>(Poison),
            Faults.Around<IPoisonedMessages>(Poisoned),
            _metrics,
            Time,
            NullLogger<PoisonWatchStep>.Instance);
        TrimIrrelevant = new TrimIrrelevantStep(Config, Faults.Around<IIrrelevantMentions>(Irrelevant), Time);
        LearnSourceProfiles = new LearnSourceProfilesStep(
            Config,
            Model,
            Faults.Around<IPastMentions>(Mentions),
            Faults.Around<IPastAnnotations>(Annotations),
            Faults.Around<ISourceProfiles>(SourceProfiles),
            Time,
            NullLogger<LearnSourceProfilesStep>.Instance);
    }

    public Faults Faults { get; } = new();

    public FixedConfig Config { get; } = new(Samples.Config);

    public ManualTime Time { get; } = new(Samples.Morning);

    public ScriptedConnector Connector { get; } = new();

    public WordModel Model { get; } = new();

    public InMemoryMentionIndex Seen { get; } = new();

    public InMemoryIrrelevantMentions Irrelevant { get; } = new();

    public InMemoryMentions Mentions { get; } = new();

    public InMemoryAuthorIndex Authors { get; } = new();

    public InMemoryAnnotations Annotations { get; } = new();

    public InMemorySourceProfiles SourceProfiles { get; } = new();

    public InMemoryCases Cases { get; } = new();

    public InMemoryCheckpoints Checkpoints { get; } = new();

    public InMemoryFetchQueue Fetches { get; } = new();

    public InMemoryMentionQueue MentionQueue { get; } = new();

    public InMemoryAlertQueues Alerts { get; } = new();

    public InMemoryPoisonQueues Poison { get; }

    public InMemoryPoisonedMessages Poisoned { get; } = new();

    public PoisonWatchStep PoisonWatch { get; }

    public TrimIrrelevantStep TrimIrrelevant { get; }

    public LearnSourceProfilesStep LearnSourceProfiles { get; }

    /// <summary>Collects, then processes the queues. Throws what a step throws; its message is then delivered again.</summary>
    public async Task RunAsync()
    {
        await CollectAsync();
        await DrainAsync();
    }

    public Task CollectAsync() => _collect.RunAsync(everySource: false, default);

    public async Task DrainAsync()
    {
        foreach (var queue in (InMemoryQueue[])[Fetches.Queue, Fetches.SlowQueue])
        {
            while (queue.Receive() is { } message)
            {
                await _fetch.RunAsync(MessageCodec.ReadFetchOrder(message.Text), default);
                Faults.Around("host deletes an order", () => queue.Delete(message.Id, message.Receipt));
            }
        }

        while (MentionQueue.Queue.Receive() is { } message)
        {
            await _pipeline.RunAsync(MessageCodec.ReadBatch(message.Text), message.Deliveries, default);
            Faults.Around("host deletes a batch", () => MentionQueue.Queue.Delete(message.Id, message.Receipt));
        }
    }

    /// <summary>
    /// Processes <c>mentions</c> as the host does: a failing message is delivered again, and parked after <see cref="MaxDeliveries"/>.
    /// </summary>
    public async Task ProcessAsHostAsync()
    {
        while (MentionQueue.Queue.Receive() is { } message)
        {
            try
            {
                await _pipeline.RunAsync(MessageCodec.ReadBatch(message.Text), message.Deliveries, default);
                MentionQueue.Queue.Delete(message.Id, message.Receipt);
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or InvalidDataException)
            {
                if (message.Deliveries >= MaxDeliveries)
                {
                    Poison.For(Queues.Mentions).Send(message.Text);
                    MentionQueue.Queue.Delete(message.Id, message.Receipt);
                }
                else
                {
                    MentionQueue.Queue.BringBack(toTheEnd: true);
                }
            }
        }
    }

    /// <summary>Processes one batch as one of several workers.</summary>
    public Task ProcessAsync(MentionBatch batch, long delivery = 1) => _pipeline.RunAsync(batch, delivery, default);

    /// <summary>The sweep, once unannounced cases are old enough.</summary>
    public async Task SweepAsync()
    {
        Time.Advance(SweepStep.AnnouncementTimeout + TimeSpan.FromMinutes(1));
        await _sweep.RunAsync(SweepStep.AnnouncementTimeout, default);
    }

    /// <summary>Starts a new process: messages that the old one held become visible again.</summary>
    /// <param name="reordered">True if these are delivered after the messages that are already waiting.</param>
    public void Restart(bool reordered = false)
    {
        Faults.Restart();
        Fetches.Queue.BringBack(reordered);
        Fetches.SlowQueue.BringBack(reordered);
        MentionQueue.Queue.BringBack(reordered);
    }

    public void Dispose()
    {
        _profiles.Dispose();
        _metrics.Dispose();
    }
}
