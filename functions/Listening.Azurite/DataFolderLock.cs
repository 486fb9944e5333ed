using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Listening.Azurite;

/// <summary>
/// The right to run the one Azurite of a folder; two would overwrite each other's data. The lock ends with our
/// process, but Node outlives a killed owner by the moment it needs to save, so a new claim also waits for that.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private static readonly TimeSpan LongestSaving = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolderLock(string folder, FileStream @lock)
    {
        _folder = folder;
        _lock = @lock;
    }

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
            var by = Read(folder) is { } state ? $"process {state.Owner}" : "another process";
            throw new AzuriteUnavailableException(
                $"An Azurite of {by} already runs in {folder}, and two would overwrite each other; "
                + "stop that one first, or name another folder.");
        }

        var claim = new DataFolderLock(folder, held);
        try
        {
            await claim.WaitForPreviousAsync(progress, stopping);
            claim.Write(new AzuriteState { Owner = Environment.ProcessId });
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of the Azurite that runs in a folder now; null if none does.</summary>
    public static async Task<string?> FindRunningAsync(string folder, CancellationToken stopping) =>
        Read(folder) is { Pid: { } pid, ControlPort: { } port, Token: { } token, ConnectionString: { } connection }
        && await LivesAsync(pid, port, token, stopping)
            ? connection
            : null;

    /// <summary>Writes <c>azurite.json</c>, whole or not at all: others read it at any moment.</summary>
    public void Write(AzuriteState state)
    {
        var fresh = Path.Combine(_folder, "azurite.json~");
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(state, AzuriteJson.Default.AzuriteState));
        File.Move(fresh, StateFile(_folder), overwrite: true);
    }

    /// <summary>Says that no Azurite runs here any more. Not part of letting go: one that still saves has to stay known.</summary>
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
        if (Read(_folder) is not { Pid: { } pid, ControlPort: { } port, Token: { } token }
            || !await LivesAsync(pid, port, token, stopping))
        {
            return;
        }

        progress?.Report($"An earlier Azurite (process {pid}) is still saving {_folder}; waiting for it.");
        var since = TimeProvider.System.GetTimestamp();
        while (await LivesAsync(pid, port, token, stopping))
        {
            if (TimeProvider.System.GetElapsedTime(since) > LongestSaving)
            {
                throw new AzuriteUnavailableException(
                    $"The earlier Azurite in {_folder} (process {pid}) has not ended within {LongestSaving.TotalSeconds:0} seconds; "
                    + "end that process and try again.");
            }

            await Task.Delay(Pause, stopping);
        }
    }

    /// <summary>
    /// A process id alone proves nothing, since the system gives it to somebody else later. The token does; only
    /// while Node is too busy saving to answer does the process id have to do.
    /// </summary>
    private static async Task<bool> LivesAsync(int pid, int port, string token, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(LongestAnswer);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync(patience.Token) == token;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (IOException)
        {
            // It ended while it answered, or refuses to: the next look tells.
            return IsProcess(pid);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return IsProcess(pid);
        }
    }

    private static bool IsProcess(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
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
            return JsonSerializer.Deserialize(File.ReadAllBytes(StateFile(folder)), AzuriteJson.Default.AzuriteState);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // We write it whole, so it was cut by a power failure, which no Azurite outlives.
            return null;
        }
    }

    private static string StateFile(string folder) => Path.Combine(folder, "azurite.json");
}
