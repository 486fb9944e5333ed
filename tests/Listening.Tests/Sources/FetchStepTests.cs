using Listening.Configuration;
using Listening.Domain;
using Listening.Messages;
using Listening.Sources;
using Listening.Telemetry;
using Listening.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Tests.Sources;

public sealed class FetchStepTests : IDisposable
{
    private readonly FixedConfig _config = new(Samples.Config);
    private readonly InMemoryCheckpoints _checkpoints = new();
    private readonly ScriptedConnector _connector = new();
    private readonly InMemoryFetchQueue _fetches = new();
    private readonly InMemoryMentionQueue _mentions = new();
    private readonly ListeningMetrics _metrics = new();
    private readonly ManualTime _time = new(Samples.Morning);
    private readonly ListLog<FetchStep> _log = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_source_that_left_the_configuration_is_not_read()
    {
        await Step().RunAsync(new FetchOrder("gone"), default);

        Assert.Empty(_connector.Requests);
    }

    [Fact]
    public async Task Reading_pauses_while_many_batches_wait()
    {
        _connector.Script("forum", [.. Enumerable.Range(0, 5).Select(i => Page(Samples.Post($"{i}", "Hallo Nordrad")))]);
        for (var batch = 0; batch < FetchStep.MaxWaitingBatches; batch++)
        {
            await _mentions.SendAsync(MessageCodec.Pack(Samples.Batch("blog", [])), default);
        }

        await Step().RunAsync(new FetchOrder("forum"), default);

        Assert.Single(_connector.Requests);
        Assert.Single(_fetches.Queue.Texts);
        Assert.Equal(FetchStep.PauseWhileFull, _fetches.LastDelay);
    }

    [Fact]
    public async Task A_batch_says_for_which_brands_its_source_was_read()
    {
        _connector.Script("forum", Page(Samples.Post("1", "Hallo Nordrad")));
        _connector.Script("blog", Page(Samples.Post("2", "Hallo", "blog")));

        await Step().RunAsync(new FetchOrder("forum"), default);
        await Step().RunAsync(new FetchOrder("blog"), default);

        Assert.Equal(
            [("nordrad suedrad", false), ("nordrad", true)],
            _mentions.Queue.Texts.Select(MessageCodec.ReadBatch)
                .Select(batch => (string.Join(' ', batch.Brands), batch.StoreEverything)));
    }

    [Fact]
    public async Task Pages_read_within_one_tick_of_the_clock_still_follow_each_other()
    {
        _connector.Script("forum", Page(Samples.Post("1", "a"), Samples.Post("2", "b")), Page(Samples.Post("3", "c")));

        await Step().RunAsync(new FetchOrder("forum"), default);

        var read = _mentions.Queue.Texts.SelectMany(text => MessageCodec.ReadBatch(text).Mentions).ToList();
        Assert.Equal([0, 1, 2], read.Select(mention => (mention.FetchedAt - Samples.Morning).Ticks));
    }

    [Fact]
    public async Task A_long_backlog_goes_on_under_a_new_order()
    {
        _connector.Script("forum", [.. Enumerable.Range(0, 45).Select(i => Page(Samples.Post($"{i}", "Hallo Nordrad")))]);

        await Step().RunAsync(new FetchOrder("forum"), default);

        Assert.Equal(FetchStep.PagesPerOrder, _connector.Requests.Count);
        Assert.Single(_fetches.Queue.Texts);
        Assert.Equal("20", (await _checkpoints.FindAsync("forum", default))!.Cursor);
    }

    [Fact]
    public async Task The_collector_marking_the_source_meanwhile_does_not_keep_the_cursor_from_moving()
    {
        _connector.Script("forum", Page(Samples.Post("1", "Hallo Nordrad")));
        var marking = new MarkedMeanwhile(
            _connector, _checkpoints, checkpoint => checkpoint with { DueAt = Samples.Morning.AddMinutes(5) });

        await Step(marking).RunAsync(new FetchOrder("forum"), default);

        Assert.Equal("1", (await _checkpoints.FindAsync("forum", default))!.Cursor);
    }

