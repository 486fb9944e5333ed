using Listening.Configuration;
using Listening.Domain;
using Listening.Local.Hosting;
using Listening.Local.Sample;

namespace Listening.Local;

/// <summary>The configuration a command works with: the one named, else <c>listening.json</c> here, else the sample brand's.</summary>
internal sealed class LocatedConfig : IAsyncDisposable
{
    private SampleSite? _sample;

    /// <summary>Its full path.</summary>
    public required string File { get; init; }

    public bool IsSample => _sample is not null;

    /// <summary>Where the sample brand is concerned, its feeds are served until the result is disposed.</summary>
    public static async Task<LocatedConfig> LocateAsync(LocalHostOptions options, CancellationToken stopping)
    {
        var named = Path.GetFullPath(options.Config ?? "listening.json");
        if (options.Config is not null || System.IO.File.Exists(named))
        {
            return new LocatedConfig { File = named };
        }

        if (options.Storage is not null)
        {
            // An account that somebody named is somebody's own: made-up complaints would reach a real care team.
            throw new ConfigException(named, [new ValidationError("$", Problem.Create(
                "config.sample-in-account",
                $"there is no such file, and the sample brand is never written into an account given by --storage; name a configuration with --config"))]);
        }

        var folder = Path.GetFullPath(Path.Combine(options.Folder, "sample"));
        Directory.CreateDirectory(folder);
        var site = await SampleSite.StartAsync(folder, DateTimeOffset.UtcNow.AddDays(-1), options.Reveal, TimeProvider.System, stopping);
        var file = Path.Combine(folder, "listening.json");
        await System.IO.File.WriteAllTextAsync(file, SampleConfig.For(site.BaseAddress), stopping);
        return new LocatedConfig { File = file, _sample = site };
    }

    public ValueTask DisposeAsync() => _sample?.DisposeAsync() ?? ValueTask.CompletedTask;
}
