using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Listening.Azurite;

/// <summary>The Node.js on the user's PATH, and the npm that came with it. Never goes through a shell.</summary>
internal sealed record NodeRuntime(string Executable, IReadOnlyDictionary<string, string> Environment)
{
    private const int OldestMajor = 20;

    public static async Task<NodeRuntime> FindAsync(IReadOnlyDictionary<string, string> environment, CancellationToken stopping)
    {
        var found = OnPath(OperatingSystem.IsWindows() ? "node.exe" : "node", environment)
            ?? throw new AzuriteUnavailableException(
                $"Node.js {OldestMajor} or newer is needed to run Azurite; install it from nodejs.org and try again.");

        // Node itself says where it lies: what PATH names may be a version manager's go-between.
        var answer = new List<string>();
        var exit = await new NodeRuntime(found, environment)
            .RunAsync(["-p", "process.versions.node + '\\n' + process.execPath"], folder: null, answer.Add, stopping);

        if (exit != 0 || answer is not [.., var version, var executable])
        {
            throw new AzuriteUnavailableException(
                $"{found} does not work; install Node.js {OldestMajor} or newer from nodejs.org and try again.",
                string.Join('\n', answer));
        }

        if (int.Parse(version.Split('.')[0], CultureInfo.InvariantCulture) < OldestMajor)
        {
            throw new AzuriteUnavailableException(
                $"Node.js {OldestMajor} or newer is needed to run Azurite, but {executable} is {version}; "
                + "install a newer one from nodejs.org and try again.");
        }

        return new NodeRuntime(executable, environment);
    }

    /// <summary>The script behind the <c>npm</c> command: Windows has it beside node, others behind a link or in <c>lib</c>.</summary>
    public string NpmScript()
    {
        var beside = Path.GetDirectoryName(Executable)!;
        string?[] candidates =
        [
            Path.Combine(beside, "node_modules", "npm", "bin", "npm-cli.js"),
            Target(Path.Combine(beside, "npm")),
            Path.Combine(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
            OnPath("npm", Environment) is { } npm ? Target(npm) : null,
        ];
        return candidates.FirstOrDefault(candidate => Path.GetFileName(candidate) == "npm-cli.js" && File.Exists(candidate))
            ?? throw new AzuriteUnavailableException(
                $"npm is needed once to install Azurite, but {beside} has none; "
                + "install Node.js from nodejs.org, which brings it, and try again.");
    }

    /// <summary>Runs a script to its end and hands over each line it writes. Cancelling ends it with all it started.</summary>
    public async Task<int> RunAsync(
        IEnumerable<string> arguments, string? folder, Action<string> onLine, CancellationToken stopping)
    {
        using var process = Start(arguments, folder);

        // Nobody answers questions here.
        process.StandardInput.Close();
        var gate = new Lock();
        async Task ReadAsync(StreamReader from)
        {
            while (await from.ReadLineAsync(CancellationToken.None) is { } line)
            {
                lock (gate)
                {
                    onLine(line);
                }
            }
        }

        var reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        try
        {
            await process.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await reading;
        return process.ExitCode;
    }

    public Process Start(IEnumerable<string> arguments, string? folder)
    {
        var start = new ProcessStartInfo(Executable)
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
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in Environment)
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
                $"{Executable} cannot be started; install Node.js {OldestMajor} or newer from nodejs.org and try again.",
                refused.Message,
                refused);
        }
    }

    private static string? OnPath(string name, IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("PATH", "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder.Trim('"'), name))
            .FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string? Target(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : null;
}
