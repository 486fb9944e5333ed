namespace Listening.Training.Card;

/// <summary>The files of a set: zips, word embeddings, manifest, figures, golden texts, and the model card.</summary>
internal static class ReleaseFolder
{
    /// <summary>The name of the file with a set's word embeddings: that of another set in the folder, if it has the same.</summary>
    public static string WordsName(string folder, string version, byte[] words)
    {
        var own = $"{version}.words.bin";
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.words.bin").Order(StringComparer.Ordinal)
                .Where(file => File.ReadAllBytes(file).AsSpan().SequenceEqual(words)).Select(Path.GetFileName).FirstOrDefault(own)!
            : own;
    }

    public static string ZipName(string version, string head) => $"{version}.{head}.zip";

    /// <summary>
    /// Writes all files to a temporary folder and moves them in place one by one, the manifest last. A run that dies leaves the old set,
    /// or zips that the old manifest refuses by their hashes, but never half a file.
    /// </summary>
    public static void Write(
        string folder,
        ModelSetManifest manifest,
        ReleaseFigures figures,
        byte[] words,
        IReadOnlyDictionary<string, byte[]> zips,
        string golden)
    {
        var version = manifest.Version;
        var partial = Directory.CreateDirectory(Path.Combine(folder, $".{version}.partial")).FullName;
        try
        {
            foreach (var head in manifest.Heads)
            {
                File.WriteAllBytes(Path.Combine(partial, head.File), zips[head.Name]);
            }

            File.WriteAllBytes(Path.Combine(partial, manifest.Words!.File), words);
            File.WriteAllText(Path.Combine(partial, $"{version}.golden.jsonl"), golden);
            File.WriteAllText(Path.Combine(partial, $"{version}.figures.json"), ReleaseJson.Serialize(figures));
            File.WriteAllText(Path.Combine(partial, $"{version}.json"), ReleaseJson.Serialize(manifest));
            foreach (var file in Directory.GetFiles(partial).OrderBy(file => Path.GetFileName(file) == $"{version}.json"))
            {
                File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }
        }
        finally
        {
            Directory.Delete(partial, recursive: true);
        }

        ModelCard.Write(manifest, figures, folder);
    }
}
