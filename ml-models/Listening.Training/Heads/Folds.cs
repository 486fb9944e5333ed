using System.Security.Cryptography;
using System.Text;

namespace Listening.Training.Heads;

/// <summary>Puts each text into one fold, the same on every machine and whatever other texts there are.</summary>
internal static class Folds
{
    /// <param name="mask">So that two nearly equal texts stand in one fold.</param>
    /// <param name="seed">Another seed deals the texts out anew.</param>
    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public static int Of(string mask, int count, int seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{mask}"));
        return (int)(BitConverter.ToUInt32(hash) % (uint)count);
    }
}
