namespace Listening.Training.Commands;

/// <summary>The options of <c>train</c>.</summary>
/// <param name="Data">The folder of the corpora.</param>
/// <param name="Out">The folder that the set is written to.</param>
/// <param name="Name">Name of the set, which its files and stored rows contain.</param>
/// <param name="Profile">Corpora with licences for <see cref="Commercial"/> use, or, for <see cref="Research"/>, all of them.</param>
/// <param name="Head">Train only this head; null for all heads.</param>
/// <param name="Annotations">Files with annotations of the operator's own staff.</param>
/// <param name="Recipe">The folder with <c>corpora.json</c>, <c>heads.json</c>, golden texts and our own corpora.</param>
/// <param name="For">The set of recipe files: null for <c>corpora.json</c> and <c>heads.json</c>, else the word before their names.</param>
/// <param name="Encoder">The manifest of the encoder whose vectors the heads read beside the words; null for words alone.</param>
internal sealed record TrainOptions(
    string Data, string Out, string Name, string Profile, string? Head, IReadOnlyList<string> Annotations, int Seed, string Recipe,
    string? For = null, string? Encoder = null)
{
    public const string Commercial = "commercial";
    public const string Research = "research";

    public string CorporaFile => RecipeFile(For, "corpora");

    public string HeadsFile => RecipeFile(For, "heads");

    /// <param name="recipeFor">See <see cref="For"/>.</param>
    /// <param name="what"><c>corpora</c> or <c>heads</c>.</param>
    public static string RecipeFile(string? recipeFor, string what) => recipeFor is null ? $"{what}.json" : $"{recipeFor}.{what}.json";
}
