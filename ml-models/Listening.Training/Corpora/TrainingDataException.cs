using System.Diagnostics.CodeAnalysis;

namespace Listening.Training.Corpora;

/// <summary>Data or a recipe cannot be used. The message is one sentence that names the file, the line, and the reason.</summary>
/// <param name="file">Name of the file.</param>
/// <param name="line">The line, from 1, or null if the file as a whole is wrong.</param>
/// <param name="reason">What is wrong and how to correct it, without a full stop. It never quotes texts of the data.</param>
/// <param name="cause">The exception of a library that reported the fault, if any.</param>
internal sealed class TrainingDataException(string file, int? line, string reason, Exception? cause = null)
    : Exception(line is null ? $"{file}: {reason}." : $"{file}, line {line}: {reason}.", cause)
{
    public static void ThrowUnless([DoesNotReturnIf(false)] bool fulfilled, string file, string reason)
    {
        if (!fulfilled)
        {
            throw new TrainingDataException(file, null, reason);
        }
    }
}
