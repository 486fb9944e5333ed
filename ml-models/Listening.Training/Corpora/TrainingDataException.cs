namespace Listening.Training.Corpora;

/// <summary>Data, a recipe or a file we were given cannot be used: its message names the file, the line and the reason, in one sentence.</summary>
internal sealed class TrainingDataException : Exception
{
    /// <param name="file">The file, as the person who named it knows it.</param>
    /// <param name="line">Its line, from 1 on, or null where the file as a whole is meant.</param>
    /// <param name="reason">What is wrong and what to do about it, without a full stop. It never quotes what people wrote.</param>
    /// <param name="cause">What a library found, if that is how the fault showed.</param>
    public TrainingDataException(string file, int? line, string reason, Exception? cause = null)
        : base(line is null ? $"{file}: {reason}." : $"{file}, line {line}: {reason}.", cause)
    {
    }
}
