using Listening.Telemetry;

namespace Listening.Configuration;

/// <summary>
/// The configuration in a file on this machine. A change is picked up within a minute: <see cref="Current"/> reads the file again,
/// at most every <see cref="CheckInterval"/>. Safe for use by many threads.
/// </summary>
public sealed class FileListeningConfig : IListeningConfig
{
    /// <summary>How long one look at the file holds.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(20);

    /// <summary>A larger file is none that anybody wrote, and the whole of it is held in memory.</summary>
    private const int MaxMebibytes = 10;

    /// <summary>How many errors of a refused version one log event names.</summary>
    private const int MaxErrorsLogged = 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly IReadOnlyList<ConnectorDescription> _connectors;
    private readonly TimeProvider _time;
    private readonly ILogger<FileListeningConfig> _log;
    private readonly Lock _looking = new();

    private volatile ListeningConfig _current;

    /// <summary>What the file held at the last look; null if it could not be read.</summary>
    private string? _seen;

    /// <summary>The errors that were last logged; null while the file is valid.</summary>
    private string? _refused;

    private long _lookedAt;

    /// <param name="path">Where <c>listening.json</c> is.</param>
    /// <param name="connectors">The connectors there are; they read the options of their sources.</param>
    /// <exception cref="ConfigException">There is no valid configuration to start with; its message names every error.</exception>
    public FileListeningConfig(
        string path, TimeProvider time, ILogger<FileListeningConfig> log, IReadOnlyList<ConnectorDescription> connectors)
    {
        (_path, _time, _log, _connectors) = (Path.GetFullPath(path), time, log, connectors);
        var read = ReadIfChanged();
        _current = (read as ConfigResult.Valid)?.Config ?? throw new ConfigException(_path, ((ConfigResult.Invalid)read!).Errors);
        _lookedAt = _time.GetTimestamp();
        _log.ConfigurationRead(_current.Brands.Count, _current.Sources.Count);
    }

    public ListeningConfig Current
    {
        get
        {
            // While one thread looks, the others go on with what is in force instead of waiting for a disk.
            if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= CheckInterval && _looking.TryEnter())
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
        // Another thread may have looked between the check and the lock.
        if (_time.GetElapsedTime(_lookedAt) < CheckInterval)
        {
            return;
        }

        // The file is small, so it is read each time and parsed only if it has changed. Its time of writing would
        // be cheaper to ask for, but deployments that stamp every file alike would then go unnoticed.
        var read = ReadIfChanged();
        Volatile.Write(ref _lookedAt, _time.GetTimestamp());
        if (read is ConfigResult.Valid valid)
        {
            (_current, _refused) = (valid.Config, null);
            _log.ConfigurationRead(_current.Brands.Count, _current.Sources.Count);
        }
        else if (read is ConfigResult.Invalid invalid)
        {
            Refuse(invalid.Errors);
        }
    }

    /// <summary>Logs the errors once, however often the same version is met again.</summary>
    private void Refuse(IReadOnlyList<ValidationError> errors)
    {
        var further = errors.Count > MaxErrorsLogged ? $"; and {errors.Count - MaxErrorsLogged} more" : "";
        var refused = string.Join("; ", errors.Take(MaxErrorsLogged)) + further;
        if (refused != _refused)
        {
            _refused = refused;
            _log.ConfigurationRefused(refused);
        }
    }

    /// <summary>Null if the file holds what it held at the last look.</summary>
    private ConfigResult? ReadIfChanged()
    {
        string content;
        try
        {
            // An editor may be writing just now, and may go on doing so: it is read as long as it was when it was opened.
            using var file = RegularFile.Open(_path);
            var length = file.Length;
            if (length > MaxMebibytes << 20)
            {
                return Unreadable(
                    "config.too-large", $"the file is larger than {MaxMebibytes} MiB; make it smaller, or name the right one");
            }

            var bytes = new byte[length];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            using var reader = new StreamReader(new MemoryStream(bytes, 0, read), StrictUtf8);
            content = reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable("config.no-file", $"there is no such file; put one there");
        }
        catch (IrregularFileException e)
        {
            var kind = e.Kind;
            return Unreadable("config.not-regular", $"the file is {kind}; write what it gives into a regular file, and name that");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(_path))
        {
            return Unreadable("config.not-regular", $"this is a folder; name the file in it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var cause = e.Message;
            return Unreadable("config.unreadable", $"the file cannot be read; check its permissions and its disk ({cause})");
        }
        catch (DecoderFallbackException)
        {
            return Unreadable("config.not-utf8", $"the file is not UTF-8; save it in that encoding");
        }

        if (content == _seen)
        {
            return null;
        }

        _seen = content;
        return ListeningConfigReader.Read(content, Path.GetDirectoryName(_path), _connectors);
    }

    private ConfigResult.Invalid Unreadable(string code, ProblemText text)
    {
        _seen = null;
        return new([new ValidationError("$", Problem.Create(code, text))]);
    }
}
