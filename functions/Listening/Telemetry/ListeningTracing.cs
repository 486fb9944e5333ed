using System.Diagnostics;

namespace Listening.Telemetry;

/// <summary>
/// Traces, with every name they use: one activity per step, from the order to read a source to the alert. Messages carry
/// <c>traceparent</c>, so that one trace spans the queues. Tags hold ids and counts only. Nothing is created while nobody listens.
/// </summary>
public static class ListeningTracing
{
    public const string SourceName = "Listening";

    public const string Collect = "Collect";
    public const string Fetch = "Fetch";
    public const string FetchPage = "FetchPage";
    public const string Process = "Process";
    public const string Admit = "Admit";
    public const string Understand = "Understand";
    public const string Store = "Store";
    public const string Route = "Route";
    public const string OpenCases = "OpenCases";
    public const string Announce = "Announce";

    public const string SourceTag = "listening.source";
    public const string PageTag = "listening.page";
    public const string DeliveryTag = "listening.delivery";
    public const string MentionsTag = "listening.mentions";
    public const string CaseTag = "listening.case";
    public const string MentionTag = "listening.mention";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts an activity, which ends when it is disposed; null while nobody listens.</summary>
    /// <param name="traceParent">
    /// The W3C <c>traceparent</c> of the message that is being processed. The activity then belongs to that trace and links to the host's
    /// invocation. If it is null or not valid, the activity belongs to the current one.
    /// </param>
    public static Activity? Start(string name, string? traceParent = null)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent))
        {
            return Source.StartActivity(name);
        }

        ActivityLink[] links = Activity.Current is { } invocation ? [new(invocation.Context)] : [];
        return Source.StartActivity(name, ActivityKind.Consumer, parent, links: links);
    }

    /// <summary>Runs a step as an activity and marks the activity as failed if the step throws.</summary>
    /// <inheritdoc cref="Start"/>
    public static async Task<T> RunAsync<T>(string name, Func<Activity?, Task<T>> step, string? traceParent = null)
    {
        using var activity = Start(name, traceParent);
        try
        {
            return await step(activity);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, FailureCause.Describe(e));
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(string name, Func<Activity?, Task> step, string? traceParent = null) =>
        RunAsync(name, async activity =>
        {
            await step(activity);
            return true;
        }, traceParent);
}
