namespace Listening.Scoring;

/// <summary>
/// Scores sentiment by the general head and, as far as a text resembles a school, by the heads of that school. Thread-safe; scoring
/// allocates nothing.
/// </summary>
public sealed class SentimentScorer
{
    private readonly int _general;
    private readonly float _generalWeight;
    private readonly float _schoolTemperature;
    private readonly SchoolReading[] _schools;
    private readonly float[] _offsets;
    private readonly int _size;

    /// <param name="general">The head that was trained on all corpora.</param>
    /// <param name="schoolTemperature">Divides the logits of the head that recognises schools.</param>
    /// <param name="schools">The schools that the source resembles; none for an unknown source.</param>
    /// <param name="offsets">Added to the logits, one per label.</param>
    internal SentimentScorer(Head general, float schoolTemperature, SchoolReading[] schools, float[] offsets)
    {
        (Labels, _general, _generalWeight) = (general.Labels, general.First, 1 / general.Temperature);
        (_schoolTemperature, _schools, _offsets) = (schoolTemperature, schools, offsets);
        _size = schools.Aggregate(
            general.First + Labels.Count, (size, school) => Math.Max(size, Math.Max(school.Logit + 1, school.Own + Labels.Count)));
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Fills in one probability per label and returns the index of the likeliest, the first one in a tie.</summary>
    /// <param name="logits">The logits of the whole set, from <see cref="ModelSet.Read"/>.</param>
    /// <param name="probabilities">Room for one value per label; the rest is not changed.</param>
    /// <exception cref="ArgumentException">There is no room for all labels, or there are fewer logits than the set has.</exception>
    public int Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (probabilities.Length < _offsets.Length || logits.Length < _size)
        {
            throw new ArgumentException(
                $"Scoring sentiment needs {_size} logits and room for {_offsets.Length} probabilities, but there are {logits.Length} "
                + $"and {probabilities.Length}.");
        }

        probabilities = probabilities[.._offsets.Length];
        _offsets.CopyTo(probabilities);
        var alone = _generalWeight * (1 - AddSchools(logits, probabilities));
        for (var label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] += alone * logits[_general + label];
        }

        return Softmax.Apply(probabilities);
    }

    /// <summary>Adds what the schools contribute, and returns their weight, 0 to 1: the general head has the rest.</summary>
    private float AddSchools(ReadOnlySpan<float> logits, Span<float> sums)
    {
        if (_schools.Length == 0)
        {
            return 0;
        }

        // Where a text comes from, given the shares of its source: the school head was trained as if all schools were equally frequent.
        Span<float> origin = stackalloc float[_schools.Length];
        for (var i = 0; i < origin.Length; i++)
        {
            origin[i] = (logits[_schools[i].Logit] / _schoolTemperature) + _schools[i].LogShare;
        }

        Softmax.Apply(origin);
        var total = 0f;
        for (var i = 0; i < origin.Length; i++)
        {
            var (school, weight) = (_schools[i], origin[i] * _schools[i].Trust);
            total += weight;
            for (var label = 0; label < sums.Length; label++)
            {
                sums[label] += weight * (school.Bias[label] + (school.GeneralWeight * logits[_general + label])
                    + (school.OwnWeight * logits[school.Own + label]));
            }
        }

        return total;
    }
}

/// <summary>How texts of one school are scored within a source.</summary>
/// <param name="Logit">The index of the school's logit, by which a text resembles it.</param>
/// <param name="Own">The index of the first logit of the school's head.</param>
/// <param name="LogShare">The logarithm of the share of the source's texts that are nearest to the school.</param>
/// <param name="Trust">How much of the weight of these texts the school gets, 0 to 1; the general head has the rest.</param>
/// <param name="GeneralWeight">Weight of the general head in the school's reading.</param>
/// <param name="OwnWeight">Weight of the school's head.</param>
/// <param name="Bias">Added to the logits, one per label.</param>
internal readonly record struct SchoolReading(
    int Logit, int Own, float LogShare, float Trust, float GeneralWeight, float OwnWeight, float[] Bias);
