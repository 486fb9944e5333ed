using Listening.Scoring;

namespace Listening.Understand;

/// <summary>One head, and what each of its labels means.</summary>
internal sealed class HeadReader<T>(Head head, T[] answers)
    where T : notnull
{
    /// <summary>The head of that name; null if there is none.</summary>
    /// <param name="version">The set's, for errors.</param>
    /// <param name="meaning">What a label means; throws an <see cref="ArgumentException"/> if it means nothing.</param>
    /// <param name="exactly">The labels that it must have; null if it may have any that mean something.</param>
    /// <exception cref="InvalidDataException">It has other labels than its name implies.</exception>
    public static HeadReader<T>? TryFind(
        string version, IReadOnlyList<Head> heads, string name, Func<string, T> meaning, IReadOnlyList<string>? exactly = null)
    {
        if (heads.FirstOrDefault(head => head.Name == name) is not { } head)
        {
            return null;
        }

        var tells = $"Head {name} of model set {version} tells {string.Join(", ", head.Labels)} apart";
        if (exactly is not null && !head.Labels.Order(StringComparer.Ordinal).SequenceEqual(exactly.Order(StringComparer.Ordinal)))
        {
            throw new InvalidDataException($"{tells}, but {name} means {string.Join(", ", exactly)}.");
        }

        try
        {
            return new HeadReader<T>(head, [.. head.Labels.Select(meaning)]);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{tells}, which this version does not know.", e);
        }
    }

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
