namespace Listening.Training.Card;

/// <summary>The files of a release: zips, manifest, figures, golden texts, and the card.</summary>
internal static class ReleaseFolder
{
    public static string WordsName(string version) => $"{version}.words.bin";

    public static string ZipName(string version, string head) => $"{version}.{head}.zip";

    /// <summary>
    /// Writes everything to a folder beside and moves it in place file by file, the manifest last. A run that dies leaves the old set whole,
    /// or zips whose hash the old manifest refuses; never a half-written file.
    /// </summary>
    public static void Write(string folder, Release release, ReleaseFigures figures, byte[] words, IReadOnlyDictionary<string, byte[]> zips, string golden)
    {
        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, $".{release.Version}.partial");
        Directory.CreateDirectory(partial);
        try
        {
            foreach (var head in release.Heads)
            {
                File.WriteAllBytes(Path.Combine(partial, head.File), zips[head.Name]);
            }

            File.WriteAllBytes(Path.Combine(partial, release.Words.File), words);
            File.WriteAllText(Path.Combine(partial, $"{release.Version}.golden.jsonl"), golden);
            File.WriteAllText(Path.Combine(partial, $"{release.Version}.figures.json"), figures.ToJson());
            File.WriteAllText(Path.Combine(partial, ManifestName(release)), release.ToJson());
            foreach (var file in Directory.GetFiles(partial).OrderBy(file => Path.GetFileName(file) == ManifestName(release)))
            {
                File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }
        }
        finally
        {
            Directory.Delete(partial, recursive: true);
        }

        ModelCard.Write(release, figures, folder);
    }

    private static string ManifestName(Release release) => $"{release.Version}.json";
}
