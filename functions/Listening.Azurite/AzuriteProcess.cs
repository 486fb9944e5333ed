using System.Diagnostics;

namespace Listening.Azurite;

/// <summary>How the Azurite process ended.</summary>
/// <param name="Code">Zero if it saved its data and ended as asked.</param>
/// <param name="ErrorOutput">The last lines it wrote to standard error.</param>
public sealed record AzuriteExit(int Code, string ErrorOutput);

/// <summary>
/// An Azurite of this process, from start to end. It never uses an Azurite that happens to listen on some port, whose version and data are
/// unknown. It survives Ctrl-C, so that its owner can finish its work before disposing it.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's well-known account, the same everywhere and not a secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int ErrorLinesKept = 20;
    private static readonly TimeSpan MaxSaving = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxSavingOnceStopping = TimeSpan.FromSeconds(1.5);

    private readonly string? _folder;
    private readonly IProgress<string>? _progress;
    private readonly DataFolderLock? _folderLock;
    private readonly Process _process;
    private readonly CancellationToken _stopping;
    private int _disposed;

    private AzuriteProcess(
        string? folder, IProgress<string>? progress, DataFolderLock? folderLock, Process process, CancellationToken stopping)
    {
        (_folder, _progress, _folderLock, _process, _stopping) = (folder, progress, folderLock, process, stopping);
        Pid = process.Id;
        Exited = WaitForExitAsync();
        Lost = WaitForLossAsync();
    }

    /// <summary>For Azure's clients: the queue and table endpoints.</summary>
    public string ConnectionString { get; private set; } = "";

    public int Pid { get; }

    /// <summary>Completes when the process has ended; before <see cref="DisposeAsync"/>, its last seconds may be lost.</summary>
    public Task<AzuriteExit> Exited { get; }

    /// <summary>Completes with <see cref="Exited"/>; fails with <see cref="AzuriteUnavailableException"/> if the disk is full.</summary>
    public Task Lost { get; }

    private string? DataFolder => _folder is null ? null : DataFolderIn(_folder);

    /// <summary>Installs Azurite if needed, starts it and waits until it is ready.</summary>
    /// <param name="folder">
    /// Holds the data (in <c>azurite/</c>), the lock and the ports (<c>azurite.json</c>); one Azurite per folder. Null keeps everything in
    /// memory.
    /// </param>
    /// <param name="progress">Receives a sentence about each step that takes long.</param>
    /// <param name="stopping">Ends the start, and later the waiting of <see cref="DisposeAsync"/>.</param>
    /// <exception cref="AzuriteUnavailableException">Azurite cannot run; the message is one sentence with the remedy.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        string? folder, IProgress<string>? progress = null, CancellationToken stopping = default)
    {
        folder = folder is null ? null : Path.GetFullPath(folder);
        var node = await NodeRuntime.FindAsync(new Dictionary<string, string?>(), stopping);
        var install = await AzuriteInstall.EnsureAsync(node, progress, stopping);
        var folderLock = folder is null ? null : await DataFolderLock.TakeAsync(folder, progress, stopping);
        var token = Guid.NewGuid().ToString("N");
        AzuriteProcess? azurite = null;
        try
        {
            azurite = new(folder, progress, folderLock, node.Start([install.HostScript, token], install.Folder), stopping);
            await azurite.ServeAsync(token, stopping);
            return azurite;
        }
        catch
        {
            await (azurite?.DisposeAsync() ?? ValueTask.CompletedTask);
            folderLock?.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the Azurite that runs in a folder now, whoever started it; null if none does.</summary>
    public static Task<string?> FindRunningAsync(string folder, CancellationToken stopping) =>
        DataFolderLock.FindRunningAsync(Path.GetFullPath(folder), stopping);

    /// <summary>Whether an Azurite has ever saved data in a folder.</summary>
    public static bool HasData(string folder) =>
        DataFolderIn(folder) is var data && Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any();

    /// <summary>
    /// Has Azurite save its data and end. The more data, the longer it takes; once its owner is told to stop, it is left alone soon, and
    /// ends by itself.
    /// </summary>
    /// <exception cref="AzuriteUnavailableException">The disk is full, and the latest changes could not be saved.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; Exited has the reason.
        }

        using var late = new CancellationTokenSource(MaxSaving);
        await using var sooner = _stopping.Register(() => late.CancelAfter(MaxSavingOnceStopping));
        await ((Task)Exited).WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Exited.IsCompleted && _folder is null)
        {
            _process.Kill();
            await Exited;
        }

        if (!Exited.IsCompleted)
        {
            // Killing it would lose what it is saving, and it ends by itself.
            _progress?.Report($"Azurite (process {Pid}) is still saving {_folder}; the next start waits for it.");
        }
        else
        {
            _folderLock?.DeleteState();
        }

        _folderLock?.Dispose();
        if (Exited.IsCompleted && await Exited is { Code: not 0, ErrorOutput.Length: > 0 } exit && ConnectionString.Length > 0)
        {
            await Lost;
            _progress?.Report($"Azurite failed at its end and may have lost its last seconds: {exit.ErrorOutput}");
        }
    }

    private static string DataFolderIn(string folder) => Path.Combine(folder, "azurite");

    private async Task WaitForLossAsync()
    {
        if (await Exited is { Code: not 0 } exit && IsDiskFull(exit.ErrorOutput))
        {
            throw DiskFull(exit.ErrorOutput);
        }
    }

    /// <summary>No space left on the device, or the user's quota is used up, in the words of Node.js.</summary>
    private static bool IsDiskFull(string error) =>
        error.Contains("ENOSPC", StringComparison.Ordinal) || error.Contains("EDQUOT", StringComparison.Ordinal);

    private AzuriteUnavailableException DiskFull(string detail) => new(
        $"The disk is full, so Azurite cannot save {DataFolder}, where everything it saved before is unharmed; "
        + "free space and start again, and what is missing is read and processed again.",
        detail);

    private async Task ServeAsync(string token, CancellationToken stopping)
    {
        // Node opens no data before it gets its orders, and it gets them only once azurite.json names it: from then on the next start waits
        // for it, and before that there is nothing to wait for.
        var waiting = await ReadMessageAsync("waiting", stopping);
        var state = new AzuriteState(Environment.ProcessId, Pid, waiting.Control, token);
        _folderLock?.Write(state);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { Data = DataFolder }, JsonSerializerOptions.Web));
            await _process.StandardInput.FlushAsync(stopping);
        }
        catch (IOException)
        {
            // It has ended, and the next read throws with the reason.
        }

        var ready = await ReadMessageAsync("ready", stopping);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"QueueEndpoint=http://127.0.0.1:{ready.Queue}/{Account};TableEndpoint=http://127.0.0.1:{ready.Table}/{Account};";
        _folderLock?.Write(state with { QueuePort = ready.Queue, TablePort = ready.Table, ConnectionString = ConnectionString });

        // Azurite's own output, which would block it if it stayed in the pipe.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
    }

    private async Task<HostMessage> ReadMessageAsync(string expected, CancellationToken stopping)
    {
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(stopping);
        }
        while (line?.StartsWith("{\"azurite\":", StringComparison.Ordinal) == false);

        return (line is null ? null : JsonSerializer.Deserialize<HostMessage>(line, JsonSerializerOptions.Web)) switch
        {
            { } message when message.Azurite == expected => message,
            { Detail: { } detail } when IsDiskFull(detail) => throw DiskFull(detail),
            { Reason: "damaged", Detail: var detail } => throw new AzuriteUnavailableException(
                $"The Azurite data in {DataFolder} are damaged; restore them from a backup, or move that folder away, or delete it, "
                + "and start again with empty tables and queues.",
                detail),
            { Reason: "incomplete", Detail: { } missing } => throw new AzuriteUnavailableException(
                $"The Azurite data in {DataFolder} are incomplete: {missing} is missing; restore it from a backup, "
                + "or move that folder away and start again with empty tables and queues."),
            { Detail: var detail } => throw new AzuriteUnavailableException(
                $"Azurite cannot use {DataFolder ?? "memory"} ({detail}); fix that and try again."),
            null => throw new AzuriteUnavailableException(
                "Azurite ended before it was ready; try again, and if that does not help, delete the cached installation first.",
                (await Exited).ErrorOutput),
        };
    }

    private async Task<AzuriteExit> WaitForExitAsync()
    {
        var lines = new Queue<string>();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > ErrorLinesKept)
            {
                lines.Dequeue();
            }
        }

        await _process.WaitForExitAsync();
        return new AzuriteExit(_process.ExitCode, string.Join('\n', lines));
    }

    /// <summary>What <c>azurite-host.cjs</c> sends; <c>azurite</c> is the kind of message.</summary>
    private sealed record HostMessage(string Azurite, int? Control, int? Queue, int? Table, string? Reason, string? Detail);
}
