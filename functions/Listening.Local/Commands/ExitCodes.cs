namespace Listening.Local.Commands;

/// <summary>The exit codes of all commands; <see cref="Help"/> says what each means.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Invalid = 2;
    public const int Poisoned = 3;
    public const int SourceUnreadable = 4;
    public const int NoStorage = 5;

    /// <summary>SIGINT, and the command did not end in time.</summary>
    public const int Interrupted = 130;

    /// <summary>The same after SIGTERM.</summary>
    public const int Terminated = 143;

    public const string Help = """
        Exit codes:
          0  done (a source that cannot be read is named and tried again later)
          1  failed
          2  the command line or the configuration is not valid
          3  messages could not be processed; 'poison' lists them, 'poison --replay' tries them again
          4  'check' could not read a source
          5  Azurite cannot run: no Node.js, no npm registry, it already runs in this folder, or the disk is full
        """;
}
