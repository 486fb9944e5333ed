using System.Security.Cryptography;

namespace Listening.Training.Heads;

/// <summary>Assigns each text to a fold, independently of the machine and of all other texts.</summary>
internal static class Folds
{
    /// <param name="mask">The mask of the text, so that near-duplicates are in one fold.</param>
    /// <param name="seed">Another seed gives another assignment.</param>
    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public static int Assign(string mask, int count, int seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{mask}"));
        return (int)(BitConverter.ToUInt32(hash) % (uint)count);
    }
}
