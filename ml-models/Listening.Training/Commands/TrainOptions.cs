namespace Listening.Training.Commands;

/// <summary>The options of <c>train</c>.</summary>
internal sealed record TrainOptions
{
    public const string All = "all";
    public const string CommercialOnly = "commercial";

    /// <summary>The folder of the corpora.</summary>
    public required string Data { get; init; }

    /// <summary>The folder that the set is written to.</summary>
    public required string Out { get; init; }

    /// <summary>Name of the set, which its files and stored rows contain.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="All"/> corpora, or those with <see cref="CommercialOnly"/> licences.</summary>
    public required string Profile { get; init; }

    /// <summary>Train only this head; null for all heads.</summary>
    public string? Head { get; init; }

    /// <summary>Files with annotations of the operator's own staff.</summary>
    public required IReadOnlyList<string> Annotations { get; init; }

    public required int Seed { get; init; }

    /// <summary>The folder with <c>corpora.json</c>, <c>heads.json</c>, golden texts and our own corpora.</summary>
    public required string Recipe { get; init; }
}
