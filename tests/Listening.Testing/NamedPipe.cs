using System.Diagnostics;

namespace Listening.Testing;

/// <summary>Makes pipes that nobody writes to: whoever opens one waits for ever.</summary>
public static class NamedPipe
{
    public static async Task MakeAsync(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        await mkfifo.WaitForExitAsync();
        Assert.Equal(0, mkfifo.ExitCode);
    }
}
