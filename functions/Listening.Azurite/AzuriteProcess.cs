using System.Text;

namespace Listening.Azurite;

/// <summary>
/// Our own Azurite, from start to end. It is never one that merely answers on some port, whose data and version
/// nobody knows, and it survives Ctrl-C, so that the owner can finish its work before disposing of it.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's well-known account, the same everywhere and no secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan LongestSaving = TimeSpan.FromSeconds(20);

    private readonly AzuriteOptions _options;
    private readonly IProgress<string>? _progress;
    private readonly DataFolderLock? _claim;
    private readonly AzuriteHost _host;
    private int _disposed;

    private AzuriteProcess(AzuriteOptions options, IProgress<string>? progress, DataFolderLock? claim, AzuriteHost host)
    {
        _options = options;
        _progress = progress;
        _claim = claim;
        _host = host;
    }

    /// <summary>For Azure's clients: the queue and table endpoints, and blob if asked for.</summary>
    public string ConnectionString { get; private set; } = "";

    public int Pid => _host.Pid;

    /// <summary>
    /// Completes when Azurite is gone. Before <see cref="DisposeAsync"/> that means it failed, and what it
    /// acknowledged in its last seconds may be lost.
    /// </summary>
    public Task<AzuriteExit> Exited => _host.Exited;

    /// <summary>Installs Azurite if needed, starts it and waits until it serves.</summary>
    /// <param name="progress">Hears what takes long, in plain sentences.</param>
    /// <exception cref="AzuriteUnavailableException">Says in one sentence why Azurite cannot run.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        AzuriteOptions options, IProgress<string>? progress = null, CancellationToken stopping = default)
    {
        if (options.Folder is null && !options.InMemory)
        {
            throw new ArgumentException("Azurite needs a folder unless it keeps everything in memory.", nameof(options));
        }

        var folder = options.Folder is null ? null : Path.GetFullPath(options.Folder);
        var node = await NodeRuntime.FindAsync(ChildEnvironment.With(options.Environment), stopping);
        var install = await AzuriteInstall.EnsureAsync(node, progress, stopping);
        var claim = folder is null ? null : await DataFolderLock.TakeAsync(folder, progress, stopping);
        var token = Guid.NewGuid().ToString("N");
        AzuriteHost host;
        try
        {
            host = AzuriteHost.Start(node, install, token);
        }
        catch
        {
            claim?.Dispose();
            throw;
        }

        var azurite = new AzuriteProcess(options with { Folder = folder }, progress, claim, host);
        try
        {
            await azurite.BeginAsync(token, stopping);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of the Azurite that runs in a folder now, whoever started it; null if none does.</summary>
    public static Task<string?> FindRunningAsync(string folder, CancellationToken stopping) => DataFolderLock.FindRunningAsync(Path.GetFullPath(folder), stopping);

    /// <summary>Has Azurite save and end, which takes as long as its data are large.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (!await _host.CloseAsync(LongestSaving) && _options.InMemory)
        {
            _host.Kill();
            await _host.Exited;
        }

        if (!_host.Exited.IsCompleted)
        {
            // Killing it would lose what it is about to save, and it ends by itself.
            _progress?.Report($"Azurite (process {Pid}) is still saving {_options.Folder}; the next start waits for it.");
        }
        else
        {
            _claim?.DeleteState();
            if (await _host.Exited is { Code: not 0, ErrorOutput.Length: > 0 } exit && ConnectionString.Length > 0)
            {
                _progress?.Report($"Azurite did not end well and may have lost its last seconds: {exit.ErrorOutput}");
            }
        }

        _claim?.Dispose();
    }

    private async Task BeginAsync(string token, CancellationToken stopping)
    {
        // Node touches no data before it is told to, and it is told only once azurite.json names it: from then on
        // whoever comes after us waits for it, and before that there is nothing to wait for.
        var waiting = await HearAsync("waiting", stopping);
        var state = new AzuriteState
        {
            Owner = Environment.ProcessId,
            Pid = Pid,
            ControlPort = waiting.Control,
            Token = token,
        };
        _claim?.Write(state);
        await _host.SendAsync(new HostOrders(DataFolder, _options.Blob));

        var ready = await HearAsync("ready", stopping);
        ConnectionString = Connect(ready);
        _claim?.Write(state with
        {
            QueuePort = ready.Queue,
            TablePort = ready.Table,
            BlobPort = ready.Blob,
            ConnectionString = ConnectionString,
        });
    }

    private string? DataFolder => _options.InMemory ? null : Path.Combine(_options.Folder!, "azurite");

    private async Task<HostMessage> HearAsync(string expected, CancellationToken stopping) => await _host.ReadMessageAsync(stopping) switch
    {
        { } message when message.Azurite == expected => message,
        { Reason: "damaged", Detail: var detail } => throw new AzuriteUnavailableException(
            $"The Azurite data in {DataFolder} are damaged; "
            + "move that folder away, or delete it, and start again with empty tables and queues.",
            detail),
        { Detail: var detail } => throw new AzuriteUnavailableException(
            $"Azurite cannot work in {DataFolder ?? "memory"} ({detail}); put that right and try again."),
        null => throw new AzuriteUnavailableException(
            "Azurite ended before it was ready; try again, and with the cached installation deleted if that does not help.",
            (await Exited).ErrorOutput),
    };

    private static string Connect(HostMessage ready)
    {
        var text = new StringBuilder($"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};");
        foreach (var (service, port) in new[] { ("Blob", ready.Blob), ("Queue", ready.Queue), ("Table", ready.Table) })
        {
            if (port is not null)
            {
                text.Append($"{service}Endpoint=http://127.0.0.1:{port}/{Account};");
            }
        }

        return text.ToString();
    }
}
