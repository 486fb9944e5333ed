using System.Reflection;
using System.Security.Cryptography;

namespace Listening.Azurite;

/// <summary>Azurite in the lock file's version, installed once per user; no other is used, as its behaviour at a stop matters.</summary>
internal sealed record AzuriteInstall(string Folder, string HostScript)
{
    private const int LinesKept = 20;

    // npm sends two requests per package: for its description and for the package.
    private const int RequestsPerPackage = 2;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);

    private static readonly string[] NetworkErrors =
    [
        "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "EPIPE",
        "ERR_SOCKET_TIMEOUT", "FETCH_ERROR", "EIDLETIMEOUT", "ECONNECTIONTIMEOUT", "ERESPONSETIMEOUT", "E407", "E502", "E503", "E504",
        "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "CERT_HAS_EXPIRED",
    ];

    private static readonly byte[] Package = Resource("package.json");
    private static readonly byte[] PackageLock = Resource("package-lock.json");
    private static readonly byte[] Script = Resource("azurite-host.cjs");

    private static readonly string Version =
        JsonDocument.Parse(Package).RootElement.GetProperty("dependencies").GetProperty("azurite").GetString()!;

    private static readonly int PackageCount =
        JsonDocument.Parse(PackageLock).RootElement.GetProperty("packages").EnumerateObject().Count() - 1;

    /// <summary>Installs Azurite unless it is installed. If several processes try at once, one installs and the others wait.</summary>
    public static async Task<AzuriteInstall> EnsureAsync(NodeRuntime node, IProgress<string>? progress, CancellationToken stopping)
    {
        var cache = CacheFolder(node);
        var folder = Path.Combine(cache, $"azurite-{Version}-{Hash(PackageLock)}");
        try
        {
            if (!IsComplete(folder))
            {
                Directory.CreateDirectory(cache);
                await using var installing = await LockFile.TakeAsync(
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

    private static string CacheFolder(NodeRuntime node) =>
        node.Variable("LISTENING_CACHE") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
        : OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Listening", "cache")
        // Relative paths are to be ignored (XDG Base Directory Specification).
        : node.Variable("XDG_CACHE_HOME") is var shared && Path.IsPathRooted(shared) ? Path.Combine(shared, "listening")
        : Directory.Exists(Home) ? Path.Combine(Home, ".cache", "listening")
        : throw new AzuriteUnavailableException(
            $"There is no home folder {Home}, in which Azurite would be installed; set HOME to a folder that exists, "
            + "or name one in LISTENING_CACHE, and try again.");

    /// <summary>Not verified: for a folder that does not exist, .NET would return an empty path, which is the current folder.</summary>
    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private static async Task InstallAsync(NodeRuntime node, string folder, IProgress<string>? progress, CancellationToken stopping)
    {
        DeletePartialInstalls(folder);

        // A new name each time: the npm of an installer that was killed may still be writing to the old one.
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
            if (!line.StartsWith("npm http ", StringComparison.Ordinal))
            {
                lines.Enqueue(line);
                return;
            }

            requests++;
            if (TimeProvider.System.GetElapsedTime(reportedAt) >= ReportInterval)
            {
                reportedAt = TimeProvider.System.GetTimestamp();
                progress?.Report($"Fetched {Math.Min(requests / RequestsPerPackage, PackageCount)} of {PackageCount} packages.");
            }
        }

        // No package needs install scripts, so none may run.
        string[] arguments =
        [
            node.NpmScript(), "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http",
            .. HomeIsWritable() ? Array.Empty<string>() : ["--cache", Path.Combine(Path.GetDirectoryName(partial)!, "npm")],
        ];
        if (await node.RunAsync(arguments, partial, OnLine, stopping) == 0)
        {
            return;
        }

        Directory.Delete(partial, recursive: true);
        var code = lines.Select(ErrorCode).FirstOrDefault(found => found is not null);
        throw new AzuriteUnavailableException(
            NetworkErrors.Contains(code)
                ? $"The npm registry, from which Azurite {Version} is installed, cannot be reached ({code}); "
                    + "check the network and npm's registry and proxy settings and try again."
                : $"npm could not install Azurite {Version} ({code ?? "without an error code"}); "
                    + "try again, and look at npm's own log if that does not help.",
            string.Join('\n', lines.Where(line => line.Trim().Length > 0).TakeLast(LinesKept)));
    }

    /// <summary>Whether npm can use its cache in the home folder; where it cannot, it does not end (npm 11.19).</summary>
    private static bool HomeIsWritable()
    {
        try
        {
            var probe = Path.Combine(Directory.CreateDirectory(Path.Combine(Home, ".npm")).FullName, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    // "npm error code ENOTFOUND", and "npm ERR! code ENOTFOUND" before npm 10.
    private static string? ErrorCode(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["npm", "error" or "ERR!", "code", var code] ? code : null;

    /// <summary>The rename makes the install atomic.</summary>
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
                // A virus scanner is reading the new files.
                await Task.Delay(TimeSpan.FromMilliseconds(250), stopping);
            }
        }
    }

    private static void DeletePartialInstalls(string folder)
    {
        foreach (var partial in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + ".partial-*"))
        {
            try
            {
                Directory.Delete(partial, recursive: true);
            }
            catch (IOException)
            {
                // Its npm is still writing to it. It does no harm, and the next install deletes it.
            }
        }
    }

    /// <summary>False if somebody deleted a part of it by hand; an install itself is atomic.</summary>
    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "node_modules", "azurite", "package.json"))
        && File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"));

    /// <summary>Writes the host script where its <c>require</c> finds Azurite; each version of the script has a file of its own.</summary>
    private static string WriteScript(string folder)
    {
        var script = Path.Combine(folder, $"azurite-host-{Hash(Script)}.cjs");
        if (!File.Exists(script))
        {
            var temporary = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(temporary, Script);
            File.Move(temporary, script, overwrite: true);
        }

        return script;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));

    private static byte[] Resource(string name)
    {
        using var content = new BinaryReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"azurite/{name}")!);
        return content.ReadBytes((int)content.BaseStream.Length);
    }
}
