namespace Listening.Training.Corpora;

/// <summary>
/// One labelled file of the data manifest <c>corpora.json</c>: its hash, its licence, and the mapping of its labels to ours.
/// </summary>
// Generated JSON readers lose the default of an init-only property that the file omits, so properties with a default have setters.
internal sealed record Corpus
{
    /// <summary>Name of the corpus in figures and in the manifest of models trained on it.</summary>
    public required string Name { get; init; }

    /// <summary>Path within the data folder, or relative to the data manifest if it starts with <c>./</c>.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, as 64 lower-case hexadecimal digits; null only for annotations given on the command line.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The licence as its source states it.</summary>
    public required string Licence { get; init; }

    /// <summary>True if the licence plainly permits commercial use.</summary>
    public required bool Commercial { get; init; }

    /// <summary>What the labels are about: sentiment, language, intent, abuse or spam.</summary>
    public required string Task { get; init; }

    /// <summary>BCP 47 tag of all its texts; null if <see cref="LanguageColumn"/> contains it.</summary>
    public string? Language { get; init; }

    public string? LanguageColumn { get; init; }

    /// <summary>Who labelled it, and how: corpora of one school agree on what a label means.</summary>
    public string? School { get; init; }

    public required CorpusRole Role { get; init; }

    /// <summary>Mean weight of one of its texts in training.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The column of the text.</summary>
    public string Text { get; set; } = "text";

    /// <summary>The column of the label; null if every text has the label <see cref="Always"/>.</summary>
    public string? Label { get; init; }

    public string? Always { get; init; }

    /// <summary>Maps labels of the file to ours.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Labels of the file whose rows are skipped. Any other unknown label is an error.</summary>
    public IReadOnlyList<string> Ignore { get; set; } = [];

    /// <summary>True if the file contains <c>\u00e4</c> for ä.</summary>
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
