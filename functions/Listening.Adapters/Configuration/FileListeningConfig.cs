using System.Text;
using Listening.Configuration;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Adapters.Configuration;

/// <summary>
/// The configuration in a file on this machine. A change is picked up within a minute: whoever asks looks again, at
/// most every <see cref="LooksApart"/>. Safe to ask from many threads.
/// </summary>
public sealed class FileListeningConfig : IListeningConfig
{
    /// <summary>How long one look at the file holds.</summary>
    public static readonly TimeSpan LooksApart = TimeSpan.FromSeconds(20);

    /// <summary>Most faults of a refused version that one log event names.</summary>
    private const int MaxFaultsLogged = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly IReadOnlyList<string>? _types;
    private readonly TimeProvider _time;
    private readonly ILogger<FileListeningConfig> _log;
    private readonly Lock _looking = new();

    private volatile ListeningConfig _current;
    private string _inForce;
    private Mark? _seen;
    private string? _refused;
    private long _lookedAt;

    /// <param name="path">Where <c>listening.json</c> is.</param>
    /// <param name="types">The types of source there is a connector for; null for those this version brings.</param>
    /// <exception cref="ConfigException">There is no valid configuration to start with; its message names every fault.</exception>
    public FileListeningConfig(string path, TimeProvider time, ILogger<FileListeningConfig> log, IReadOnlyList<string>? types = null)
    {
        (_path, _time, _log, _types) = (Path.GetFullPath(path), time, log, types);
        var version = Read(unless: null)!;
        (_current, _inForce, _seen) = version.Result switch
        {
            ConfigResult.Valid valid => (valid.Config, version.Content, version.Mark),
            ConfigResult.Invalid invalid => throw new ConfigException(_path, invalid.Faults),
            var other => throw new InvalidOperationException($"Reading gave {other}."),
        };
        _lookedAt = _time.GetTimestamp();
        _log.ConfigurationRead(_current.Brands.Count, _current.Sources.Count);
    }

    public ListeningConfig Current
    {
        get
        {
            // While one looks, the others go on with what is in force instead of waiting for a disk.
            if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LooksApart && _looking.TryEnter())
            {
                try
                {
                    Look();
                }
                finally
                {
                    _looking.Exit();
                }
            }

            return _current;
        }
    }

    private void Look()
    {
        // Another thread may have looked between our asking and our entering.
        if (_time.GetElapsedTime(_lookedAt) < LooksApart)
        {
            return;
        }

        var version = Read(unless: _seen);
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        if (version is null)
        {
            return;
        }

        _seen = version.Mark;
        switch (version.Result)
        {
            case ConfigResult.Valid when version.Content == _inForce && _refused is null:
                break;
            case ConfigResult.Valid valid:
                (_current, _inForce, _refused) = (valid.Config, version.Content, null);
                _log.ConfigurationRead(_current.Brands.Count, _current.Sources.Count);
                break;
            case ConfigResult.Invalid invalid:
                Refuse(invalid.Faults);
                break;
        }
    }

    /// <summary>Logs the faults once, however often the same version is met again.</summary>
    private void Refuse(IReadOnlyList<ConfigFault> faults)
    {
        var further = faults.Count > MaxFaultsLogged ? $"; and {faults.Count - MaxFaultsLogged} more" : "";
        var refused = string.Join("; ", faults.Take(MaxFaultsLogged)) + further;
        if (refused != _refused)
        {
            _refused = refused;
            _log.ConfigurationRefused(refused);
        }
    }

    /// <summary>What the file holds now; null if it still bears the mark <paramref name="unless"/>.</summary>
    private Version? Read(Mark? unless)
    {
        try
        {
            // Through the handle, as the times of a path are those of a link, which a new target leaves as they were.
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var mark = Mark.Of(stream);
            if (mark == unless)
            {
                return null;
            }

            using var reader = new StreamReader(stream, StrictUtf8, leaveOpen: true);
            var content = reader.ReadToEnd();

            // Written to while we read: keep no mark, so that the next look reads what became of it.
            var result = ListeningConfigReader.Read(content, Path.GetDirectoryName(_path), _types);
            return new Version(content, mark == Mark.Of(stream) ? mark : null, result);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable("there is no such file; put one there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable($"the file cannot be read; see to its rights and its disk ({e.Message})");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable("the file is not UTF-8; save it in that encoding");
        }
    }

    private static Version Unreadable(string message) => new("", null, new ConfigResult.Invalid([new ConfigFault("$", message)]));

    /// <summary>What a look at the file found.</summary>
    /// <param name="Mark">Null if the next look has to read again, whatever the file's mark.</param>
    private sealed record Version(string Content, Mark? Mark, ConfigResult Result);

    /// <summary>Tells versions of a file apart without reading them.</summary>
    private sealed record Mark(DateTime WrittenAt, long Length)
    {
        public static Mark Of(FileStream stream) => new(File.GetLastWriteTimeUtc(stream.SafeFileHandle), stream.Length);
    }
}
