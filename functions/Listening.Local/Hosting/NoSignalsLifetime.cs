using Microsoft.Extensions.Hosting;

namespace Listening.Local.Hosting;

/// <summary>Leaves SIGINT and SIGTERM to the command line, which lets messages in progress finish before it stops a host.</summary>
internal sealed class NoSignalsLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
