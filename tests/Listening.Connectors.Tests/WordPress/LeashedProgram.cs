using System.Diagnostics;
using Listening.Connectors.Tests.Files;
using Listening.Testing;

namespace Listening.Connectors.Tests.WordPress;

/// <summary>A program in the background that ends with us, even if we are killed: <c>leash.php</c> holds it.</summary>
internal sealed class LeashedProgram : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly Process _leash;
    private readonly string _log;
    private bool _disposed;

    private LeashedProgram(Process leash, string log) => (_leash, _log) = (leash, log);

    public bool HasEnded => _leash.HasExited;

    /// <param name="log">The file that gets all it says.</param>
    public static LeashedProgram Start(string log, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo(WordPressPackages.Php, [RecordedPages.At("wordpress/leash.php"), log, .. command])
        {
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new LeashedProgram(Process.Start(start)!, log);
    }

    /// <summary>The end of what it said, for a failing test's message.</summary>
    public string LastWords() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(10)) : "nothing";

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _leash.StandardInput.Close();
        try
        {
            await _leash.WaitForExitAsync().WaitAsync(LongestEnd);
        }
        catch (TimeoutException)
        {
            _leash.Kill(entireProcessTree: true);
            throw new TimeoutException($"A program did not end within {LongestEnd} and was killed; it said: {LastWords()}");
        }
        finally
        {
            _leash.Dispose();
        }
    }
}
