namespace Listening.Training.Corpora;

/// <summary>One labelled file of the data manifest <c>corpora.json</c>: which bytes it must be, who allows what, and how its labels become ours.</summary>
// Generated JSON readers lose the default of an init-only property that the file leaves out; those with a default have setters.
internal sealed record Corpus
{
    /// <summary>Names the corpus in reports and in the manifest of a model that saw it.</summary>
    public required string Name { get; init; }

    /// <summary>Path below the data folder; one that begins with <c>./</c> lies beside the data manifest instead.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, as 64 lower-case hexadecimal digits; null only for labels given on the command line.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the source itself states.</summary>
    public required string Licence { get; init; }

    /// <summary>True if the licence plainly permits commercial use; what states nothing does not.</summary>
    public required bool Commercial { get; init; }

    /// <summary>What is labelled: sentiment, language, intent, abuse or spam.</summary>
    public required string Task { get; init; }

    /// <summary>BCP 47 tag of all its texts; null if <see cref="LanguageColumn"/> has it.</summary>
    public string? Language { get; init; }

    public string? LanguageColumn { get; init; }

    /// <summary>Who it was labelled by and how: corpora of one school agree on what a label means.</summary>
    public string? School { get; init; }

    public required CorpusRole Role { get; init; }

    /// <summary>Mean weight of one of its texts in training.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The column of the text.</summary>
    public string Text { get; set; } = "text";

    /// <summary>The column of the label; null if every text has the label <see cref="Always"/>.</summary>
    public string? Label { get; init; }

    public string? Always { get; init; }

    /// <summary>Raw label to ours.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Raw labels whose rows are left out. Any other unknown label is an error.</summary>
    public IReadOnlyList<string> Ignore { get; set; } = [];

    /// <summary>True if the file holds <c>\u00e4</c> where it means ä.</summary>
    public bool Unescape { get; set; }
}

internal enum CorpusRole
{
    Unknown,

    /// <summary>Trained on, and measured out of fold.</summary>
    Train,

    /// <summary>Never trained on; the finished model is measured on it.</summary>
    Dev,
}
