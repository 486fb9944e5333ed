using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Listening.Azurite;

/// <summary>The content of <c>azurite.json</c>, for other commands and the next start.</summary>
/// <param name="Owner">The process that started Azurite, which a person would stop.</param>
/// <param name="Pid">The Node.js process.</param>
/// <param name="ControlPort">Returns <paramref name="Token"/> for as long as that process lives.</param>
internal sealed record AzuriteState(
    int Owner,
    int? Pid = null,
    int? ControlPort = null,
    string? Token = null,
    int? QueuePort = null,
    int? TablePort = null,
    string? ConnectionString = null);

/// <summary>
/// The right to run the one Azurite of a folder; two would overwrite each other's data. The lock ends with this process, but Node.js
/// outlives a killed owner until it has saved, so a new lock also waits for that.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private static readonly TimeSpan MaxSaving = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxResponse = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolderLock(string folder, FileStream @lock) => (_folder, _lock) = (folder, @lock);

    public static async Task<DataFolderLock> TakeAsync(string folder, IProgress<string>? progress, CancellationToken stopping)
    {
        FileStream? held;
        try
        {
            Directory.CreateDirectory(folder);
            held = LockFile.TryTake(Path.Combine(folder, "azurite.lock"));
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new AzuriteUnavailableException(
                $"Azurite cannot use {folder}; make it writable, or name another folder, and try again.", refused.Message, refused);
        }

        if (held is null)
        {
            var owner = Read(folder) is { } state ? $"process {state.Owner}" : "another process";
            throw new AzuriteUnavailableException(
                $"An Azurite of {owner} already runs in {folder}, and two would overwrite each other; "
                + "stop that one first, or name another folder.");
        }

        var folderLock = new DataFolderLock(folder, held);
        try
        {
            await folderLock.WaitForPreviousAsync(progress, stopping);
            folderLock.Write(new AzuriteState(Environment.ProcessId));
            return folderLock;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the Azurite that runs in a folder now; null if none does.</summary>
    public static async Task<string?> FindRunningAsync(string folder, CancellationToken stopping) =>
        Read(folder) is { ConnectionString: { } connection } state && await IsRunningAsync(state, stopping) ? connection : null;

    /// <summary>Writes <c>azurite.json</c> atomically, as others may read it at any moment.</summary>
    public void Write(AzuriteState state)
    {
        var temporary = Path.Combine(_folder, "azurite.json~");
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, Json));
        File.Move(temporary, StateFile(_folder), overwrite: true);
    }

    /// <summary>Azurite has ended. Not part of <see cref="Dispose"/>: the state of one that is still saving has to stay.</summary>
    public void DeleteState()
    {
        if (Directory.Exists(_folder))
        {
            File.Delete(StateFile(_folder));
        }
    }

    public void Dispose() => _lock.Dispose();

    private async Task WaitForPreviousAsync(IProgress<string>? progress, CancellationToken stopping)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        for (var reported = false; Read(_folder) is { } state && await IsRunningAsync(state, stopping); reported = true)
        {
            if (!reported)
            {
                progress?.Report($"An earlier Azurite (process {state.Pid}) is still saving {_folder}; waiting for it.");
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > MaxSaving)
            {
                throw new AzuriteUnavailableException(
                    $"The earlier Azurite in {_folder} (process {state.Pid}) has not ended within {MaxSaving.TotalSeconds:0} seconds; "
                    + "end that process and try again.");
            }

            await Task.Delay(PollInterval, stopping);
        }
    }

    // The system reuses process ids, so the token decides; the id does only while Node.js is too busy saving to respond.
    private static async Task<bool> IsRunningAsync(AzuriteState state, CancellationToken stopping)
    {
        if (state is not { Pid: { } pid, ControlPort: { } port, Token: { } token })
        {
            return false;
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        late.CancelAfter(MaxResponse);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, late.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync(late.Token) == token;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return IsProcess(pid);
        }
    }

    private static bool IsProcess(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static AzuriteState? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteState>(File.ReadAllBytes(StateFile(folder)), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // It is written atomically, so JSON that cannot be read is left from a power failure, which no Azurite survives.
            return null;
        }
    }

    private static string StateFile(string folder) => Path.Combine(folder, "azurite.json");
}
