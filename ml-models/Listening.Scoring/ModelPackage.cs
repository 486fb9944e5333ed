using System.Security.Cryptography;
using Listening.Scoring.Format;

namespace Listening.Scoring;

/// <summary>A model together with its manifest, which has been held against it.</summary>
public sealed class ModelPackage
{
    private ModelPackage(TextModel model, ModelManifest manifest)
    {
        Model = model;
        Manifest = manifest;
    }

    public TextModel Model { get; }

    public ModelManifest Manifest { get; }

    /// <summary>Reads a manifest and the zip beside it.</summary>
    /// <exception cref="ModelFormatException">One of the two is not valid, or the zip is not the one that the manifest means.</exception>
    public static ModelPackage Load(string manifestPath)
    {
        var manifest = ModelManifest.Read(manifestPath);
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;
        var zip = BoundedFile.Read(Path.Combine(folder, manifest.File), ModelArchive.MaximumZipBytes);
        var manifestName = Path.GetFileName(manifestPath);
        var hash = Convert.ToHexStringLower(SHA256.HashData(zip));
        if (hash != manifest.Sha256)
        {
            throw new ModelFormatException(manifest.File, null, $"its SHA-256 is {hash}, but {manifestName} says {manifest.Sha256}");
        }

        var model = TextModel.Load(zip, manifest.File);
        if (!model.Labels.SequenceEqual(manifest.Labels, StringComparer.Ordinal))
        {
            throw new ModelFormatException(manifest.File, null,
                $"its labels are {string.Join(", ", model.Labels)}, but {manifestName} says {string.Join(", ", manifest.Labels)}");
        }

        return new(model, manifest);
    }
}
