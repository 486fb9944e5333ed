using System.ComponentModel.DataAnnotations;

namespace Listening.Functions;

/// <summary>Where the service finds its files. Relative paths are those of the host's folder.</summary>
public sealed record ListeningOptions : IValidatableObject
{
    public const string Section = "Listening";

    [Required]
    public string ConfigFile { get; set; } = "listening.json";

    /// <summary>
    /// The manifest of a model that judges each mention beside the one in use, to compare before switching; null or empty for none.
    /// It doubles the time that judging takes, and its answers are stored but not acted on.
    /// </summary>
    public string? CompareModel { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(CompareModel) && !File.Exists(CompareModel))
        {
            yield return new ValidationResult($"There is no file {CompareModel}; name the manifest of a model.", [nameof(CompareModel)]);
        }
    }
}
