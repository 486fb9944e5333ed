using System.Diagnostics;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Listening.Testing;

namespace Listening.Azurite.Tests;

public sealed class AzuriteProcessTests : IDisposable
{
    private const int Many = 300;

    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Acknowledged_writes_survive_a_stop_right_after()
    {
        await using (var azurite = await StartAsync())
        {
            await SendManyAsync(azurite.ConnectionString);
        }

        Assert.False(File.Exists(_folder.At("azurite.json")));
        await using var again = await StartAsync();
        Assert.Equal(Many, await CountAsync(again.ConnectionString));
        Assert.DoesNotContain(_reports.Sentences, report => report.Contains("failed at its end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Acknowledged_writes_survive_the_SIGKILL_of_the_owner()
    {
        using var owner = await Owner.StartAsync(_folder.Path);
        await SendManyAsync(owner.ConnectionString);
        await Rows.InsertAsync(owner.ConnectionString, Many);

        owner.Kill();

        await using var next = await StartAsync();
        Assert.Equal(Many, await CountAsync(next.ConnectionString));
        Assert.Equal(Many, await Rows.CountAsync(next.ConnectionString));
    }

    [UnixFact]
    public async Task The_next_start_waits_until_the_Azurite_of_a_killed_owner_has_saved()
    {
        using var owner = await Owner.StartAsync(_folder.Path);
        await SendManyAsync(owner.ConnectionString);

        // Stopped, it neither responds nor saves, like one busy with a large table.
        await SignalAsync("STOP", owner.AzuritePid);
        owner.Kill();
        var starting = StartAsync();
        await WaitForAsync(() => _reports.Sentences.Any(report => report.Contains("is still saving", StringComparison.Ordinal)));
        await Task.Delay(1500);
        Assert.False(starting.IsCompleted);
        await SignalAsync("CONT", owner.AzuritePid);

        await using var next = await starting;
        Assert.Equal(Many, await CountAsync(next.ConnectionString));
        Assert.Contains(
            $"An earlier Azurite (process {owner.AzuritePid}) is still saving {_folder.Path}; waiting for it.", _reports.Sentences);
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signals_meant_for_the_owner_do_not_stop_it(string signal)
    {
        await using var azurite = await StartAsync();

        await SignalAsync(signal, azurite.Pid);
        await SignalAsync(signal, azurite.Pid);
        await Task.Delay(300);

        Assert.False(azurite.Exited.IsCompleted);
        await SendManyAsync(azurite.ConnectionString);
        await azurite.DisposeAsync();
        Assert.Equal(0, (await azurite.Exited).Code);
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_is_refused_at_once_naming_the_first()
    {
        await using var first = await StartAsync();

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);

        Assert.Equal(
            $"An Azurite of process {Environment.ProcessId} already runs in {_folder.Path}, and two would overwrite each other; "
            + "stop that one first, or name another folder.",
            refused.Message);
        await SendManyAsync(first.ConnectionString);
    }

    [Fact]
    public async Task Its_ports_are_in_azurite_json_while_it_runs()
    {
        await using var azurite = await StartAsync();

        using var state = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.At("azurite.json")));

        Assert.Equal(azurite.Pid, state.RootElement.GetProperty("pid").GetInt32());
        Assert.Equal(Environment.ProcessId, state.RootElement.GetProperty("owner").GetInt32());
        Assert.Equal(azurite.ConnectionString, state.RootElement.GetProperty("connectionString").GetString());
        Assert.EndsWith(
            $"QueueEndpoint=http://127.0.0.1:{state.RootElement.GetProperty("queuePort")}/devstoreaccount1;"
            + $"TableEndpoint=http://127.0.0.1:{state.RootElement.GetProperty("tablePort")}/devstoreaccount1;",
            azurite.ConnectionString,
            StringComparison.Ordinal);
        Assert.DoesNotContain("BlobEndpoint", azurite.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_memory_nothing_is_kept()
    {
        await using (var azurite = await AzuriteProcess.StartAsync(folder: null))
        {
            await SendManyAsync(azurite.ConnectionString);
        }

        await using var again = await AzuriteProcess.StartAsync(folder: null);
        Assert.False(await new QueueClient(again.ConnectionString, "mentions").ExistsAsync());
    }

    [Theory]
    [InlineData("__azurite_db_queue__.json", "{\"filename\":\"/somewhere\",\"collections\":[{\"name\":\"$QUEUES")]
    [InlineData("__azurite_db_table__.json", "")]
    public async Task Damaged_data_are_refused_with_the_remedy_and_left_unchanged(string file, string content)
    {
        var data = Directory.CreateDirectory(_folder.At("azurite")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, file), content);

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);

        Assert.Equal(
            $"The Azurite data in {data} are damaged; restore them from a backup, or move that folder away, or delete it, "
            + "and start again with empty tables and queues.",
            refused.Message);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(data, file)));
        Directory.Delete(data, recursive: true);
        await using var fresh = await StartAsync();
        await SendManyAsync(fresh.ConnectionString);
    }

