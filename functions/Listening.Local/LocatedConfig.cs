using Listening.Azurite;
using Listening.Configuration;
using Listening.Functions;
using Listening.Local.Hosting;
using Listening.Local.Sample;

namespace Listening.Local;

/// <summary>A command's configuration: the file given by <c>--config</c>, else <c>listening.json</c>, else the sample brand's.</summary>
internal sealed class LocatedConfig(string file, SampleSite? sample) : IAsyncDisposable
{
    private const string DefaultName = "listening.json";

    /// <summary>Its full path.</summary>
    public string File => file;

    public bool IsSample => sample is not null;

    /// <summary>For the sample brand, its feeds are served until the result is disposed.</summary>
    public static async Task<LocatedConfig> LocateAsync(LocalHostOptions options, CancellationToken stopping)
    {
        var path = Path.GetFullPath(options.Config ?? DefaultName);
        if (options.Config is not null || System.IO.File.Exists(path))
        {
            return new LocatedConfig(path, sample: null);
        }

        if (options.Storage is not null)
        {
            // The account may be in real use, and invented complaints would reach a real care team.
            throw new ConfigException(path, [new ValidationError("$", Problem.Create(
                "config.sample-in-account",
                $"there is no such file, and the sample brand is never written to an account given by --storage; "
                + $"name a file with --config"))]);
        }

        var file = SampleFile(options);
        var folder = Path.GetDirectoryName(file)!;
        if (System.IO.File.Exists(file) && await AzuriteProcess.FindRunningAsync(options.Folder, stopping) is not null)
        {
            // Another runner serves the sample from this folder and must keep its addresses.
            return new LocatedConfig(file, sample: null);
        }

        Directory.CreateDirectory(folder);
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        var site = await SampleSite.StartAsync(folder, yesterday, options.GradualSample, TimeProvider.System, stopping);
        await System.IO.File.WriteAllTextAsync(file, SampleConfig.For(site.BaseAddress), stopping);
        return new LocatedConfig(file, site);
    }

    /// <summary>What the configuration says, for commands that also work without one; null if there is no valid one.</summary>
    public static async Task<ListeningConfig?> TryReadAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var path = Path.GetFullPath(options.Config ?? DefaultName);
        if (options.Config is null && !System.IO.File.Exists(path))
        {
            path = SampleFile(options);
        }

        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        try
        {
            await using var located = new LocatedConfig(path, sample: null);
            return await located.ReadAsync(options, output, stopping);
        }
        catch (Exception e) when (e is ConfigException or SettingsException)
        {
            return null;
        }
    }

    /// <summary>What it says, with the settings of this machine's environment.</summary>
    /// <exception cref="ConfigException">The configuration is not valid; the message has every error.</exception>
    /// <exception cref="SettingsException">An environment variable is not valid.</exception>
    public async Task<ListeningConfig> ReadAsync(LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        var app = LocalHost.CreateBuilder(file, output, options.MinimumLevel).Build();
        try
        {
            return app.Services.ReadSettings().Current;
        }
        finally
        {
            await Ending.DisposeAsync((IAsyncDisposable)app, stopping);
        }
    }

    /// <summary>Where the sample brand's configuration is, once it was used.</summary>
    private static string SampleFile(LocalHostOptions options) => Path.GetFullPath(Path.Combine(options.Folder, "sample", DefaultName));

    public ValueTask DisposeAsync() => sample?.DisposeAsync() ?? ValueTask.CompletedTask;
}
