using System.ComponentModel;
using System.Diagnostics;

namespace Listening.Azurite;

/// <summary>The Node.js on the user's PATH, with its npm. Started directly, never through a shell.</summary>
/// <param name="Executable">Full path.</param>
/// <param name="Variables">Environment variables beside those of this process; null removes one.</param>
internal sealed record NodeRuntime(string Executable, IReadOnlyDictionary<string, string?> Variables)
{
    private const int MinMajor = 20;

    public static async Task<NodeRuntime> FindAsync(IReadOnlyDictionary<string, string?> variables, CancellationToken stopping)
    {
        var onPath = new NodeRuntime("", variables).FindOnPath(OperatingSystem.IsWindows() ? "node.exe" : "node")
            ?? throw new AzuriteUnavailableException(
                $"Node.js {MinMajor} or newer is needed to run Azurite; install it from nodejs.org and try again.");

        // What is on the PATH may be a version manager's wrapper; Node itself knows its own path.
        var output = new List<string>();
        var exit = await new NodeRuntime(onPath, variables)
            .RunAsync(["-p", "process.versions.node + '\\n' + process.execPath"], folder: null, output.Add, stopping);

        if (exit != 0 || output is not [.., var version, var executable])
        {
            throw new AzuriteUnavailableException(
                $"{onPath} does not work; install Node.js {MinMajor} or newer from nodejs.org and try again.", string.Join('\n', output));
        }

        return int.Parse(version.Split('.')[0], CultureInfo.InvariantCulture) >= MinMajor
            ? new NodeRuntime(executable, variables)
            : throw new AzuriteUnavailableException(
                $"Node.js {MinMajor} or newer is needed to run Azurite, but {executable} is {version}; "
                + "install a newer one from nodejs.org and try again.");
    }

    /// <summary>An environment variable as Node.js sees it; empty if it is not set.</summary>
    public string Variable(string name) =>
        (Variables.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name)) ?? "";

    /// <summary>The script behind the <c>npm</c> command: on Windows beside node, elsewhere behind a link or in <c>lib</c>.</summary>
    public string NpmScript()
    {
        var folder = Path.GetDirectoryName(Executable)!;
        string?[] candidates =
        [
            Path.Combine(folder, "node_modules", "npm", "bin", "npm-cli.js"),
            LinkTarget(Path.Combine(folder, "npm")),
            Path.Combine(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
            FindOnPath("npm") is { } npm ? LinkTarget(npm) : null,
        ];
        return candidates.FirstOrDefault(candidate => Path.GetFileName(candidate) == "npm-cli.js" && File.Exists(candidate))
            ?? throw new AzuriteUnavailableException(
                $"npm is needed once to install Azurite, but {folder} has none; "
                + "install Node.js from nodejs.org, which includes it, and try again.");
    }

    /// <summary>Runs a script to its end and passes on each line it writes. Cancelling kills it with its child processes.</summary>
    public async Task<int> RunAsync(IEnumerable<string> arguments, string? folder, Action<string> onLine, CancellationToken stopping)
    {
        using var process = Start(arguments, folder);
        process.StandardInput.Close();
        var gate = new Lock();
        void Receive(object sender, DataReceivedEventArgs received)
        {
            if (received.Data is { } line)
            {
                lock (gate)
                {
                    onLine(line);
                }
            }
        }

        process.OutputDataReceived += Receive;
        process.ErrorDataReceived += Receive;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    public Process Start(IEnumerable<string> arguments, string? folder)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            CreateNoWindow = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception refused)
        {
            throw new AzuriteUnavailableException(
                $"{Executable} cannot be started; install Node.js {MinMajor} or newer from nodejs.org and try again.",
                refused.Message,
                refused);
        }
    }

    private string? FindOnPath(string name) =>
        Variable("PATH").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder.Trim('"'), name))
            .FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string? LinkTarget(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : null;
}
