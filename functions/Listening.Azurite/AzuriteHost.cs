using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Listening.Azurite;

/// <summary>How a Node process ended.</summary>
/// <param name="Code">Zero if it saved and left as asked.</param>
/// <param name="ErrorOutput">What it wrote to standard error at the end.</param>
public sealed record AzuriteExit(int Code, string ErrorOutput);

/// <summary>Our end of the talk with <c>azurite-host.cjs</c>, which describes it.</summary>
internal sealed class AzuriteHost
{
    private const int LinesKept = 20;

    private readonly Process _process;
    private readonly Channel<HostMessage> _messages = Channel.CreateUnbounded<HostMessage>();
    private readonly Queue<string> _lastWords = new();

    private AzuriteHost(Process process)
    {
        _process = process;
        Pid = process.Id;
        Exited = WatchAsync();
    }

    public int Pid { get; }

    /// <summary>Completes when the process is gone, for whatever reason.</summary>
    public Task<AzuriteExit> Exited { get; }

    public static AzuriteHost Start(NodeRuntime node, AzuriteInstall install, string token) =>
        new(node.Start([install.HostScript, token], install.Folder));

    /// <summary>The next thing it says, or null if it ended without a further word.</summary>
    public async Task<HostMessage?> ReadMessageAsync(CancellationToken stopping) =>
        await _messages.Reader.WaitToReadAsync(stopping) && _messages.Reader.TryRead(out var message) ? message : null;

    public async Task SendAsync(HostOrders orders)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(orders, HostJson.Default.HostOrders));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It is gone, and whoever listens for its answer learns that with the reason.
        }
    }

    /// <summary>Has it save and leave. False if it still lives after that time; it then leaves as soon as it has saved.</summary>
    public async Task<bool> CloseAsync(TimeSpan within)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It left before it read all we told it; Exited says why.
        }

        try
        {
            await Exited.WaitAsync(within);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Kill() => _process.Kill();

    private async Task<AzuriteExit> WatchAsync()
    {
        await Task.WhenAll(ReadMessagesAsync(), ReadLastWordsAsync());
        await _process.WaitForExitAsync();
        var exit = new AzuriteExit(_process.ExitCode, string.Join('\n', _lastWords));
        _messages.Writer.Complete();
        return exit;
    }

    private async Task ReadMessagesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // Azurite's own chatter goes the same way and stays unread.
            if (line.StartsWith("{\"azurite\":", StringComparison.Ordinal))
            {
                _messages.Writer.TryWrite(JsonSerializer.Deserialize(line, HostJson.Default.HostMessage)!);
            }
        }
    }

    private async Task ReadLastWordsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > LinesKept)
            {
                _lastWords.Dequeue();
            }
        }
    }
}

/// <summary>What the script says; <c>azurite</c> is the kind.</summary>
internal sealed record HostMessage(string Azurite, int? Control, int? Queue, int? Table, int? Blob, string? Reason, string? Detail);

/// <summary>What the script is told, once.</summary>
internal sealed record HostOrders(string? Data, bool Blob);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HostMessage))]
[JsonSerializable(typeof(HostOrders))]
internal sealed partial class HostJson : JsonSerializerContext;
