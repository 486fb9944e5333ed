namespace Listening.Testing.Models;

/// <summary>Where the model files are that a test project copies beside its assembly.</summary>
public static class ModelFiles
{
    /// <summary>The folder of all of them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The manifest of the set that ships with the service.</summary>
    public static string Shipped { get; } = Path.Combine(Folder, "listening-4.json");
}
