using System.Diagnostics.CodeAnalysis;

namespace Listening.Scoring;

/// <summary>A model cannot be used. The message is one sentence that names the file, the entry within it, and the reason.</summary>
/// <param name="file">Name of the zip or manifest.</param>
/// <param name="entry">The entry of the zip, or null if the file as a whole is wrong.</param>
/// <param name="reason">What is wrong, without a full stop.</param>
/// <param name="cause">The exception of a library that reported the fault, if any.</param>
public sealed class ModelFormatException(string file, string? entry, string reason, Exception? cause = null)
    : Exception(entry is null ? $"{file}: {reason}." : $"{file}, entry {entry}: {reason}.", cause)
{
    public string? Entry { get; } = entry;

    internal static void ThrowUnless([DoesNotReturnIf(false)] bool fulfilled, string file, string? entry, string reason)
    {
        if (!fulfilled)
        {
            throw new ModelFormatException(file, entry, reason);
        }
    }
}