    [Theory]
    [InlineData("__azurite_db_table__.json")]
    [InlineData("__azurite_db_queue__.json")]
    [InlineData("__azurite_db_queue_extent__.json")]
    public async Task A_file_that_is_gone_or_holds_nothing_is_refused_and_the_others_are_left_unchanged(string file)
    {
        await SaveManyAndARowAsync();
        var (data, lost) = (_folder.At("azurite"), _folder.At($"azurite/{file}"));
        var saved = await File.ReadAllTextAsync(lost);
        var others = await DatabasesAsync(except: lost);

        File.Delete(lost);
        var gone = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);
        Assert.Equal(
            $"The Azurite data in {data} are incomplete: {file} is missing; restore it from a backup, or move that folder away "
            + "and start again with empty tables and queues.",
            gone.Message);
        Assert.False(File.Exists(lost));

        await File.WriteAllTextAsync(lost, "{}");
        var empty = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);
        Assert.StartsWith($"The Azurite data in {data} are damaged; restore them from a backup", empty.Message, StringComparison.Ordinal);
        Assert.Equal(others, await DatabasesAsync(except: lost));

        await File.WriteAllTextAsync(lost, saved);
        await AssertManyAndARowAsync();
    }

    [Theory]
    [InlineData("__azurite_db_table__.json", "__azurite_db_queue__.json")]
    [InlineData("__azurite_db_queue_extent__.json", "__azurite_db_queue__.json")]
    [InlineData("__azurite_db_queue_extent__.json", "__azurite_db_table__.json")]
    public async Task Files_that_were_swapped_are_refused_and_left_unchanged(string one, string other)
    {
        await SaveManyAndARowAsync();
        var data = _folder.At("azurite");
        Swap();
        var swapped = await DatabasesAsync();

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);
        Assert.StartsWith($"The Azurite data in {data} are damaged; restore them from a backup", refused.Message, StringComparison.Ordinal);
        Assert.Equal(swapped, await DatabasesAsync());

        Swap();
        await AssertManyAndARowAsync();

        void Swap()
        {
            File.Move(Path.Combine(data, one), Path.Combine(data, "aside"));
            File.Move(Path.Combine(data, other), Path.Combine(data, one));
            File.Move(Path.Combine(data, "aside"), Path.Combine(data, other));
        }
    }

    [Fact]
    public async Task Messages_without_the_folder_of_their_texts_are_refused()
    {
        await SaveManyAndARowAsync();
        var (data, texts) = (_folder.At("azurite"), _folder.At("azurite/__queuestorage__"));
        Directory.Move(texts, _folder.At("aside"));

        var refused = await Assert.ThrowsAsync<AzuriteUnavailableException>(StartAsync);
        Assert.Equal(
            $"The Azurite data in {data} are incomplete: __queuestorage__ is missing; restore it from a backup, or move that folder away "
            + "and start again with empty tables and queues.",
            refused.Message);
        Assert.False(Directory.Exists(texts));

        Directory.Move(_folder.At("aside"), texts);
        await AssertManyAndARowAsync();
    }

    [Fact]
    public async Task Without_messages_the_folder_of_their_texts_may_be_missing()
    {
        await using (var first = await StartAsync())
        {
            await new QueueClient(first.ConnectionString, "mentions").CreateAsync();
            await Rows.InsertAsync(first.ConnectionString, 1);
        }

        Directory.Delete(_folder.At("azurite/__queuestorage__"), recursive: true);

        await using var next = await StartAsync();
        await SendManyAsync(next.ConnectionString);
        Assert.Equal((Many, 1), (await CountAsync(next.ConnectionString), await Rows.CountAsync(next.ConnectionString)));
    }

    [Fact]
    public async Task A_first_start_that_was_killed_before_it_wrote_is_continued()
    {
        Directory.CreateDirectory(_folder.At("azurite"));

        await using var next = await StartAsync();
        await SendManyAsync(next.ConnectionString);
    }

    [Theory]
    [InlineData("__azurite_db_queue__.json")]
    [InlineData("__azurite_db_queue__.json", "__azurite_db_queue_extent__.json")]
    public async Task A_first_start_that_was_killed_between_its_files_is_continued(params string[] written)
    {
        await (await StartAsync()).DisposeAsync();
        foreach (var path in Directory.GetFiles(_folder.At("azurite"), "*.json").Where(path => !written.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }

        await using var next = await StartAsync();
        await SendManyAsync(next.ConnectionString);
    }

    [UnixFact]
    public async Task Its_exit_is_reported_to_the_owner()
    {
        await using var azurite = await StartAsync();

        await SignalAsync("KILL", azurite.Pid);

        var exit = await azurite.Exited.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.NotEqual(0, exit.Code);
    }

    [UnixFact]
    public async Task Killed_itself_it_keeps_what_it_had_saved()
    {
        await using (var azurite = await StartAsync())
        {
            await SendManyAsync(azurite.ConnectionString);
            await UntilSavedAsync("queue", after: DateTime.UtcNow);
            await Rows.InsertAsync(azurite.ConnectionString, Many);
            await UntilSavedAsync("table", after: DateTime.UtcNow);

            await SignalAsync("KILL", azurite.Pid);
            await azurite.Exited;
        }

        await using var next = await StartAsync();
        Assert.Equal((Many, Many), (await CountAsync(next.ConnectionString), await Rows.CountAsync(next.ConnectionString)));
    }

    [UnixFact]
    public async Task A_full_disk_is_named_and_what_was_saved_before_is_unharmed()
    {
        await using (var first = await StartAsync())
        {
            await SendManyAsync(first.ConnectionString);
        }

        // Every write to this device fails as on a full disk; it stands where the next save writes to.
        var second = await StartAsync();
        var next = _folder.At("azurite/__azurite_db_table__.json~");
        File.CreateSymbolicLink(next, "/dev/full");
        await Rows.InsertAsync(second.ConnectionString, 1);

        var full = await Assert.ThrowsAsync<AzuriteUnavailableException>(() => second.DisposeAsync().AsTask());

        Assert.StartsWith("The disk is full", full.Message, StringComparison.Ordinal);
        File.Delete(next);
        await using var third = await StartAsync();
        Assert.Equal(Many, await CountAsync(third.ConnectionString));
    }

    [Fact]
    public async Task A_cancelled_start_leaves_the_folder_free()
    {
        using var stopping = new CancellationTokenSource();
        var starting = AzuriteProcess.StartAsync(_folder.Path, _reports, stopping.Token);
        await WaitForAsync(() => File.Exists(_folder.At("azurite.json")));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);

        await using var next = await StartAsync();

        Assert.False(next.Exited.IsCompleted);
    }

    private Task<AzuriteProcess> StartAsync() => AzuriteProcess.StartAsync(_folder.Path, _reports);

    /// <summary>What each database file holds.</summary>
    private Task<string[]> DatabasesAsync(string? except = null) => Task.WhenAll(Directory.GetFiles(_folder.At("azurite"), "*.json")
        .Where(path => path != except).Order().Select(path => File.ReadAllTextAsync(path)));

    private async Task SaveManyAndARowAsync()
    {
        await using var azurite = await StartAsync();
        await SendManyAsync(azurite.ConnectionString);
        await Rows.InsertAsync(azurite.ConnectionString, 1);
    }

    private async Task AssertManyAndARowAsync()
    {
        await using var azurite = await StartAsync();
        Assert.Equal((Many, 1), (await CountAsync(azurite.ConnectionString), await Rows.CountAsync(azurite.ConnectionString)));
    }

    private static async Task SendManyAsync(string connectionString)
    {
        var queue = new QueueClient(connectionString, "mentions");
        await queue.CreateIfNotExistsAsync();
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, stopping) =>
            await queue.SendMessageAsync(number.ToString(CultureInfo.InvariantCulture), stopping));
    }

    // Reads every message, so that one whose text was lost is not counted.
    private static async Task<int> CountAsync(string connectionString)
    {
        var queue = new QueueClient(connectionString, "mentions");
        var texts = new HashSet<string>();
        while ((await queue.ReceiveMessagesAsync(maxMessages: 32)).Value is { Length: > 0 } messages)
        {
            texts.UnionWith(messages.Select(message => message.MessageText));
        }

        return texts.Count;
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private Task UntilSavedAsync(string service, DateTime after) =>
        WaitForAsync(() => File.GetLastWriteTimeUtc(_folder.At($"azurite/__azurite_db_{service}__.json")) > after);

    private static async Task WaitForAsync(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 6000, "It did not happen within a minute.");
            await Task.Delay(10);
        }
    }

    /// <summary>
    /// Another process that owns an Azurite, with its <c>azurite.json</c>, and that can be killed: the system then closes its ends of the
    /// pipes.
    /// </summary>
    private sealed class Owner : IDisposable
    {
        private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

        private const string Script =
            """
            const [script, token, folder] = process.argv.slice(1);
            const azurite = require("child_process").spawn(process.execPath, [script, token], { stdio: ["pipe", "pipe", "inherit"] });
            const state = { owner: process.pid, pid: azurite.pid, token };
            require("readline").createInterface({ input: azurite.stdout }).on("line", (line) => {
              const message = JSON.parse(line);
              if (message.azurite === "waiting") {
                state.controlPort = message.control;
                require("fs").writeFileSync(folder + "/azurite.json", JSON.stringify(state));
                azurite.stdin.write(JSON.stringify({ data: folder + "/azurite" }) + "\n");
              } else {
                console.log(JSON.stringify({ pid: azurite.pid, ...message }));
              }
            });
            """;

        private readonly Process _process;

        private Owner(Process process, int azuritePid, int queuePort, int tablePort)
        {
            _process = process;
            AzuritePid = azuritePid;
            ConnectionString = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};"
                + $"QueueEndpoint=http://127.0.0.1:{queuePort}/devstoreaccount1;"
                + $"TableEndpoint=http://127.0.0.1:{tablePort}/devstoreaccount1;";
        }

        public int AzuritePid { get; }

        public string ConnectionString { get; }

        public static async Task<Owner> StartAsync(string folder)
        {
            var node = await NodeRuntime.FindAsync(new Dictionary<string, string?>(), default);
            var install = await AzuriteInstall.EnsureAsync(node, progress: null, default);
            var process = node.Start(["-e", Script, install.HostScript, Guid.NewGuid().ToString("N"), folder], folder: null);
            using var ready = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!);
            Assert.Equal("ready", ready.RootElement.GetProperty("azurite").GetString());
            int Number(string name) => ready.RootElement.GetProperty(name).GetInt32();
            return new Owner(process, Number("pid"), Number("queue"), Number("table"));
        }

        public void Kill() => _process.Kill();

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }
}
