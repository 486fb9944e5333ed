using Listening.Scoring;

namespace Listening.Understand;

/// <summary>One head, and what each of its labels means.</summary>
internal sealed class HeadReader<T>(Head head, T[] answers)
    where T : notnull
{
    public double Threshold => head.Threshold ?? 0;

    public Prediction<T> Likeliest(ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = stackalloc float[answers.Length];
        var best = head.Probabilities(logits, probabilities);
        return new Prediction<T>(answers[best], probabilities[best]);
    }

    public double Probability(T answer, ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = stackalloc float[answers.Length];
        head.Probabilities(logits, probabilities);
        return probabilities[Array.IndexOf(answers, answer)];
    }
}
