namespace Listening.Domain;

/// <summary>How a model's readings of a brand's posts of one source are shifted, learned from what people of the brand annotated.</summary>
/// <param name="Model">The version of the model that was corrected; no other version can use it.</param>
/// <param name="Annotations">How many annotated posts of the brand it was learned from.</param>
/// <param name="OfSource">How many of these are of the source; with few of them, the other sources' count.</param>
/// <param name="Shifts">What is added to the log-odds of an answer, by its name: <c>needsAction</c>, <c>sentiment.negative</c>.</param>
public sealed record LearnedCorrection(string Model, int Annotations, int OfSource, IReadOnlyDictionary<string, double> Shifts)
{
    /// <summary>For people: <c>needsAction +0.84, sentiment.negative +0.31 (46 annotations, 12 of this source)</c>.</summary>
    public string Describe
    {
        get
        {
            var shifts = Shifts.OrderBy(shift => shift.Key, StringComparer.Ordinal)
                .Select(shift => FormattableString.Invariant($"{shift.Key} {shift.Value:+0.00;-0.00}"));
            return FormattableString.Invariant($"{string.Join(", ", shifts)} ({Annotations} annotations, {OfSource} of this source)");
        }
    }
}
