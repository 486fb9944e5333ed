namespace Listening.Understand;

/// <summary>A reading of one question, and what a person answered.</summary>
/// <param name="Probabilities">The model's, one for each answer.</param>
/// <param name="Traits">What the shifts of this reading depend on, 0 to 1 each; the first is 1, so its shift is that of every reading.</param>
/// <param name="Answer">The person's, as an index.</param>
internal readonly record struct AnsweredReading(double[] Probabilities, double[] Traits, int Answer);

/// <summary>
/// Finds by how much the log-odds of a model's answers have to be shifted for it to answer as people do: the likeliest shifts if people
/// slip in one answer of ten, drawn towards none, and bounded. Shifts that do not hold for readings left out of the fit are none.
/// </summary>
internal static class ShiftFit
{
    /// <summary>With fewer answers nothing is learned: the result would be chance.</summary>
    public const int MinAnswers = 20;

    /// <summary>Most that a trait adds to the log-odds of two answers. A clear text is read as before.</summary>
    private const double MaxShift = 1.2;

    /// <summary>The share of answers that are slips. Without it, a few slips on clear posts would shift all others.</summary>
    private const double Slips = 0.1;

    /// <summary>
    /// How far shifts usually lie from none, which draws them there: the standard deviation, of two answers and of more. More answers have
    /// more shifts to learn from as many annotations.
    /// </summary>
    private const double UsualOfTwo = 1;
    private const double UsualOfMore = 0.4;

    /// <summary>
    /// What shifts must gain on readings left out, in standard errors of that gain, of two answers and of more. Found with simulated
    /// annotators: at 1, those who agree with the model spoilt it as often as others improved it; at 2, 40 annotations of a stricter or
    /// laxer brand were too seldom enough to shift one of two answers.
    /// </summary>
    private const double LeastGainOfTwo = 1.64;
    private const double LeastGainOfMore = 2;

    private const int Folds = 10;
    private const int MaxSteps = 20;

    /// <summary>A step that changes no shift by more than this is the last.</summary>
    private const double Settled = 0.002;

    /// <summary>For each answer its shift by each trait; null if none helps. Of two answers only the first is shifted.</summary>
    /// <param name="readings">In an order that has nothing to do with the answers; the same ones give the same shifts.</param>
    public static double[][]? Fit(IReadOnlyList<AnsweredReading> readings)
    {
        if (readings.Count < MinAnswers)
        {
            return null;
        }

        // One shift for all readings is learned from fewer annotations than one for each trait.
        var (best, shifts) = (0.0, (double[][]?)null);
        var all = readings[0].Traits.Length;
        var leastGain = readings[0].Probabilities.Length == 2 ? LeastGainOfTwo : LeastGainOfMore;
        foreach (var traits in all == 1 ? (int[])[1] : [1, all])
        {
            var (gain, error) = GainOnLeftOut(readings, traits);
            if (gain > best && gain > leastGain * error)
            {
                (best, shifts) = (gain, Likeliest(readings, traits));
            }
        }

        return shifts;
    }

    /// <summary>The probabilities with the shifts applied; they add up to 1.</summary>
    public static double[] Apply(double[] probabilities, double[] traits, double[][] shifts)
    {
        var (shifted, total) = (new double[probabilities.Length], 0.0);
        for (var i = 0; i < shifted.Length; i++)
        {
            var shift = 0.0;
            for (var trait = 0; trait < traits.Length; trait++)
            {
                shift += shifts[i][trait] * traits[trait];
            }

            total += shifted[i] = probabilities[i] * Math.Exp(shift);
        }

        for (var i = 0; i < shifted.Length; i++)
        {
            shifted[i] /= total;
        }

        return shifted;
    }

    /// <summary>Shifts that change nothing.</summary>
    public static double[][] None(int answers, int traits) => [.. Enumerable.Range(0, answers).Select(_ => new double[traits])];

    /// <summary>Both shifts, within the bound.</summary>
    public static double[][] Sum(double[][] shifts, double[][] more) =>
        [.. shifts.Zip(more, (one, other) => one.Zip(other, (a, b) => Bounded(a + b, shifts.Length)).ToArray())];

    /// <summary>By how much readings become likelier that were left out of the fit: the mean, and its standard error.</summary>
    private static (double Gain, double Error) GainOnLeftOut(IReadOnlyList<AnsweredReading> readings, int traits)
    {
        var gains = new double[readings.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var shifts = Likeliest([.. readings.Where((_, i) => i % Folds != fold)], traits);
            for (var i = fold; i < gains.Length; i += Folds)
            {
                var (probabilities, answer) = (readings[i].Probabilities, readings[i].Answer);
                var shifted = Apply(probabilities, readings[i].Traits, shifts);
                gains[i] = Math.Log(WithSlips(shifted[answer], shifts.Length) / WithSlips(probabilities[answer], shifts.Length));
            }
        }

        var mean = gains.Average();
        return (mean, Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length));
    }

    /// <summary>
    /// Newton's method, one shift at a time, on the likelihood of the answers, in which an answer that is likelier a slip counts less.
    /// </summary>
    /// <param name="traits">How many of the traits have shifts.</param>
    private static double[][] Likeliest(IReadOnlyList<AnsweredReading> readings, int traits)
    {
        var answers = readings[0].Probabilities.Length;
        var usual = answers == 2 ? UsualOfTwo : UsualOfMore;
        var shifts = None(answers, readings[0].Traits.Length);
        var largest = double.PositiveInfinity;
        for (var step = 0; step < MaxSteps && largest > Settled; step++)
        {
            largest = 0;
            for (var i = 0; i < (answers == 2 ? 1 : answers); i++)
            {
                for (var trait = 0; trait < traits; trait++)
                {
                    var before = shifts[i][trait];
                    var (slope, curve) = (-before / (usual * usual), 1 / (usual * usual));
                    foreach (var reading in readings)
                    {
                        var shifted = Apply(reading.Probabilities, reading.Traits, shifts);
                        var given = shifted[reading.Answer];
                        var meant = (1 - Slips - (Slips / (answers - 1))) * given / WithSlips(given, answers);
                        slope += meant * ((reading.Answer == i ? 1 : 0) - shifted[i]) * reading.Traits[trait];
                        curve += meant * shifted[i] * (1 - shifted[i]) * reading.Traits[trait] * reading.Traits[trait];
                    }

                    shifts[i][trait] = Bounded(before + (slope / curve), answers);
                    largest = Math.Max(largest, Math.Abs(shifts[i][trait] - before));
                }
            }
        }

        return shifts;
    }

    /// <summary>Of more than two answers, each of two may be shifted.</summary>
    private static double Bounded(double shift, int answers)
    {
        var most = answers == 2 ? MaxShift : MaxShift / 2;
        return Math.Clamp(shift, -most, most);
    }

    /// <summary>How likely an answer is given, if it is meant with this probability and any other is a slip.</summary>
    private static double WithSlips(double meant, int answers) => ((1 - Slips) * meant) + (Slips * (1 - meant) / (answers - 1));
}
