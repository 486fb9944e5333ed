namespace Listening.Local.Hosting;

/// <summary>Recognises a full disk, or a used-up quota.</summary>
internal static class DiskSpace
{
    // ENOSPC and EDQUOT as .NET reports them on Linux and macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL on Windows.
    public static bool IsUsedUp(Exception failure) =>
        failure is IOException { HResult: 28 or 122 or 69 or unchecked((int)0x80070027) or unchecked((int)0x80070070) };
}
