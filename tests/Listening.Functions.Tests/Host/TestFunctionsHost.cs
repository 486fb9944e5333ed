using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Listening.Functions.Tests.Host;

/// <summary>
/// Starts a published worker and drives it as the Functions host does: over gRPC, on loopback, one worker per host.
/// Disposing it ends the worker's process.
/// </summary>
internal sealed class TestFunctionsHost : FunctionRpc.FunctionRpcBase, IAsyncDisposable
{
    /// <summary>Longest time for any answer. A worker answers in milliseconds; this is for a machine under load.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Channel<StreamingMessage> _toWorker = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _waiting = new();
    private readonly ConcurrentQueue<RpcLog> _logs = new();
    private readonly TaskCompletionSource<StartStream> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _server;
    private ChildProcess? _worker;

    private TestFunctionsHost() => _server = BuildServer(this);

    /// <summary>The functions that the worker reported and loaded, by name.</summary>
    public IReadOnlyDictionary<string, RpcFunctionMetadata> Functions { get; private set; } = new Dictionary<string, RpcFunctionMetadata>();

    /// <summary>What the worker has logged so far.</summary>
    public IReadOnlyCollection<RpcLog> Logs => _logs;

    /// <summary>Starts the worker, loads all its functions and is then ready for invocations.</summary>
    /// <param name="app">The folder that the app was published to.</param>
    /// <param name="settings">The app's settings as environment variables; null removes one.</param>
    public static async Task<TestFunctionsHost> StartAsync(string app, IReadOnlyDictionary<string, string?> settings)
    {
        var host = new TestFunctionsHost();
        try
        {
            await host._server.StartAsync();
            host._worker = StartWorker(app, settings, host._server.Urls.Single());
            await host.LoadFunctionsAsync(app);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the worker without a host that answers, for starts that fail before the worker connects.</summary>
    public static ChildProcess StartWorker(string app, IReadOnlyDictionary<string, string?> settings, string hostAddress) =>
        ChildProcess.Start(
            app,
            [
                Path.Combine(app, "Listening.Functions.dll"),
                "--functions-uri", hostAddress,
                "--functions-worker-id", Guid.NewGuid().ToString(),
                "--functions-request-id", Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length", $"{int.MaxValue}",
            ],
            new Dictionary<string, string?>(settings) { ["FUNCTIONS_APPLICATION_DIRECTORY"] = app });

    /// <summary>Invokes a function and returns the worker's answer, whatever its status.</summary>
    /// <param name="trigger">From <see cref="TriggerData"/>.</param>
    /// <param name="traceParent">The W3C <c>traceparent</c> under which the invocation runs; empty for none.</param>
    /// <param name="cancel">Has the host ask the worker to cancel the invocation; the answer still comes from the worker.</param>
    public async Task<InvocationResponse> InvokeAsync(
        string function, TypedData trigger, string traceParent = "", CancellationToken cancel = default)
    {
        var metadata = Functions[function];
        var invocation = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = metadata.FunctionId,
            InputData = { new ParameterBinding { Name = metadata.Bindings.Keys.Single(), Data = trigger } },
            TraceContext = new RpcTraceContext { TraceParent = traceParent },
            RetryContext = new RetryContext(),
        };
        await using var cancelling = cancel.Register(() =>
            Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocation.InvocationId } }));
        return (await AskAsync(new StreamingMessage { InvocationRequest = invocation })).InvocationResponse;
    }

    /// <summary>Tells the worker to end and waits until its process has.</summary>
    public Task<ProcessEnd> TerminateAsync()
    {
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        return _worker!.Ended.WaitAsync(AnswerLimit);
    }

    /// <summary>The worker's connection: everything it says comes in here, and everything we say goes out here.</summary>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var sending = SendAllAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                Receive(message);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The worker's process has ended; AskAsync reports it to whoever waits for an answer.
        }

        _toWorker.Writer.TryComplete();
        await sending;
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        _toWorker.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    private static WebApplication BuildServer(TestFunctionsHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port: 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(host);
        var server = builder.Build();
        server.MapGrpcService<TestFunctionsHost>();
        return server;
    }

    private async Task LoadFunctionsAsync(string app)
    {
        await OrWorkerEndedAsync(_started.Task);
        var init = new WorkerInitRequest { HostVersion = "4.0.0", WorkerDirectory = app, FunctionAppDirectory = app };
        Succeeded((await AskAsync(new StreamingMessage { WorkerInitRequest = init })).WorkerInitResponse.Result);

        var listing = new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app } };
        var listed = (await AskAsync(listing)).FunctionMetadataResponse;
        Succeeded(listed.Result);
        foreach (var metadata in listed.FunctionMetadataResults)
        {
            var load = new FunctionLoadRequest { FunctionId = metadata.FunctionId, Metadata = metadata };
            Succeeded((await AskAsync(new StreamingMessage { FunctionLoadRequest = load })).FunctionLoadResponse.Result);
        }

        Functions = listed.FunctionMetadataResults.ToDictionary(metadata => metadata.Name);
    }

    private static void Succeeded(StatusResult result)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException(
                $"The worker answered {result.Status}: {result.Exception?.Type}: {result.Exception?.Message}");
        }
    }

    private void Send(StreamingMessage message) => _toWorker.Writer.TryWrite(message);

    private async Task<StreamingMessage> AskAsync(StreamingMessage request)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var answer = _waiting[request.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(request);
        return await OrWorkerEndedAsync(answer.Task);
    }

    private async Task<T> OrWorkerEndedAsync<T>(Task<T> answer)
    {
        await Task.WhenAny(answer, _worker!.Ended).WaitAsync(AnswerLimit);
        return answer.IsCompleted
            ? await answer
            : throw new InvalidOperationException($"The worker ended before it answered: {await _worker.Ended}");
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _started.TrySetResult(message.StartStream);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                _logs.Enqueue(message.RpcLog);
                break;
            default:
                if (_waiting.TryRemove(message.RequestId, out var answer))
                {
                    answer.SetResult(message);
                }

                break;
        }
    }

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> worker, CancellationToken gone)
    {
        try
        {
            await foreach (var message in _toWorker.Reader.ReadAllAsync(gone))
            {
                await worker.WriteAsync(message, gone);
            }
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // The connection is closed; nothing can be sent any more.
        }
    }
}
