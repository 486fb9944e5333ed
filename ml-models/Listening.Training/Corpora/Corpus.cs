namespace Listening.Training.Corpora;

/// <summary>One labelled file of the data manifest <c>corpora.json</c>: its hash, licence, and the mapping of its labels to ours.</summary>
/// <param name="Name">Name of the corpus in figures and in the manifest of models trained on it.</param>
/// <param name="File">Path within the data folder, or relative to the data manifest if it starts with <c>./</c>.</param>
/// <param name="Licence">The licence as its source states it.</param>
/// <param name="Commercial">True if the licence plainly permits commercial use.</param>
/// <param name="Task">What the labels are about: see <see cref="CorporaManifest.Tasks"/>.</param>
/// <param name="Sha256">SHA-256 of the file, as 64 lower-case hexadecimal digits; required in <c>corpora.json</c>.</param>
/// <param name="Language">BCP 47 tag of all its texts; null if <see cref="LanguageColumn"/> contains it.</param>
/// <param name="School">Who labelled it, and how: corpora of one school agree on what a label means.</param>
/// <param name="Weight">Mean weight of one of its texts in training.</param>
/// <param name="Text">The column of the text.</param>
/// <param name="Label">The column of the label; null if every text has the label <see cref="Always"/>.</param>
/// <param name="LineBreaks">True if the file contains <c>\n</c> for a line break.</param>
/// <param name="Writer">The column that names who wrote a text: nobody's texts are in two folds. Null if it is not known.</param>
/// <param name="EncoderSaw">True if the encoder was trained on it: heads that read its vectors look better there than they are, so neither
/// temperature nor thresholds come from it.</param>
/// <param name="Unescape">True if the file contains <c>\u00e4</c> for ä.</param>
internal sealed record Corpus(
    string Name,
    string File,
    string Licence,
    bool Commercial,
    string Task,
    CorpusRole Role,
    string? Sha256 = null,
    string? Language = null,
    string? LanguageColumn = null,
    string? School = null,
    double Weight = 1,
    string Text = "text",
    string? Label = null,
    string? Always = null,
    bool Unescape = false,
    bool LineBreaks = false,
    string? Writer = null,
    bool EncoderSaw = false)
{
    /// <summary>Maps labels of the file to ours.</summary>
    // Generated JSON readers lose the default of an init-only property that the file omits, so this and the next have setters.
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Labels of the file whose rows are skipped. Any other unknown label is an error.</summary>
    public IReadOnlyList<string> Ignore { get; set; } = [];
}

internal enum CorpusRole
{
    Unknown,

    /// <summary>Trained on, and measured out of fold.</summary>
    Train,

    /// <summary>Never trained on; the finished model is measured on it.</summary>
    Dev,
}
