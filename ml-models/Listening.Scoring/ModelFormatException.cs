namespace Listening.Scoring;

/// <summary>A model cannot be used: its message names the file, the entry within it and the reason, in one sentence.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Says what is wrong with one file, or with one entry of a zip.</summary>
    /// <param name="file">The zip or manifest, as the operator knows it.</param>
    /// <param name="entry">The entry of the zip, or null where the file as a whole is meant.</param>
    /// <param name="reason">What is wrong, without a full stop.</param>
    /// <param name="cause">What a library found, if that is how the fault showed.</param>
    public ModelFormatException(string file, string? entry, string reason, Exception? cause = null)
        : base(entry is null ? $"{file}: {reason}." : $"{file}, entry {entry}: {reason}.", cause)
    {
        File = file;
        Entry = entry;
    }

    public string File { get; }

    public string? Entry { get; }
}