    [Fact]
    public async Task A_source_that_another_worker_read_on_is_left_to_it()
    {
        _connector.Script("forum", Page(Samples.Post("1", "Hallo Nordrad")), Page(Samples.Post("2", "Noch einer")));
        var marking = new MarkedMeanwhile(_connector, _checkpoints, checkpoint => checkpoint with { Cursor = "2" });

        await Step(marking).RunAsync(new FetchOrder("forum"), default);

        Assert.Equal("2", (await _checkpoints.FindAsync("forum", default))!.Cursor);
        Assert.Single(_connector.Requests);
    }

    [Fact]
    public async Task A_spent_budget_pauses_the_source_until_the_next_month_without_a_request()
    {
        _config.Current = _config.Current with { Sources = [new SourceConfig { Name = "forum", Type = "scripted", MonthlyBudget = 2 }] };
        _connector.Script("forum", Page() with { Cost = 1.5m }, Page() with { Cost = 0.5m }, Page(Samples.Post("3", "zu teuer")));

        await Step().RunAsync(new FetchOrder("forum"), default);

        var checkpoint = (await _checkpoints.FindAsync("forum", default))!;
        Assert.Equal([2m, 0.5m], _connector.Requests.Select(request => request.BudgetLeft!.Value));
        Assert.Equal((2m, "2026-11", true), (checkpoint.Spent, checkpoint.SpentIn!, checkpoint.Throttled));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), checkpoint.DueAt);
    }

    [Fact]
    public async Task A_source_that_asks_to_wait_keeps_its_place_and_its_health()
    {
        await _checkpoints.SaveAsync(new Checkpoint { Source = "forum", Cursor = "0", HealthyAt = Samples.Morning.AddHours(-1) }, default);
        var limit = Problem.Create("test.limit", $"rate limit");
        _connector.Script("forum", new FetchOutcome.SlowDown(TimeSpan.FromDays(20_000_000 / 2), limit));

        await Step().RunAsync(new FetchOrder("forum"), default);

        var checkpoint = (await _checkpoints.FindAsync("forum", default))!;
        Assert.Equal(("0", true, limit, 1), (checkpoint.Cursor!, checkpoint.Throttled, checkpoint.Problem!, checkpoint.Failures));
        Assert.Equal(Samples.Morning.AddDays(1), checkpoint.DueAt);
    }

    [Fact]
    public async Task A_source_that_asks_to_wait_is_a_warning_as_its_posts_are_missing_meanwhile()
    {
        _connector.Script("forum", new FetchOutcome.SlowDown(TimeSpan.FromHours(1), Problem.Create("test.limit", $"rate limit")));

        await Step().RunAsync(new FetchOrder("forum"), default);

        Assert.Equal(
            ["Warning 1005 Source forum asked for a pause and is not read before 2026-11-16 09:00:00Z: rate limit (test.limit)"],
            _log.Events);
    }

    [Fact]
    public async Task A_source_that_keeps_asking_to_wait_is_asked_ever_more_rarely_and_never_sooner_than_its_interval()
    {
        _config.Current = _config.Current with
        {
            Sources = [new SourceConfig { Name = "forum", Type = "scripted", Every = TimeSpan.FromHours(1) }],
        };
        var waits = new List<double>();
        foreach (var hint in new[] { 1, 60, 1, 36_000, 1, 1, 1 })
        {
            _connector.Script(
                "forum", new FetchOutcome.SlowDown(TimeSpan.FromSeconds(hint), Problem.Create("test.limit", $"too many requests")));
            await Step().RunAsync(new FetchOrder("forum"), default);
            var dueAt = (await _checkpoints.FindAsync("forum", default))!.DueAt;
            waits.Add((dueAt - _time.GetUtcNow()).TotalHours);
            _time.Advance(dueAt - _time.GetUtcNow());
        }

        Assert.Equal([1, 2, 4, 10, 16, 24, 24], waits);
    }

    [Fact]
    public async Task A_source_that_was_well_is_tried_several_times_before_it_is_left_to_an_operator()
    {
        _config.Current = _config.Current with { Sources = [new SourceConfig { Name = "forum", Type = "scripted" }] };
        await _checkpoints.SaveAsync(new Checkpoint { Source = "forum", Cursor = "0", HealthyAt = Samples.Morning.AddHours(-1) }, default);
        var waits = new List<double>();
        for (var read = 0; read < 10; read++)
        {
            _connector.Script("forum", new FetchOutcome.Failed(Problem.Create("test.page", $"it is a web page"), NeedsOperator: true));
            await Step().RunAsync(new FetchOrder("forum"), default);
            var dueAt = (await _checkpoints.FindAsync("forum", default))!.DueAt;
            waits.Add((dueAt - _time.GetUtcNow()).TotalMinutes);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440], waits);
    }

    [Fact]
    public async Task A_source_that_never_was_well_and_needs_an_operator_is_tried_once_a_day()
    {
        _connector.Script("forum", new FetchOutcome.Failed(Problem.Create("test.page", $"it is a web page"), NeedsOperator: true));

        await Step().RunAsync(new FetchOrder("forum"), default);

        Assert.Equal(Samples.Morning.AddDays(1), (await _checkpoints.FindAsync("forum", default))!.DueAt);
    }

    [Fact]
    public async Task An_order_that_waited_in_the_queue_does_not_break_the_sources_wish()
    {
        _connector.Script("forum", new FetchOutcome.SlowDown(TimeSpan.FromHours(1), Problem.Create("test.limit", $"rate limit")));
        await Step().RunAsync(new FetchOrder("forum"), default);

        await Step().RunAsync(new FetchOrder("forum"), default);

        Assert.Single(_connector.Requests);
    }

    [Fact]
    public async Task A_page_that_ended_early_leaves_its_problem_and_moves_the_cursor()
    {
        var problem = Problem.Create("test.cut", $"it broke off");
        var cut = new FetchOutcome.Page([Samples.Post("1", "Kaputt.")], "1", More: false) { Problem = problem };
        _connector.Script("forum", cut);

        await Step().RunAsync(new FetchOrder("forum"), default);
        var early = (await _checkpoints.FindAsync("forum", default))!;
        await Step().RunAsync(new FetchOrder("forum"), default);
        var well = (await _checkpoints.FindAsync("forum", default))!;

        Assert.Equal(("1", "it broke off", 0), (early.Cursor, early.Problem?.Sentence, early.Failures));
        Assert.Null(well.Problem);
    }

    [Fact]
    public async Task Failures_are_counted_until_the_source_is_well_again()
    {
        _connector.Script("forum", new FetchOutcome.Failed(Problem.Create("test.down", $"it answers 503"), NeedsOperator: false));
        await Step().RunAsync(new FetchOrder("forum"), default);
        await Step().RunAsync(new FetchOrder("forum"), default);
        var ill = (await _checkpoints.FindAsync("forum", default))!;

        _connector.Script("forum", new FetchOutcome.Unchanged("0"));
        await Step().RunAsync(new FetchOrder("forum"), default);
        var well = (await _checkpoints.FindAsync("forum", default))!;

        Assert.Equal((2, "it answers 503", (DateTimeOffset?)null), (ill.Failures, ill.Problem!.Sentence, ill.HealthyAt));
        Assert.Equal((0, null, Samples.Morning), (well.Failures, well.Problem, well.HealthyAt));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_soon_is_handed_to_the_slow_queue_and_read_there()
    {
        await Step(new Hanging(_time)).RunAsync(new FetchOrder("forum"), default)
            .WaitAsync(PatienceRules.FirstPatience * 5);
        var order = MessageCodec.ReadFetchOrder(Assert.Single(_fetches.SlowQueue.Texts));
        Assert.Equal(("forum", true), (order.Source, order.Slow));
        Assert.Empty(_fetches.Queue.Texts);
        Assert.Null(await _checkpoints.FindAsync("forum", default));

        await Step(new Slow(_time, PatienceRules.Patience * 2)).RunAsync(order, default);

        var checkpoint = (await _checkpoints.FindAsync("forum", default))!;
        Assert.Equal(
            (true, Samples.Morning + PatienceRules.FirstPatience + (PatienceRules.Patience * 2)),
            (checkpoint.Slow, checkpoint.HealthyAt!.Value));
    }

    [Fact]
    public async Task A_slow_source_is_ordered_on_the_slow_queue_until_it_answers_soon_again()
    {
        _config.Current = _config.Current with { Sources = [new SourceConfig { Name = "forum", Type = "scripted" }] };
        await Step(new Slow(_time, PatienceRules.Patience * 2)).RunAsync(new FetchOrder("forum", Slow: true), default);
        var collect = new CollectStep(_config, _checkpoints, _fetches, _time, NullLogger<CollectStep>.Instance);

        await collect.RunAsync(everySource: true, default);
        var order = MessageCodec.ReadFetchOrder(Assert.Single(_fetches.SlowQueue.Texts));
        await Step().RunAsync(order, default);
        await collect.RunAsync(everySource: true, default);

        Assert.Single(_fetches.Queue.Texts);
    }

    [Fact]
    public async Task An_order_is_under_way_until_the_last_page_is_read()
    {
        await _checkpoints.SaveAsync(new Checkpoint { Source = "forum", OrderedAt = Samples.Morning.AddMinutes(-9) }, default);
        _connector.Script("forum", [.. Enumerable.Range(0, 21).Select(i => Page(Samples.Post($"{i}", "Hallo Nordrad")))]);

        await Step().RunAsync(new FetchOrder("forum"), default);
        Assert.Equal(Samples.Morning, (await _checkpoints.FindAsync("forum", default))!.OrderedAt);
        await Step().RunAsync(MessageCodec.ReadFetchOrder(Assert.Single(_fetches.Queue.Texts)), default);

        Assert.Null((await _checkpoints.FindAsync("forum", default))!.OrderedAt);
    }

    private FetchStep Step(IConnector? connector = null) => new(
        _config, _checkpoints, [connector ?? _connector], _fetches, _mentions, _metrics, _time, _log);

    private static FetchOutcome.Page Page(params Mention[] mentions) => new(mentions, "set by the script", More: false);

    /// <summary>Blocks its thread whatever the token says, past the patience that a source gets, as a pipe without a writer does.</summary>
    private sealed class Hanging(ManualTime time) : IConnector
    {
        private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

        public ConnectorDescription Description { get; } = new ScriptedConnector().Description;

        public Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
        {
            time.Advance(PatienceRules.FirstPatience);
            Thread.Sleep(TestTimeout);
            return Task.FromResult<FetchOutcome>(new FetchOutcome.Unchanged(null));
        }
    }

    /// <summary>Answers after <paramref name="duration"/> of the test's clock.</summary>
    private sealed class Slow(ManualTime time, TimeSpan duration) : IConnector
    {
        public ConnectorDescription Description { get; } = new ScriptedConnector().Description;

        public Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
        {
            time.Advance(duration);
            return Task.FromResult<FetchOutcome>(new FetchOutcome.Unchanged(request.Cursor));
        }
    }

    /// <summary>Somebody else saves the checkpoint while the page is being read.</summary>
    private sealed class MarkedMeanwhile(IConnector reads, InMemoryCheckpoints checkpoints, Func<Checkpoint, Checkpoint> mark) : IConnector
    {
        public ConnectorDescription Description => reads.Description;

        public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
        {
            var existing = await checkpoints.FindAsync(request.Source.Name, stopping) ?? new Checkpoint { Source = request.Source.Name };
            await checkpoints.SaveAsync(mark(existing), stopping);
            return await reads.FetchAsync(request, stopping);
        }
    }
}
