using Listening.Configuration;
using Listening.Connectors.Files;
using Listening.Testing;

namespace Listening.Tests.Configuration;

public sealed class FileListeningConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("listening-config-").FullName;
    private readonly HandClock _clock = new();
    private readonly ListLog<FileListeningConfig> _log = new();

    private string File => Path.Combine(_folder, "listening.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Starting_reads_the_file_and_finds_paths_beside_it()
    {
        Write("""{ "brands": [ { "id": "a", "name": "A" } ], "sources": [ { "name": "S", "type": "file", "path": "import/a.jsonl" } ] }""");

        var config = Start();

        var options = Assert.IsType<FileSourceOptions>(Assert.Single(config.Current.Sources).Options);
        Assert.Equal(Path.Combine(_folder, "import", "a.jsonl"), options.Path);
        Assert.Equal(["Information 1012 listening.json was read: 1 brands, 1 sources"], _log.Events);
    }

    [Fact]
    public void Without_a_file_there_is_no_start()
    {
        var e = Assert.Throws<ConfigException>(Start);

        Assert.Equal([$"{File} cannot be used:", "$: there is no such file; put one there"], Lines(e));
    }

    [Fact]
    public void A_query_that_is_none_is_shown_with_the_place()
    {
        Write("""{ "brands": [ { "id": "a", "name": "A", "query": "nord (wind\tOR" } ], "sources": [] }""");

        var e = Assert.Throws<ConfigException>(Start);

        Assert.Equal(
            [
                "$.brands[0].query: the ( at character 6 is never closed; write ) behind its last word",
                "    nord (wind OR",
                "         ^",
            ],
            Lines(e).Skip(1).Take(3));
    }

    [Fact]
    public void With_an_invalid_file_there_is_no_start_and_every_error_has_a_line()
    {
        Write("""{ "brands": [], "source": 1 }""");

        var e = Assert.Throws<ConfigException>(Start);

        Assert.Equal(
            [
                $"{File} cannot be used:",
                "$.source: is unknown; did you mean 'sources'?",
                "$.brands: is empty; name at least one brand",
                "$.sources: is missing; name at least one source to listen to",
            ],
            Lines(e));
        Assert.Equal(3, e.Errors.Count);
    }

    [Fact]
    public void A_change_is_picked_up_at_the_next_look_and_not_before()
    {
        Write(Brand("northwind"));
        var config = Start();

        Write(Brand("contoso"));
        _clock.Pass(FileListeningConfig.CheckInterval - TimeSpan.FromMilliseconds(1));
        Assert.Equal("northwind", Assert.Single(config.Current.Brands).Id);
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal("contoso", Assert.Single(config.Current.Brands).Id);

        Assert.Equal(2, _log.Events.Count);
    }

    [Fact]
    public void A_file_that_did_not_change_stays_the_same_configuration()
    {
        Write(Brand("northwind"));
        var config = Start();
        var first = config.Current;

        Look(config);
        Write(Brand("northwind"));

        Assert.Same(first, Look(config));
        Assert.Single(_log.Events);
    }

    [Fact]
    public void An_invalid_version_is_refused_once_and_the_last_valid_one_stays()
    {
        Write(Brand("northwind"));
        var config = Start();

        Write("""{ "brands": [ { "id": "northwind", "name": "Northwind" } ], "sources": [] }""");
        Look(config);
        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UtcNow.AddMinutes(1));
        Look(config);

        Assert.Equal("northwind", Assert.Single(Look(config).Brands).Id);
        Assert.Equal(
            "Error 1011 The new listening.json is refused, the last valid one stays in force: "
                + "$.sources: is empty; name at least one source to listen to",
            Assert.Single(_log.Events.Skip(1)));
    }

    [Fact]
    public void A_version_with_very_many_errors_does_not_flood_the_log()
    {
        Write(Brand("northwind"));
        var config = Start();

        Write($$"""{ "brands": [ {{string.Join(", ", Enumerable.Repeat("1", 500))}} ], "sources": 1 }""");
        Look(config);

        Assert.EndsWith("$.brands[19]: must be an object in { }, but is a number; and 481 more", _log.Events[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_leaves_time_and_length_as_they_were_is_picked_up()
    {
        Write(Brand("northwind"));
        var config = Start();
        var writtenAt = System.IO.File.GetLastWriteTimeUtc(File);

        Write(Brand("contoso12"));
        System.IO.File.SetLastWriteTimeUtc(File, writtenAt);

        Assert.Equal("contoso12", Assert.Single(Look(config).Brands).Id);
    }

    [Fact]
    public void A_missing_file_changes_nothing_and_its_return_is_logged()
    {
        Write(Brand("northwind"));
        var config = Start();

        System.IO.File.Delete(File);
        Look(config);
        Assert.Equal("northwind", Assert.Single(Look(config).Brands).Id);
        Write(Brand("northwind"));
        Look(config);
        Look(config);

        Assert.Equal(
            [
                "Error 1011 The new listening.json is refused, the last valid one stays in force: $: there is no such file; put one there",
                "Information 1012 listening.json was read: 1 brands, 1 sources",
            ],
            _log.Events.Skip(1));
    }

    [Fact]
    public void A_half_written_file_changes_nothing_until_it_is_whole()
    {
        var whole = Brand("contoso");
        Write(Brand("northwind"));
        var config = Start();

        Write(whole[..(whole.Length / 2)]);
        Assert.Equal("northwind", Assert.Single(Look(config).Brands).Id);
        Write(whole);
        Assert.Equal("contoso", Assert.Single(Look(config).Brands).Id);
    }

    [Fact]
    public void A_version_in_another_encoding_is_refused_as_its_umlauts_would_be_lost()
    {
        Write(Brand("northwind"));
        var config = Start();

        System.IO.File.WriteAllBytes(File, Encoding.Latin1.GetBytes(Brand("northwind").Replace("A name", "Müller")));
        Look(config);

        Assert.EndsWith("$: the file is not UTF-8; save it in that encoding", _log.Events[^1], StringComparison.Ordinal);
    }

    [LinuxTheory]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/proc/self/status", "a file without a size, as the system's own files are")]
    [InlineData("a pipe that nobody writes to", "a pipe")]
    public async Task What_is_no_regular_file_is_no_configuration_and_nobody_waits_for_it(string path, string kind)
    {
        if (kind == "a pipe")
        {
            await NamedPipe.MakeAsync(File);
        }
        else
        {
            System.IO.File.CreateSymbolicLink(File, path);
        }

        var e = await Assert.ThrowsAsync<ConfigException>(() => Task.Run(Start).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal($"$: the file is {kind}; write what it gives into a regular file, and name that", Lines(e)[1]);
    }

    [LinuxFact]
    public async Task A_file_that_becomes_a_pipe_is_refused_once_and_the_last_valid_version_stays()
    {
        Write(Brand("northwind"));
        var config = Start();

        System.IO.File.Delete(File);
        await NamedPipe.MakeAsync(File);
        await Task.Run(() => Look(config)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("northwind", Assert.Single(Look(config).Brands).Id);
        Assert.Equal(
            "Error 1011 The new listening.json is refused, the last valid one stays in force: "
                + "$: the file is a pipe; write what it gives into a regular file, and name that",
            Assert.Single(_log.Events.Skip(1)));
    }

    [Fact]
    public void A_file_of_more_than_10_MiB_is_refused_and_the_last_valid_version_stays()
    {
        Write(Brand("northwind"));
        var config = Start();

        Write(Brand("contoso") + new string(' ', 10 << 20));
        Assert.Equal("northwind", Assert.Single(Look(config).Brands).Id);
        Assert.EndsWith(
            "$: the file is larger than 10 MiB; make it smaller, or name the right one", _log.Events[^1], StringComparison.Ordinal);

        Write(Brand("contoso").PadRight(10 << 20));
        Assert.Equal("contoso", Assert.Single(Look(config).Brands).Id);
    }

    [Fact]
    public void A_link_to_another_file_is_a_change()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // As Kubernetes mounts it: the link stays, what it leads to is exchanged.
        foreach (var (version, brand) in new[] { ("v1", "northwind"), ("v2", "contoso12") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            System.IO.File.WriteAllText(Path.Combine(_folder, version, "listening.json"), Brand(brand));
        }

        Directory.CreateSymbolicLink(Path.Combine(_folder, "now"), "v1");
        System.IO.File.CreateSymbolicLink(File, "now/listening.json");
        var config = Start();

        Directory.Delete(Path.Combine(_folder, "now"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "now"), "v2");

        Assert.Equal("contoso12", Assert.Single(Look(config).Brands).Id);
    }

    [Fact]
    public async Task Many_threads_see_one_valid_version_or_the_other_while_it_is_rewritten()
    {
        var (ours, theirs) = (Brand("northwind"), Brand("contoso-with-a-longer-id"));
        Write(ours);
        var config = Start();
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var seen = new HashSet<string>();
            while (!done.IsCancellationRequested)
            {
                _clock.Pass(FileListeningConfig.CheckInterval);
                seen.Add(Assert.Single(config.Current.Brands).Id);
            }

            return seen;
        })).ToList();
        for (var i = 0; i < 200; i++)
        {
            Write(i % 2 == 0 ? theirs : ours);
            await Task.Yield();
        }

        Write(theirs);
        await done.CancelAsync();
        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.Subset(new HashSet<string> { "northwind", "contoso-with-a-longer-id" }, seen);
        }

        Assert.Equal("contoso-with-a-longer-id", Assert.Single(Look(config).Brands).Id);
    }

    private FileListeningConfig Start() => new(File, _clock, _log, Documents.Connectors);

    private ListeningConfig Look(FileListeningConfig config)
    {
        _clock.Pass(FileListeningConfig.CheckInterval);
        return config.Current;
    }

    private void Write(string content) => System.IO.File.WriteAllText(File, content);

    private static string Brand(string id) => $$"""
        {
          "brands": [ { "id": "{{id}}", "name": "A name" } ],
          "sources": [ { "name": "S", "type": "feed", "url": "https://blog.example/feed" } ]
        }
        """;

    private static string[] Lines(Exception e) => e.Message.Split(Environment.NewLine);

    /// <summary>A clock that moves when told to.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks = TimeSpan.FromDays(1).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
