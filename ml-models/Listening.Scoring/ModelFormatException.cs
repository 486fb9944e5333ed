namespace Listening.Scoring;

/// <summary>A model cannot be used. The message is one sentence that names the file, the entry within it, and the reason.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Describes what is wrong with a file, or with an entry of a zip.</summary>
    /// <param name="file">Name of the zip or manifest.</param>
    /// <param name="entry">The entry of the zip, or null if the file as a whole is wrong.</param>
    /// <param name="reason">What is wrong, without a full stop.</param>
    /// <param name="cause">The exception of a library that reported the fault, if any.</param>
    public ModelFormatException(string file, string? entry, string reason, Exception? cause = null)
        : base(entry is null ? $"{file}: {reason}." : $"{file}, entry {entry}: {reason}.", cause)
    {
        File = file;
        Entry = entry;
    }

    public string File { get; }

    public string? Entry { get; }
}
