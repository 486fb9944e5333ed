namespace Listening.Training.Commands;

/// <summary>The options of <c>train</c>.</summary>
/// <param name="Data">The folder of the corpora.</param>
/// <param name="Out">The folder that the set is written to.</param>
/// <param name="Name">Name of the set, which its files and stored rows contain.</param>
/// <param name="Profile"><see cref="All"/> corpora, or those with <see cref="CommercialOnly"/> licences.</param>
/// <param name="Head">Train only this head; null for all heads.</param>
/// <param name="Annotations">Files with annotations of the operator's own staff.</param>
/// <param name="Recipe">The folder with <c>corpora.json</c>, <c>heads.json</c>, golden texts and our own corpora.</param>
internal sealed record TrainOptions(
    string Data, string Out, string Name, string Profile, string? Head, IReadOnlyList<string> Annotations, int Seed, string Recipe)
{
    public const string All = "all";
    public const string CommercialOnly = "commercial";
}
