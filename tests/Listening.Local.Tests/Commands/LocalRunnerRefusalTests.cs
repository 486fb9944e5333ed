using System.Net;
using System.Net.Sockets;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

/// <summary>What a command says when it is given what it cannot use: one sentence with the remedy.</summary>
public sealed class LocalRunnerRefusalTests : IDisposable
{
    private const string Key = "c2VjcmV0c2VjcmV0c2VjcmV0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("its AccountKey is not", $"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Key}=;{Key}==")]
    [InlineData("it has no AccountName", $"{Key}==;")]
    [InlineData("NAME=VALUE", $"{Key}")]
    [InlineData("it has no AccountKey", $"DefaultEndpointsProtocol=https;AccountName={Key}")]
    [InlineData("its AccountKey is not", $"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Key}!")]
    [InlineData("its AccountKey is not", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=")]
    [InlineData("it has no AccountName", $"DefaultEndpointsProtocol=https;AccountKey={Key}")]
    [InlineData("UseDevelopmentStorage=true", "UseDevelopmentStorage")]
    [InlineData("it is empty", "")]
    [InlineData(
        "its TableEndpoint is not",
        $"AccountName=a;AccountKey={Key};TableEndpoint=ftp://127.0.0.1/{Key};QueueEndpoint=http://127.0.0.1:9/a")]
    [InlineData(
        "its QueueEndpoint is not", $"AccountName=a;AccountKey={Key};TableEndpoint=http://127.0.0.1:9/a;QueueEndpoint=http://:{Key}")]
    [InlineData(
        "its TableEndpoint is not",
        $"AccountName=a;AccountKey={Key};TableEndpoint=http://u:{Key}@127.0.0.1:9/a;QueueEndpoint=http://127.0.0.1:9/a")]
    [InlineData("its DefaultEndpointsProtocol is", $"DefaultEndpointsProtocol=gopher;AccountName=a;AccountKey={Key}")]
    public async Task A_connection_string_that_is_not_valid_is_refused_without_any_piece_of_it(string cause, string storage)
    {
        var result = await RunAsync("mentions", "--verbose", "--storage", storage);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(cause, result.Log, StringComparison.Ordinal);
        Assert.Contains("--storage", result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..8], result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_in_a_wrong_place_is_refused_without_its_key()
    {
        var result = await RunAsync("mentions", $"AccountName=a;AccountKey={Key}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--storage", Sentence(result), StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..8], result.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@/", "@/")]
    [InlineData("[suggest]", "[suggest]")]
    [InlineData("--take", "alerts", "--take", "abc")]
    [InlineData("--take", "alerts", "--take", "1.5")]
    [InlineData("--take", "alerts", "--take", "99999999999999999999")]
    [InlineData("--take", "alerts", "--take", "-1")]
    [InlineData("--take", "alerts", "--take", "")]
    [InlineData("--take", "alerts", "--take")]
    [InlineData("--take", "alerts", "--take", "1", "--take", "x")]
    [InlineData("--since", "mentions", "--since")]
    [InlineData("--since", "mentions", "--since", "")]
    [InlineData("--since", "mentions", "--since", "-1d")]
    [InlineData("--since", "mentions", "--since", "99999999999999999999d")]
    [InlineData("--brand", "mentions", "--brand")]
    [InlineData("maybe", "mentions", "--json=maybe")]
    [InlineData("maybe", "run", "--json=maybe")]
    [InlineData("maybe", "run", "--once=maybe", "--json")]
    [InlineData("maybe", "poison", "--replay=maybe")]
    [InlineData("maybe", "check", "--verbose=maybe")]
    [InlineData("--once", "run", "--json")]
    [InlineData("--by", "annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative", "--by")]
    [InlineData("--by", "annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative", "--by", "")]
    [InlineData("--intent", "annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative", "--intent")]
    [InlineData("1", "annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "1")]
    [InlineData("--source", "score", "--source")]
    [InlineData("reset", "source-profiles", "reset")]
    [InlineData("--queue", "alerts", "--queue", "")]
    [InlineData("--queue", "alerts", "--queue", "UPPER")]
    [InlineData("--queue", "alerts", "--queue", "a--b")]
    [InlineData("--config", "check", "--config", "")]
    [InlineData("--config", "run", "--once", "--config", " ")]
    [InlineData("--folder", "check", "--folder", "")]
    [InlineData("--folder", "mentions", "--folder", "")]
    [InlineData("--folder", "run", "--folder", " ")]
    public async Task An_argument_that_is_not_valid_is_refused_in_one_sentence_and_leaves_no_file(string named, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, Sentence(result), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Log, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_configuration_is_named_as_one()
    {
        var result = await RunAsync("check", "--config", _folder.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("this is a folder; name the file in it", result.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "mentions")]
    [InlineData(0, "alerts")]
    [InlineData(0, "annotations")]
    [InlineData(0, "poison")]
    [InlineData(0, "source-profiles")]
    [InlineData(1, "annotate", "morgenrot", "5b1f0c2e9a7d4c3b8e6f1a2b3c4d5e6f", "negative")]
    [InlineData(1, "source-profiles", "reset", "morgenrot", "Blog comments")]
    public async Task Before_the_first_run_a_command_says_that_nothing_is_stored_and_creates_nothing(int code, params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--folder", "nowhere"]);

        Assert.Equal((code, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"Nothing is stored in {_folder.At("nowhere")} yet; 'run' does that, and --folder names another folder.", Sentence(result));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_server_that_is_no_storage_account_is_named_without_a_word_of_its_answer()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = AnswerAsync(server);

        var result = await RunAsync("mentions", "--storage", Account($"http://{server.LocalEndpoint}/a"));

        Assert.Equal(
            (1, "The storage account failed: what answers there is no storage account. Check --storage and try again."),
            (result.ExitCode, Sentence(result)));
    }

    [Fact]
    public async Task A_storage_account_that_does_not_answer_is_waited_for_aloud()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var runner = LocalRunnerProcess.Start(
            _folder.Path, "mentions", "--storage", Account($"http://{server.LocalEndpoint}/a"));

        await runner.UntilLoggedAsync("\n").WaitAsync(TimeSpan.FromSeconds(60));
        await runner.SignalAsync("TERM");

        var result = await runner.EndAsync(within: TimeSpan.FromSeconds(10));
        Assert.Equal("The storage does not answer yet; trying again.", result.Log.Split('\n')[0]);
    }

    [Theory]
    [InlineData("score < /tmp", "Standard input cannot be read: it is a folder, or closed; give it a file or a pipe and try again.")]
    public async Task Standard_input_that_cannot_be_read_is_named(string commandLine, string sentence)
    {
        using var runner = LocalRunnerProcess.StartByShell(_folder.Path, commandLine);

        var result = await runner.EndAsync();

        Assert.Equal((1, sentence), (result.ExitCode, Sentence(result)));
    }

    [Theory]
    [InlineData("check --config listening.json > /dev/full")]
    [InlineData("check --config listening.json >&-")]
    [InlineData("--help > /dev/full")]
    [InlineData("--version >&-")]
    [InlineData("run --once --json --config listening.json > /dev/full")]
    [InlineData("score < posts.jsonl > /dev/full")]
    public async Task Standard_output_that_cannot_be_written_is_named(string commandLine)
    {
        WriteConfig();
        using var runner = LocalRunnerProcess.StartByShell(_folder.Path, commandLine);

        var result = await runner.EndAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "The results cannot be written to standard output: ", result.Log.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("--folder", result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("processed again", result.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2> /dev/full")]
    [InlineData("2>&-")]
    public async Task A_log_that_cannot_be_written_stops_nothing(string redirection)
    {
        WriteConfig();
        using var check = LocalRunnerProcess.StartByShell(_folder.Path, $"check --config listening.json {redirection}");
        Assert.Equal(4, (await check.EndAsync()).ExitCode);

        using var run = LocalRunnerProcess.StartByShell(_folder.Path, $"run --config listening.json --verbose {redirection}");
        var stored = "";
        while (!run.HasExited && stored.Length == 0)
        {
            await Task.Delay(1000);
            stored = (await RunAsync("mentions", "--json")).Output;
        }

        Assert.False(run.HasExited);
        await run.SignalAsync("TERM");
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    private void WriteConfig()
    {
        _folder.Write("posts.jsonl", """{"externalId":"1","text":"Northwind ist super"}""");
        _folder.Write("listening.json", """
            {
              "brands": [ { "id": "northwind", "name": "Northwind" } ],
              "sources": [
                { "name": "Export", "type": "file", "path": "posts.jsonl" },
                { "name": "Lost", "type": "file", "path": "lost.jsonl" }
              ]
            }
            """);
    }

    private static async Task AnswerAsync(TcpListener server)
    {
        while (true)
        {
            using var socket = await server.AcceptSocketAsync();
            await socket.SendAsync("SSH-2.0-OpenSSH_9.6 Secret\r\n"u8.ToArray());
        }
    }

    private static string Account(string address) =>
        $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Key};TableEndpoint={address};QueueEndpoint={address}";

    private static string Sentence(LocalRunnerResult result) => Assert.Single(result.Log.TrimEnd().Split('\n'));

    private Task<LocalRunnerResult> RunAsync(params string[] arguments) => LocalRunnerProcess.RunAsync(_folder.Path, "", arguments);
}
