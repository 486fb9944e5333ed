using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Listening.Connectors.Http;

/// <summary>
/// A host: one request at a time, retries of seconds, and a pause after repeated failures. Polly itself rather than
/// Microsoft.Extensions.Http.Resilience, whose handlers end with the headers, while most trouble comes in the body.
/// </summary>
internal sealed class HostState
{
    private static readonly ResiliencePropertyKey<TimeSpan> TimeLeft = new("time left");
    private static readonly ResiliencePropertyKey<CancellationToken> Stopping = new("stopping");

    private readonly ResiliencePipeline<AttemptResult> _pipeline;
    private readonly TimeProvider _time;

    public HostState(ConnectorHttpOptions options, TimeProvider time)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(args.Context.Properties.GetValue(TimeLeft, options.TotalLimit)),
            })
            .AddRetry(new RetryStrategyOptions<AttemptResult>
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.ShouldRetry == true),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AttemptResult>
            {
                FailureRatio = 1,
                MinimumThroughput = options.BreakAfter,
                SamplingDuration = options.BreakWithin,
                BreakDuration = options.BreakFor,

                // A request that ran out of time counts against the host; one that the caller cancelled does not.
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.CountsAsFailure
                    ?? (args.Outcome.Exception is OperationCanceledException
                        && !args.Context.Properties.GetValue(Stopping, default).IsCancellationRequested)),
            })
            .Build();
    }

    private SemaphoreSlim Turn { get; } = new(1, 1);

    public bool IsIdle => Turn.CurrentCount == 1;

    /// <summary>What was wrong at the last failed attempt.</summary>
    public Problem? LastFailure { get; private set; }

    /// <summary>Makes attempts until one succeeds or the time left is used up. Waiting for the host's turn is not counted.</summary>
    /// <returns>The last attempt, and the time it all took.</returns>
    /// <exception cref="TimeoutRejectedException">The time is used up.</exception>
    /// <exception cref="BrokenCircuitException">The host failed repeatedly and is not asked for now.</exception>
    public async Task<(AttemptResult Last, TimeSpan Taken)> RunAsync(
        Func<CancellationToken, Task<AttemptResult>> attempt, TimeSpan left, CancellationToken stopping)
    {
        await Turn.WaitAsync(stopping);
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            var began = _time.GetTimestamp();
            context.Properties.Set(TimeLeft, left);
            context.Properties.Set(Stopping, stopping);
            var last = await _pipeline.ExecuteAsync(
                async ctx =>
                {
                    var result = await attempt(ctx.CancellationToken);
                    LastFailure = result is { CountsAsFailure: true, Result: HttpFetchResult.Failed failed } ? failed.Problem : LastFailure;
                    return result;
                },
                context);
            return (last, _time.GetElapsedTime(began));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            Turn.Release();
        }
    }
}

/// <summary>The result of one attempt.</summary>
internal sealed record AttemptResult(HttpFetchResult Result)
{
    /// <summary>Another attempt, soon, may succeed.</summary>
    public bool ShouldRetry { get; init; }

    /// <summary>The wait the server asks for before it; null leaves it to the back-off.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Counts towards the pause of a failing host.</summary>
    public bool CountsAsFailure { get; init; }

    /// <summary>Where the server redirects to; <see cref="Result"/> has no meaning then.</summary>
    public Hop? RedirectTo { get; init; }

    public static AttemptResult Failure(string code, ProblemText text, bool shouldRetry = true) =>
        Refusal(code, text, needsOperator: false) with { ShouldRetry = shouldRetry, CountsAsFailure = true };

    /// <summary>A failure that says nothing about the host, and mostly that only a person can mend.</summary>
    public static AttemptResult Refusal(string code, ProblemText text, bool needsOperator = true) =>
        new(new HttpFetchResult.Failed(Problem.Create(code, text), needsOperator));
}
