namespace Listening.Training.Commands;

/// <summary>What a command's exit code means; <c>--help</c> lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Data, a recipe or a model cannot be used.</summary>
    public const int Failed = 1;

    /// <summary>The command line is not valid.</summary>
    public const int Invalid = 2;
}
