using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;

namespace Listening.Scoring.Format;

/// <summary>Reads the JSON file that describes models, and checks the files that it names.</summary>
internal static class ManifestFile
{
    /// <param name="maximum">Most bytes of the file.</param>
    /// <param name="check">Gets the manifest and the file's name; throws where a value is not valid.</param>
    /// <exception cref="ModelFormatException">The manifest is not JSON, or a property is missing or not valid.</exception>
    public static T Read<T>(string path, int maximum, JsonTypeInfo<T> type, Action<T, string> check)
        where T : class
    {
        var name = Path.GetFileName(path);
        try
        {
            var manifest = JsonSerializer.Deserialize(BoundedFile.Read(path, maximum), type)
                ?? throw new ModelFormatException(name, null, "the manifest is null");
            check(manifest, name);
            return manifest;
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(
                name, null, $"the manifest is not valid at {fault.Path ?? "$"}, line {fault.LineNumber + 1}", fault);
        }
    }

    /// <exception cref="ModelFormatException">The file is not the one that the manifest names.</exception>
    public static void CheckHash(byte[] bytes, string file, string expected, string manifestName)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        ModelFormatException.ThrowUnless(hash == expected, file, null, $"its SHA-256 is {hash}, but {manifestName} says {expected}");
    }
}
