namespace Listening.Scoring.Format;

/// <summary>Reads files that somebody else wrote, whole but never more than we are ready for.</summary>
internal static class BoundedFile
{
    public static byte[] Read(string path, int maximum)
    {
        using var file = File.OpenRead(path);
        return Read(file, maximum, Path.GetFileName(path));
    }

    public static byte[] Read(Stream file, int maximum, string name)
    {
        if (file.CanSeek && file.Length - file.Position > maximum)
        {
            throw TooLong(maximum, name);
        }

        var bytes = new MemoryStream(file.CanSeek ? (int)(file.Length - file.Position) : 0);
        var buffer = new byte[81920];
        while (file.Read(buffer) is > 0 and var read)
        {
            if (bytes.Length + read > maximum)
            {
                throw TooLong(maximum, name);
            }

            bytes.Write(buffer.AsSpan(0, read));
        }

        return bytes.ToArray();
    }

    private static ModelFormatException TooLong(int maximum, string name) => new(name, null, $"the file is longer than {maximum:N0} bytes");
}
