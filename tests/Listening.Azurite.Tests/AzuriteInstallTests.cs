using Listening.Testing;

namespace Listening.Azurite.Tests;

public sealed class AzuriteInstallTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task An_interrupted_install_is_repeated_once_however_many_start_at_once()
    {
        using var cut = new CancellationTokenSource();
        var cutting = CutOnceNpmWritesAsync(cut);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EnsureAsync(stopping: cut.Token));
        await cutting;
        Assert.Single(Directory.GetDirectories(_cache.Path, "*.partial-*"));

        var reports = new Reports();
        var installs = await Task.WhenAll(EnsureAsync(reports), EnsureAsync(reports), EnsureAsync(reports));

        Assert.Single(installs.Distinct());
        Assert.Single(reports.Sentences, report => report.StartsWith("Installing Azurite 3.35.0 into ", StringComparison.Ordinal));
        Assert.Equal(2, reports.Sentences.Count(report => report == "Another process is installing Azurite; waiting for it."));
        Assert.Equal(installs[0].Folder, Assert.Single(Directory.GetDirectories(_cache.Path)));
        Assert.True(File.Exists(installs[0].HostScript));
    }

    [Fact]
    public async Task A_partly_deleted_folder_is_not_treated_as_an_install()
    {
        var name = await InstallNameAsync();
        Directory.CreateDirectory(Path.Combine(_cache.At(name), "node_modules", "azurite"));

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(() => EnsureAsync(environment: NoRegistry()));

        Assert.Contains("cannot be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_registry_the_error_is_one_sentence()
    {
        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(() => EnsureAsync(environment: NoRegistry()));

        Assert.Equal(
            "The npm registry, from which Azurite 3.35.0 is installed, cannot be reached (ECONNREFUSED); "
            + "check the network and npm's registry and proxy settings and try again.",
            refused.Message);
        Assert.Contains("ECONNREFUSED", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_cache.Path, "azurite-*"));
    }

    [Fact]
    public async Task Without_Node_the_error_says_what_to_install()
    {
        using var empty = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(() =>
            NodeRuntime.FindAsync(new Dictionary<string, string?> { ["PATH"] = empty.Path }, default));

        Assert.Equal("Node.js 20 or newer is needed to run Azurite; install it from nodejs.org and try again.", refused.Message);
    }

    [UnixFact]
    public async Task A_Node_that_is_too_old_is_named_with_its_version()
    {
        using var old = new TemporaryFolder();
        await File.WriteAllTextAsync(old.At("node"), "#!/bin/sh\necho 18.20.8\necho \"$0\"\n");
        MakeExecutable(old.At("node"));

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(() =>
            NodeRuntime.FindAsync(new Dictionary<string, string?> { ["PATH"] = old.Path }, default));

        Assert.Contains($"but {old.At("node")} is 18.20.8;", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_named_with_the_remedy()
    {
        var file = _cache.At("not-a-folder");
        await File.WriteAllTextAsync(file, "");

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(() =>
            EnsureAsync(environment: new() { ["LISTENING_CACHE"] = file }));

        Assert.Equal(
            $"Azurite cannot be installed in {file}; free it, or name another folder in LISTENING_CACHE, and try again.", refused.Message);
    }

    [Fact]
    public async Task The_lock_file_pins_every_package_by_its_hash_and_names_no_registry()
    {
        using var stream = typeof(AzuriteInstall).Assembly.GetManifestResourceStream("azurite/package-lock.json")!;
        using var lockFile = await JsonDocument.ParseAsync(stream);

        var packages = lockFile.RootElement.GetProperty("packages").EnumerateObject()
            .Skip(1).ToDictionary(entry => entry.Name, entry => entry.Value);

        Assert.Equal("3.35.0", packages["node_modules/azurite"].GetProperty("version").GetString());
        Assert.All(packages, package => Assert.True(package.Value.TryGetProperty("integrity", out _), package.Key));
        Assert.All(packages, package => Assert.False(package.Value.TryGetProperty("resolved", out _), package.Key));
    }

    private async Task CutOnceNpmWritesAsync(CancellationTokenSource cut)
    {
        while (!Directory.EnumerateDirectories(_cache.Path, "*.partial-*")
            .Any(partial => Directory.Exists(Path.Combine(partial, "node_modules"))))
        {
            await Task.Delay(10);
        }

        await cut.CancelAsync();
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private async Task<string> InstallNameAsync()
    {
        await Assert.ThrowsAsync<AzuriteUnavailableException>(() => EnsureAsync(environment: NoRegistry()));
        return Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(_cache.Path, "azurite-*.lock")));
    }

    private Dictionary<string, string?> NoRegistry() => new()
    {
        ["npm_config_registry"] = "http://127.0.0.1:9",
        ["npm_config_fetch_retries"] = "0",
        ["npm_config_cache"] = _cache.At("npm"),
    };

    private async Task<AzuriteInstall> EnsureAsync(
        IProgress<string>? progress = null, Dictionary<string, string?>? environment = null, CancellationToken stopping = default)
    {
        environment ??= [];
        environment.TryAdd("LISTENING_CACHE", _cache.Path);
        var node = await NodeRuntime.FindAsync(environment, stopping);
        return await AzuriteInstall.EnsureAsync(node, progress, stopping);
    }
}
