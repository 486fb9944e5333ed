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

    public IReadOnlyList<Prediction<T>> All(ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = stackalloc float[answers.Length];
        head.Probabilities(logits, probabilities);
        var all = new Prediction<T>[answers.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new Prediction<T>(answers[i], probabilities[i]);
        }

        return all;
    }

    public double Probability(T answer, ReadOnlySpan<float> logits)
    {
        Span<float> probabilities = stackalloc float[answers.Length];
        head.Probabilities(logits, probabilities);
        return probabilities[Array.IndexOf(answers, answer)];
    }
}
