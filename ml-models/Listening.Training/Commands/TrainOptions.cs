namespace Listening.Training.Commands;

/// <summary>What <c>train</c> was asked for.</summary>
internal sealed record TrainOptions
{
    public const string All = "all";
    public const string CommercialOnly = "commercial";

    /// <summary>The folder with the corpora.</summary>
    public required string Data { get; init; }

    /// <summary>Where the set goes.</summary>
    public required string Out { get; init; }

    /// <summary>Names the set, its files and the rows it will judge.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="All"/> corpora, or those with <see cref="CommercialOnly"/> licences.</summary>
    public required string Profile { get; init; }

    /// <summary>Only this head, or null for all.</summary>
    public string? Head { get; init; }

    /// <summary>Files with the care team's own labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public required int Seed { get; init; }

    /// <summary>The folder with <c>corpora.json</c>, <c>heads.json</c>, golden texts and the corpora that ship with us.</summary>
    public required string Recipe { get; init; }
}
