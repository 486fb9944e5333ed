namespace Listening.Local.Commands;

/// <summary>What a command's exit code means; <c>--help</c> lists them.</summary>
internal static class ExitCodes
{
    /// <summary>Also if a source could not be read: it is named and tried again later, and nothing is lost.</summary>
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>The command line or the configuration is not valid.</summary>
    public const int Invalid = 2;

    /// <summary>Messages could not be processed and are in the poison table.</summary>
    public const int Poisoned = 3;

    /// <summary><c>check</c> could not read a source.</summary>
    public const int SourceUnreadable = 4;

    /// <summary>Azurite cannot run: no Node.js, no npm registry, or it already runs in this folder.</summary>
    public const int NoStorage = 5;

    public const string Help = """
        Exit codes:
          0  done (a source that cannot be read is named and tried again later)
          1  failed
          2  the command line or the configuration is not valid
          3  messages could not be processed; 'poison' lists them, 'poison --replay' tries them again
          4  'check' could not read a source
          5  Azurite cannot run: no Node.js, no npm registry, or it already runs in this folder
        """;
}
