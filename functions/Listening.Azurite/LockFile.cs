namespace Listening.Azurite;

/// <summary>A lock between processes. The system holds it, so it ends with its holder, however that ends.</summary>
internal static class LockFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The held lock, or null if another holds it. The file stays: deleting it would let two hold "it" at once.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            return null;
        }
    }

    public static async Task<FileStream> TakeAsync(string path, Action onWait, CancellationToken stopping)
    {
        var held = TryTake(path);
        if (held is not null)
        {
            return held;
        }

        onWait();
        while (held is null)
        {
            await Task.Delay(Pause, stopping);
            held = TryTake(path);
        }

        return held;
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; elsewhere .NET puts errno here, and EWOULDBLOCK
    // is 11 on Linux and 35 on macOS.
    private static bool IsSharingViolation(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
