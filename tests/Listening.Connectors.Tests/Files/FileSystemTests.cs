using System.Net.Sockets;
using Listening.Connectors.Files;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.Files;

/// <summary>Paths that lead to no file, or to one that changes: each is a problem of its source and never holds up another.</summary>
public sealed class FileSystemTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task A_pipe_is_refused_without_waiting_for_its_writer()
    {
        var pipe = _folder.At("posts.jsonl");
        await NamedPipe.MakeAsync(pipe);

        await RefusedAsync(pipe, "is a pipe; write what it gives into a regular file, and name that");
        File.CreateSymbolicLink(_folder.At("link.jsonl"), pipe);
        await RefusedAsync(_folder.At("link.jsonl"), "is a pipe; write what it gives into a regular file, and name that");
    }

    [LinuxFact]
    public async Task A_socket_is_refused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("posts.sock")));

        await RefusedAsync(_folder.At("posts.sock"), "is a socket; write what it gives into a regular file, and name that");
    }

    [LinuxTheory]
    [InlineData("/dev/zero", "is a device; write what it gives into a regular file, and name that")]
    [InlineData("/dev/random", "is a device; write what it gives into a regular file, and name that")]
    [InlineData("/dev/null", "is a device; write what it gives into a regular file, and name that")]
    [InlineData(
        "/proc/self/status",
        "is a file without a size, as the system's own files are; write what it gives into a regular file, and name that")]
    [InlineData("/proc", "is a folder; name a file in it")]
    public async Task What_the_system_itself_offers_as_a_file_is_refused(string path, string why)
    {
        await RefusedAsync(path, why);
        File.CreateSymbolicLink(_folder.At("posts.csv"), path);
        await RefusedAsync(_folder.At("posts.csv"), why);
    }

    [LinuxFact]
    public async Task A_link_that_leads_in_a_circle_is_refused()
    {
        File.CreateSymbolicLink(_folder.At("a.jsonl"), _folder.At("b.jsonl"));
        File.CreateSymbolicLink(_folder.At("b.jsonl"), _folder.At("a.jsonl"));

        Assert.Equal("file.io", Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(_folder.At("a.jsonl"))).Problem.Code);
    }

    [Fact]
    public async Task A_link_to_a_regular_file_is_read()
    {
        File.CreateSymbolicLink(_folder.At("link.jsonl"), _folder.Put("posts.jsonl", "{\"id\":\"1\",\"text\":\"eins\"}\n"));

        Assert.Equal(["eins"], (await FileFolder.ImportAsync(_folder.At("link.jsonl"))).Texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_share_that_never_answers_is_given_up_and_costs_one_thread_however_often_it_is_tried(bool whenOpened)
    {
        using var dead = new ManualResetEventSlim();
        var opened = 0;
        using var connector = new FileConnector(
            path =>
            {
                opened++;
                if (whenOpened)
                {
                    dead.Wait();
                }

                return new StuckFile(path, dead);
            },
            Patience,
            TimeProvider.System);
        var path = _folder.Put("posts.jsonl", "{\"id\":\"1\",\"text\":\"eins\"}\n");
        var request = new FetchRequest(FileFolder.Source(path), [], null, FileFolder.Now);

        var first = Assert.IsType<FetchOutcome.Failed>(await connector.FetchAsync(request, default).WaitAsync(TimeSpan.FromSeconds(30)));
        var second = Assert.IsType<FetchOutcome.Failed>(await connector.FetchAsync(request, default).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(("file.not-answering", 1), (second.Problem.Code, opened));
        Assert.StartsWith($"The file '{path}' has not answered for 1 seconds; check", first.Problem.Sentence, StringComparison.Ordinal);

        // Once it answers again, the next read goes on as if nothing had been.
        dead.Set();
        FetchOutcome outcome;
        do
        {
            outcome = await connector.FetchAsync(request, default);
        }
        while (outcome is FetchOutcome.Failed);

        Assert.Single(Assert.IsType<FetchOutcome.Page>(outcome).Mentions);
    }

    [Fact]
    public async Task An_operator_who_stops_the_service_does_not_wait_for_a_dead_share()
    {
        using var dead = new ManualResetEventSlim();
        using var stopped = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var connector = new FileConnector(path => new StuckFile(path, dead), TimeSpan.FromMinutes(5), TimeProvider.System);
        var path = _folder.Put("posts.jsonl", "{\"id\":\"1\",\"text\":\"eins\"}\n");

        var reading = connector.FetchAsync(new FetchRequest(FileFolder.Source(path), [], null, FileFolder.Now), stopped.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        dead.Set();
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_is_read_as_long_as_it_was_and_then_on()
    {
        var path = _folder.Put("posts.jsonl", Line(1));
        using var connector = new FileConnector(
            opened => new ChangingFile(opened, () => _folder.Append("posts.jsonl", Line(2))), Patience, TimeProvider.System);

        var first = Assert.IsType<FetchOutcome.Page>(
            await connector.FetchAsync(new FetchRequest(FileFolder.Source(path), [], null, FileFolder.Now), default));
        var rest = await FileFolder.ImportAsync(path, first.Cursor);

        Assert.Equal(["1"], first.Mentions.Select(mention => mention.NativeId));
        Assert.Equal(["2"], rest.Mentions.Select(mention => mention.NativeId));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("replaced")]
    public async Task A_file_that_is_taken_away_while_it_is_read_loses_nothing_of_what_takes_its_place(string change)
    {
        var path = _folder.Put("posts.jsonl", Line(1) + Line(2));
        using var connector = new FileConnector(
            opened => new ChangingFile(opened, () =>
            {
                if (change == "emptied")
                {
                    File.WriteAllText(path, "");
                }
                else
                {
                    File.Delete(path);
                    if (change == "replaced")
                    {
                        _folder.Put("posts.jsonl", Line(3));
                    }
                }
            }),
            Patience,
            TimeProvider.System);
        var outcome = await connector.FetchAsync(new FetchRequest(FileFolder.Source(path), [], null, FileFolder.Now), default);
        var cursor = outcome switch
        {
            FetchOutcome.Page page => page.Cursor,
            FetchOutcome.Unchanged unchanged => unchanged.Cursor,
            _ => null,
        };

        _folder.Put("posts.jsonl", Line(3));
        Assert.Equal(["3"], (await FileFolder.ImportAsync(path, cursor)).Mentions.Select(mention => mention.NativeId));
    }

    private static string Line(int post) => $"{{\"id\":\"{post}\",\"text\":\"Beitrag {post}\"}}\n";

    private static async Task RefusedAsync(string path, string why)
    {
        var failed = Assert.IsType<FetchOutcome.Failed>(await FileFolder.ReadAsync(path).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal($"The file '{path}' {why}", failed.Problem.Sentence);
        Assert.False(failed.NeedsOperator);
    }

    /// <summary>A file on a network share whose server is gone: reading waits until it is back.</summary>
    private sealed class StuckFile(string path, ManualResetEventSlim back) : FileStream(path, FileMode.Open, FileAccess.Read)
    {
        public override int Read(Span<byte> buffer)
        {
            back.Wait();
            return base.Read(buffer);
        }
    }

    /// <summary>A file that somebody changes just before it is first read.</summary>
    private sealed class ChangingFile(string path, Action change)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
    {
        private Action? _change = change;

        public override int Read(Span<byte> buffer)
        {
            Interlocked.Exchange(ref _change, null)?.Invoke();
            return base.Read(buffer);
        }
    }
}
