namespace Listening.Scoring.Format;

/// <summary>Reads a whole file, but only if it is not longer than expected.</summary>
internal static class BoundedFile
{
    /// <exception cref="ModelFormatException">The file has more than <paramref name="maximum"/> bytes.</exception>
    public static byte[] Read(string path, int maximum)
    {
        using var file = File.OpenRead(path);
        ModelFormatException.ThrowUnless(
            file.Length <= maximum, Path.GetFileName(path), null, $"the file is longer than {maximum:N0} bytes");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
