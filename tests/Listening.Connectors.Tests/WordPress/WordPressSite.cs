using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Listening.Connectors.Tests.Files;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Connectors.Tests.WordPress;

/// <summary>A reader's comment, as it lands on the blog.</summary>
/// <param name="At">WordPress keeps the real time, so this lies in the past.</param>
internal sealed record BlogComment(int Post, string Author, string Text, DateTimeOffset At)
{
    /// <summary>The comment it answers; 0 if it answers the post.</summary>
    public int Parent { get; init; }

    /// <summary>True if it waits for the owner's approval, unseen by anyone else.</summary>
    public bool Held { get; init; }
}

/// <summary>
/// Debian's WordPress on a MariaDB of its own, in a folder that is gone afterwards: PHP's built-in server on a loopback
/// port, the database on a socket only. Tests marked <c>[Collection("WordPress")]</c> share it and clear it before use.
/// </summary>
public sealed partial class WordPressSite : IAsyncLifetime
{
    private const int PortTries = 3;

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("listening-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private LeashedProgram? _database;
    private LeashedProgram? _server;
    private int _answersBefore;

    private string Log => At("server.log");

    public Uri Url(string pathAndQuery = "/") => new(_environment["BLOG_URL"] + pathAndQuery);

    public async Task InitializeAsync()
    {
        if (WordPressPackages.Missing.Count > 0)
        {
            // Every test that would meet it is skipped, and says why.
            return;
        }

        using var late = new CancellationTokenSource(LongestStart);
        try
        {
            await StartAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            var said = $"the database: {_database?.LastWords()}\nthe server: {_server?.LastWords()}";
            await DisposeAsync();
            throw new TimeoutException($"WordPress did not start within {LongestStart}; {said}");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        // One after the other, whatever the one before came to: nothing may stay.
        try
        {
            await EndAsync(_server);
        }
        finally
        {
            try
            {
                await EndAsync(_database);
            }
            finally
            {
                if (Directory.Exists(_folder))
                {
                    // Links in it go, what they lead to stays.
                    Directory.Delete(_folder, recursive: true);
                }
            }
        }
    }

    /// <summary>Takes all posts and comments away. Ids are not used again.</summary>
    internal async Task ClearAsync()
    {
        await DoAsync(new { @do = "clear" });
        _answersBefore = Answers().Count;
    }

    /// <summary>
    /// The status of each answer since <see cref="ClearAsync"/>, once there are so many. The server notes an answer just after it is gone.
    /// </summary>
    internal async Task<IReadOnlyList<int>> AnswersAsync(int count)
    {
        using var late = new CancellationTokenSource(LongestOrder);
        while (Answers().Count < _answersBefore + count)
        {
            await Task.Delay(Glance, late.Token);
        }

        return Answers()[_answersBefore..];
    }

    internal async Task<int> PostAsync(string title, string html, DateTimeOffset at) =>
        (await DoAsync(new { @do = "post", title, text = html, at = Written(at) }))[0];

    internal Task RenameAsync(int post, string title) => DoAsync(new { @do = "rename", id = post, title });

    internal Task<IReadOnlyList<int>> CommentAsync(params IEnumerable<BlogComment> comments) => DoAsync([.. comments.Select(comment => new
    {
        @do = "comment",
        post = comment.Post,
        parent = comment.Parent,
        author = comment.Author,
        text = comment.Text,
        at = Written(comment.At),
        held = comment.Held,
    })]);

    internal Task ApproveAsync(int comment) => DoAsync(new { @do = "approve", id = comment });

    internal Task EditAsync(int comment, string text) => DoAsync(new { @do = "edit", id = comment, text });

    internal Task DeleteAsync(int comment) => DoAsync(new { @do = "delete", id = comment });

    private async Task StartAsync(CancellationToken late)
    {
        Populate(At("site"));
        await StartDatabaseAsync(late);
        await StartServerAsync(late);
        await DoAsync(new { @do = "install" });

        using var http = new HttpClient();
        using var answer = await http.GetAsync(Url("/?feed=rss2"), late);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// WordPress finds its configuration beside its own files, so those get a folder of ours; the large ones below are linked to.
    /// </summary>
    private static void Populate(string site)
    {
        Directory.CreateDirectory(site);
        foreach (var script in Directory.EnumerateFiles(WordPressPackages.Folder, "*.php"))
        {
            File.Copy(script, Path.Combine(site, Path.GetFileName(script)));
        }

        foreach (var folder in new[] { "wp-admin", "wp-content", "wp-includes" })
        {
            Directory.CreateSymbolicLink(Path.Combine(site, folder), Path.Combine(WordPressPackages.Folder, folder));
        }

        File.Copy(RecordedPages.At("wordpress/wp-config.php"), Path.Combine(site, "wp-config.php"), overwrite: true);
    }

    private async Task StartDatabaseAsync(CancellationToken late)
    {
        var (data, socket) = (At("data"), At("socket"));
        Directory.CreateDirectory(data);
        string[] options = ["--no-defaults", $"--datadir={data}", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0"];
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // MariaDB will not run as root. Its own user has to get through our folder, which is closed to others otherwise,
            // and may write its socket into its data only.
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            options = [.. options, "--user=mysql"];
            socket = Path.Combine(data, "socket");
        }

        await RunAsync(
            "", _folder, late,
            [WordPressPackages.MariadbInstallDb, .. options, "--auth-root-authentication-method=normal", "--skip-test-db"]);
        var first = At("first.sql");
        await File.WriteAllTextAsync(first, "CREATE DATABASE blog CHARACTER SET utf8mb4;\n", late);
        _database = LeashedProgram.Start(
            At("database.log"),
            _environment,
            [WordPressPackages.Mariadbd, .. options, "--skip-networking", $"--socket={socket}", $"--pid-file={Path.Combine(data, "pid")}",
                $"--init-file={first}"]);
        while (!File.Exists(socket))
        {
            if (_database.HasEnded)
            {
                throw new IOException($"MariaDB does not start: {_database.LastWords()}");
            }

            await Task.Delay(Glance, late);
        }

        _environment["BLOG_SOCKET"] = socket;
    }

    /// <summary>PHP takes no port 0, so one that is free is found first; another program may be faster, hence several tries.</summary>
    private async Task StartServerAsync(CancellationToken late)
    {
        for (var tries = 1; tries <= PortTries; tries++)
        {
            var port = FreePort();
            _environment["BLOG_URL"] = $"http://127.0.0.1:{port}";
            _server = LeashedProgram.Start(Log, _environment, WordPressPackages.Php, "-S", $"127.0.0.1:{port}", "-t", At("site"));
            if (await ServesAsync(_server, port, late))
            {
                return;
            }

            await _server.DisposeAsync();
        }

        throw new IOException($"PHP's server does not start: {_server?.LastWords()}");
    }

    private static async Task<bool> ServesAsync(LeashedProgram server, int port, CancellationToken late)
    {
        while (!server.HasEnded)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, late);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(Glance, late);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Has <c>orders.php</c> carry out orders, and returns the id that each of them made or met.</summary>
    private async Task<IReadOnlyList<int>> DoAsync(params object[] orders)
    {
        using var late = new CancellationTokenSource(LongestOrder);
        var said = await RunAsync(
            JsonSerializer.Serialize(orders), At("site"), late.Token, WordPressPackages.Php, RecordedPages.At("wordpress/orders.php"));
        return JsonSerializer.Deserialize<int[]>(said)!;
    }

    private async Task<string> RunAsync(string input, string folder, CancellationToken late, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, remarks) = (process.StandardOutput.ReadToEndAsync(late), process.StandardError.ReadToEndAsync(late));
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late);
            return process.ExitCode == 0
                ? await output
                : throw new IOException($"{Path.GetFileName(command[0])} failed with {process.ExitCode}: {await output} {await remarks}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private List<int> Answers()
    {
        var answers = File.ReadLines(Log).Select(line => Answer().Match(line)).Where(answer => answer.Success);
        return [.. answers.Select(answer => int.Parse(answer.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static ValueTask EndAsync(LeashedProgram? program) => program?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    [GeneratedRegex(@" \[(\d{3})\]: GET ")]
    private static partial Regex Answer();
}

/// <summary>Tests marked <c>[Collection("WordPress")]</c> share the blog, one after the other.</summary>
[CollectionDefinition("WordPress")]
public sealed class WordPressCollection : ICollectionFixture<WordPressSite>;
