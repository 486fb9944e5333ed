using System.Runtime.InteropServices;

namespace Listening.Configuration;

/// <summary>A path that leads to no regular file; the message goes on from "The file …".</summary>
public sealed class IrregularFileException(string kind) : IOException($"is {kind}")
{
    /// <summary>What it is instead, with its article.</summary>
    public string Kind => kind;
}

/// <summary>
/// Opens regular files only. Opening a pipe waits for its writer, a device may never end, and neither can be read a second time.
/// </summary>
public static class RegularFile
{
    // statx(2) and inode(7), Linux: the same on all processors. 28 bytes into struct statx is the mode, whose upper bits are the type.
    private const int CurrentFolder = -100;
    private const int TypeOnly = 1;
    private const int ModeAt = 28;
    private const int TypeBits = 0xF000;

    /// <summary>Opens a file for reading that others may go on writing.</summary>
    /// <exception cref="IrregularFileException">It is something else. Links are followed.</exception>
    public static FileStream Open(string path)
    {
        if (OperatingSystem.IsLinux() && KindOnLinux(path) is { } kind)
        {
            throw new IrregularFileException(kind);
        }

        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            if (!file.CanSeek)
            {
                throw new IrregularFileException("a pipe or device");
            }

            if (file.Length == 0 && file.ReadByte() >= 0 && file.Length == 0)
            {
                throw new IrregularFileException("a file without a size, as the system's own files are");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Null for a regular file, and for what cannot be asked: opening it then says why.</summary>
    private static string? KindOnLinux(string path)
    {
        var state = new byte[256];
        return StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeOnly, state) != 0 ? null
            : (BitConverter.ToUInt16(state, ModeAt) & TypeBits) switch
            {
                0x1000 => "a pipe",
                0x2000 or 0x6000 => "a device",
                0xC000 => "a socket",
                _ => null,
            };
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] state);
}
