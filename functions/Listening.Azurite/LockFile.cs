namespace Listening.Azurite;

/// <summary>A lock between processes. The operating system holds it, so it ends with its process, however that ends.</summary>
internal static class LockFile
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Null if another process has it. The file is never deleted: two processes could then each lock one.</summary>
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
        if (held is null)
        {
            onWait();
        }

        while (held is null)
        {
            await Task.Delay(PollInterval, stopping);
            held = TryTake(path);
        }

        return held;
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; elsewhere .NET puts errno here, and EWOULDBLOCK is 11 on Linux and 35 on
    // macOS.
    private static bool IsSharingViolation(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
