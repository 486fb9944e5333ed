using System.Collections.Concurrent;
using System.Diagnostics;
using Listening.Domain;
using Listening.Messages;
using Listening.Sources;
using Listening.Telemetry;
using Listening.Testing;

namespace Listening.Tests.Telemetry;

/// <summary>Listens to one trace only, so that tests that run at the same time are not traced.</summary>
public sealed class ListeningTracingTests : IDisposable
{
    private readonly ConcurrentBag<Activity> _ended = [];
    private readonly Installation _installation = new();
    private readonly Activity _root = new("test");
    private readonly ActivityListener _listener;

    public ListeningTracingTests()
    {
        _root.SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ListeningTracing.SourceName,
            Sample = (ref options) =>
                options.TraceId == _root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _root.TraceId)
                {
                    _ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task One_mention_is_followed_from_its_source_to_its_alert()
    {
        await CollectAsync(Samples.Post("1", "Mein Nordrad ist kaputt.") with { Author = new Author("u-1", "lena") });
        await _installation.DrainAsync();

        using var alert = JsonDocument.Parse(Assert.Single(_installation.Alerts.Sent).Json);
        var route = ActivityContext.Parse(alert.RootElement.GetProperty("traceparent").GetString()!, traceState: null);
        Assert.Equal(
            ["Route", "Process", "FetchPage", "Fetch", "Collect", "test"],
            Path(_ended.Single(activity => activity.SpanId == route.SpanId)));

        var announce = _ended.Single(activity => activity.OperationName == ListeningTracing.Announce);
        Assert.Equal(["Announce", "OpenCases", "Process", "FetchPage", "Fetch", "Collect", "test"], Path(announce));
        Assert.Equal(
            [(ListeningTracing.CaseTag, (object?)alert.RootElement.GetProperty("subject").GetString()),
                (ListeningTracing.MentionTag, alert.RootElement.GetProperty("data").GetProperty("mentionId").GetString())],
            Assert.Single(announce.Events).Tags.Select(tag => (tag.Key, tag.Value)));
        string[] steps = ["Admit", "Announce", "Collect", "Fetch", "FetchPage", "OpenCases", "Process", "Route", "Store", "Understand"];
        Assert.Equal(steps, _ended.Select(activity => activity.OperationName).Order());
    }

    [Fact]
    public async Task Tags_hold_ids_and_counts_and_nothing_that_a_person_wrote_or_is_called()
    {
        var post = Samples.Post("1", "Mein Nordrad ist kaputt.") with { Title = "Ärger", Author = new Author("u-1", "lena", "Lena") };
        await CollectAsync(post);
        await _installation.DrainAsync();

        var values = _ended.SelectMany(activity => activity.TagObjects.Concat(activity.Events.SelectMany(happened => happened.Tags)))
            .Select(tag => tag.Value switch
            {
                string id when id == "forum" || new MentionId(id).IsWellFormed => "id",
                int or long => "count",
                var other => $"{tag.Key}: {other}",
            });
        Assert.Equal(["count", "id"], values.Distinct().Order());
    }

    /// <summary>The first delivery dies after sending the alert; the second one runs in an activity of its own.</summary>
    [Fact]
    public async Task An_alert_that_is_sent_again_is_the_same_down_to_its_trace()
    {
        await CollectAsync(Samples.Post("1", "Mein Nordrad ist kaputt."));
        using (var rehearsal = new Installation())
        {
            rehearsal.Config.Current = _installation.Config.Current;
            rehearsal.Connector.Script("forum", new FetchOutcome.Page([Samples.Post("1", "Mein Nordrad ist kaputt.")], "end", More: false));
            await rehearsal.RunAsync();
            _installation.Faults.DieAt(rehearsal.Faults.Names.IndexOf("ICases.MarkAnnouncedAsync"), Death.Before);
        }

        await Assert.ThrowsAsync<CrashException>(_installation.DrainAsync);
        _installation.Restart();
        await _installation.DrainAsync();

        Assert.Equal(2, _ended.Count(activity => activity.OperationName == ListeningTracing.Process));
        Assert.Equal(2, _installation.Alerts.Sent.Count);
        Assert.Single(_installation.Alerts.Sent.Distinct());
        Assert.Contains(_root.TraceId.ToHexString(), _installation.Alerts.Sent[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_step_is_marked_with_its_cause()
    {
        _installation.Model.Chokes = "Unaussprechlich";
        await CollectAsync(Samples.Post("1", "Nordrad Unaussprechlich"));

        await Assert.ThrowsAsync<InvalidOperationException>(_installation.DrainAsync);

        var failed = _ended.Where(activity => activity.Status == ActivityStatusCode.Error).ToList();
        Assert.Equal(["Process", "Understand"], failed.Select(activity => activity.OperationName).Order());
        Assert.All(
            failed,
            activity => Assert.StartsWith("InvalidOperationException in Listening.", activity.StatusDescription, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mention_that_was_split_off_and_replayed_keeps_its_trace()
    {
        _installation.Model.Chokes = "Unaussprechlich";
        await CollectAsync(Samples.Post("1", "Nordrad fährt"), Samples.Post("2", "Nordrad Unaussprechlich"));
        while (_installation.MentionQueue.Queue.Texts.Count == 0)
        {
            // Reads the source; the batch that follows from it fails.
            await Assert.ThrowsAsync<InvalidOperationException>(_installation.DrainAsync);
        }

        _installation.Restart();
        await _installation.ProcessAsHostAsync();
        await _installation.PoisonWatch.RunAsync(default);
        await _installation.PoisonWatch.ReplayAsync(default);

        var replayed = MessageCodec.ReadBatch(Assert.Single(_installation.MentionQueue.Queue.Texts));
        Assert.Single(replayed.Mentions);
        Assert.Equal(_root.TraceId, ActivityContext.Parse(replayed.TraceParent!, traceState: null).TraceId);
    }

    [Fact]
    public async Task Without_a_trace_messages_and_alerts_carry_none()
    {
        _installation.Connector.Script("forum", new FetchOutcome.Page([Samples.Post("1", "Mein Nordrad ist kaputt.")], "end", More: false));
        await _installation.CollectAsync();
        Assert.All(_installation.Fetches.Queue.Texts, order => Assert.DoesNotContain("traceparent", order, StringComparison.Ordinal));

        await _installation.DrainAsync();

        Assert.DoesNotContain("traceparent", Assert.Single(_installation.Alerts.Sent).Json, StringComparison.Ordinal);
        Assert.Empty(_ended);
    }

    /// <summary>A host's invocation has an activity of its own, which is not the message's.</summary>
    [Fact]
    public void An_activity_of_a_message_links_to_the_invocation_that_processes_it()
    {
        using var invocation = new Activity("invocation").Start();

        using (ListeningTracing.Start(ListeningTracing.Process, $"00-{_root.TraceId}-b7ad6b7169203331-01"))
        {
        }

        var process = Assert.Single(_ended);
        Assert.Equal("b7ad6b7169203331", process.ParentSpanId.ToHexString());
        Assert.Equal(invocation.SpanId, Assert.Single(process.Links).Context.SpanId);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _installation.Dispose();
        _root.Dispose();
    }

    /// <summary>Orders the read within the trace. What follows is not within it but for what the messages carry.</summary>
    private async Task CollectAsync(params Mention[] posts)
    {
        _installation.Connector.Script("forum", new FetchOutcome.Page(posts, "end", More: false));
        var forum = Samples.Config.Sources.Single(source => source.Name == "forum");
        _installation.Config.Current = Samples.Config with { Sources = [forum] };
        _root.Start();
        await _installation.CollectAsync();
        _root.Stop();
        Assert.Null(Activity.Current);
    }

    /// <summary>The names of an activity and of those above it.</summary>
    private IEnumerable<string> Path(Activity activity)
    {
        for (var at = activity; ; at = _ended.Single(above => above.SpanId == at.ParentSpanId))
        {
            yield return at.OperationName;
            if (at.ParentSpanId == _root.SpanId)
            {
                yield return _root.OperationName;
                yield break;
            }
        }
    }
}
