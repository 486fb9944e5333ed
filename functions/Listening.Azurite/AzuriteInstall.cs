using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;

namespace Listening.Azurite;

/// <summary>
/// Azurite as our lock file pins it, installed once per user and version. It is never the Azurite that somebody
/// else installed: its version and its habits when it stops are part of what we promise.
/// </summary>
internal sealed record AzuriteInstall(string Folder, string HostScript)
{
    private const int LinesKept = 20;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(2);

    // npm asks twice for each package: what it is, then the package itself.
    private const int RequestsPerPackage = 2;

    private static readonly string[] NetworkCodes =
    [
        "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "EPIPE",
        "ERR_SOCKET_TIMEOUT", "FETCH_ERROR", "EIDLETIMEOUT", "ECONNECTIONTIMEOUT", "ERESPONSETIMEOUT",
        "E407", "E502", "E503", "E504",
        "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "CERT_HAS_EXPIRED",
    ];

    private static readonly byte[] Package = Resource("package.json");
    private static readonly byte[] PackageLock = Resource("package-lock.json");
    private static readonly byte[] Script = Resource("azurite-host.cjs");

    private static readonly string Version =
        JsonDocument.Parse(Package).RootElement.GetProperty("dependencies").GetProperty("azurite").GetString()!;

    private static readonly int PackageCount =
        JsonDocument.Parse(PackageLock).RootElement.GetProperty("packages").EnumerateObject().Count() - 1;

    /// <summary>Installs Azurite unless it is there. However many come at once, one installs and the others wait.</summary>
    public static async Task<AzuriteInstall> EnsureAsync(NodeRuntime node, IProgress<string>? progress, CancellationToken stopping)
    {
        var cache = CacheFolder(node.Environment);
        var folder = Path.Combine(cache, $"azurite-{Version}-{Hash(PackageLock)}");
        try
        {
            if (!IsComplete(folder))
            {
                Directory.CreateDirectory(cache);
                await using var alone = await LockFile.TakeAsync(
                    folder + ".lock", () => progress?.Report("Another process is installing Azurite; waiting for it."), stopping);
                if (!IsComplete(folder))
                {
                    await InstallAsync(node, folder, progress, stopping);
                }
            }

            return new AzuriteInstall(folder, WriteScript(folder));
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new AzuriteUnavailableException(
                $"Azurite cannot be installed in {cache}; free it, or name another folder in LISTENING_CACHE, and try again.",
                refused.Message,
                refused);
        }
    }

    private static string CacheFolder(IReadOnlyDictionary<string, string> environment)
    {
        string Variable(string name) => environment.GetValueOrDefault(name, "");

        if (Variable("LISTENING_CACHE") is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        if (OperatingSystem.IsWindows())
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Listening", "cache");
        }

        // The XDG specification has relative paths ignored.
        return Variable("XDG_CACHE_HOME") is { } shared && Path.IsPathRooted(shared)
            ? Path.Combine(shared, "listening")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "listening");
    }

    private static async Task InstallAsync(NodeRuntime node, string folder, IProgress<string>? progress, CancellationToken stopping)
    {
        RemoveLeftovers(folder);

        // A fresh name each time: the npm of an installer that was killed may still be writing into its own.
        var partial = $"{folder}.partial-{Guid.NewGuid():N}";
        Directory.CreateDirectory(partial);
        await File.WriteAllBytesAsync(Path.Combine(partial, "package.json"), Package, stopping);
        await File.WriteAllBytesAsync(Path.Combine(partial, "package-lock.json"), PackageLock, stopping);

        progress?.Report($"Installing Azurite {Version} into {folder}, which happens once and takes about a minute.");
        await RunNpmAsync(node, partial, progress, stopping);
        await MoveAsync(partial, folder, stopping);
        progress?.Report($"Azurite {Version} is installed.");
    }

    private static async Task RunNpmAsync(NodeRuntime node, string partial, IProgress<string>? progress, CancellationToken stopping)
    {
        var lines = new Queue<string>();
        var requests = 0;
        var reportedAt = TimeProvider.System.GetTimestamp();

        void OnLine(string line)
        {
            if (line.StartsWith("npm http ", StringComparison.Ordinal))
            {
                requests++;
                if (TimeProvider.System.GetElapsedTime(reportedAt) >= BetweenReports)
                {
                    reportedAt = TimeProvider.System.GetTimestamp();
                    progress?.Report($"Fetched {Math.Min(requests / RequestsPerPackage, PackageCount)} of {PackageCount} packages.");
                }
            }
            else if (line.Trim().Length > 0)
            {
                lines.Enqueue(line);
            }
        }

        // Its packages need no install scripts, so none may run.
        string[] arguments =
        [
            node.NpmScript(), "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http",
        ];
        if (await node.RunAsync(arguments, partial, OnLine, stopping) == 0)
        {
            return;
        }

        Directory.Delete(partial, recursive: true);
        var detail = string.Join('\n', lines.TakeLast(LinesKept));
        var code = lines.Select(ErrorCode).FirstOrDefault(found => found is not null);
        throw new AzuriteUnavailableException(
            code is not null && NetworkCodes.Contains(code)
                ? $"The npm registry, from which Azurite {Version} is installed, cannot be reached ({code}); "
                    + "check the network and npm's registry and proxy settings and try again."
                : $"npm could not install Azurite {Version} ({code ?? "it gave no error code"}); "
                    + "try again, and look at npm's own log if that does not help.",
            detail);
    }

    // "npm error code ENOTFOUND", and "npm ERR! code ENOTFOUND" before npm 10.
    private static string? ErrorCode(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["npm", "error" or "ERR!", "code", var code] ? code : null;

    /// <summary>The rename is what makes an install whole: it is there at once or not at all.</summary>
    private static async Task MoveAsync(string partial, string folder, CancellationToken stopping)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Move(partial, folder);
                return;
            }
            catch (IOException) when (OperatingSystem.IsWindows() && tries < 20)
            {
                // A virus scanner reads the new files and lets go of them soon.
                await Task.Delay(TimeSpan.FromMilliseconds(250), stopping);
            }
        }
    }

    private static void RemoveLeftovers(string folder)
    {
        foreach (var leftover in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + ".partial-*"))
        {
            try
            {
                Directory.Delete(leftover, recursive: true);
            }
            catch (IOException)
            {
                // Its npm still writes there. It is in nobody's way, and the next install removes it.
            }
        }
    }

    /// <summary>Holds against someone who cleans up by hand; against us, the rename in <see cref="MoveAsync"/> does.</summary>
    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "node_modules", "azurite", "package.json"))
        && File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"));

    /// <summary>Puts our own script where its <c>require</c> finds Azurite; another version of ours keeps its own beside it.</summary>
    private static string WriteScript(string folder)
    {
        var script = Path.Combine(folder, $"azurite-host-{Hash(Script)}.cjs");
        if (!File.Exists(script))
        {
            var fresh = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(fresh, Script);
            File.Move(fresh, script, overwrite: true);
        }

        return script;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"azurite/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
