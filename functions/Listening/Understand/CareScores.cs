namespace Listening.Understand;

/// <summary>What the answers of the heads for care were chosen from: a correction shifts it, and the answers follow.</summary>
/// <param name="Severities">Every severity with its probability; so are the others.</param>
/// <param name="Thresholds">Those of the heads that spoke.</param>
public sealed record CareScores(
    IReadOnlyList<Prediction<Severity>> Severities,
    IReadOnlyList<Prediction<Department>> Departments,
    IReadOnlyList<Prediction<Intent>> Intents,
    CareThresholds Thresholds);

/// <summary>The probabilities from which something is to be acted on, 0 to 1.</summary>
/// <param name="Levels">Of somebody having to act, the strictest level first.</param>
/// <param name="Severe">Of any severity.</param>
public sealed record CareThresholds(IReadOnlyList<(AlertLevel Level, double Threshold)> Levels, double Severe)
{
    /// <summary>The strictest level that a probability of somebody having to act reaches.</summary>
    public AlertLevel LevelOf(double needsAction) => Levels.FirstOrDefault(level => needsAction >= level.Threshold).Level;
}
