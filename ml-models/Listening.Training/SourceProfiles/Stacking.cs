namespace Listening.Training.SourceProfiles;

/// <summary>The logits of two heads for a text, and the actual label.</summary>
/// <param name="General">Logits of the general head.</param>
/// <param name="Own">Logits of the head of the school.</param>
/// <param name="Actual">Index of the actual label.</param>
/// <param name="Weight">Weight of the text.</param>
internal readonly record struct StackedText(float[] General, float[] Own, int Actual, float Weight);

/// <summary>Two heads combined (Wolpert 1992): the softmax of <c>GeneralWeight * general + OwnWeight * own + Bias</c>.</summary>
internal sealed record Stacking(float GeneralWeight, float OwnWeight, IReadOnlyList<float> Bias)
{
    private const int MostSteps = 100;
    private const double Settled = 1e-12;

    /// <summary>Indices of the two weights among the parameters; a bias per label follows.</summary>
    private const int General = 0, Own = 1, FirstBias = 2;

    /// <summary>The same answers, surer or less sure.</summary>
    public Stacking Scale(float factor) =>
        new(GeneralWeight * factor, OwnWeight * factor, [.. Bias.Select(bias => bias * factor)]);

    /// <summary>
    /// Minimises the mean log loss plus half of <paramref name="l2"/> times the sum of squared parameters, by Newton's method. With the
    /// penalty the biases, which softmax determines only up to a constant, have sum 0.
    /// </summary>
    /// <param name="texts">Texts that neither head was trained on; at least one.</param>
    /// <param name="l2">Above 0.</param>
    public static Stacking Fit(IReadOnlyList<StackedText> texts, double l2)
    {
        var parameters = new double[FirstBias + texts[0].General.Length];
        var (gradient, hessian) = (new double[parameters.Length], new double[parameters.Length, parameters.Length]);
        var loss = Loss(texts, l2, parameters, gradient, hessian);
        for (var step = 0; step < MostSteps; step++)
        {
            var direction = Solve(hessian, gradient);
            var descent = gradient.Zip(direction, (slope, way) => slope * way).Sum();
            if (descent < Settled)
            {
                break;
            }

            // The loss is convex, so Newton's step leads downhill; it is halved while it goes too far.
            var length = 1.0;
            double[] next;
            double lower;
            do
            {
                next = [.. parameters.Zip(direction, (value, way) => value - (length * way))];
                lower = Loss(texts, l2, next, gradient, hessian);
                length /= 2;
            }
            while (lower > loss - (0.1 * length * descent) && length > Settled);
            (parameters, loss) = (next, lower);
        }

        return new((float)parameters[General], (float)parameters[Own], [.. parameters[FirstBias..].Select(bias => (float)bias)]);
    }

    // Also computes gradient and Hessian. The feature of a parameter is a head's logit of the label, or 1 for the label's bias; the
    // gradient
    // is the mean of the features under the model minus those of the actual label, the Hessian their covariance.
    private static double Loss(IReadOnlyList<StackedText> texts, double l2, double[] parameters, double[] gradient, double[,] hessian)
    {
        var (count, labels) = (parameters.Length, parameters.Length - FirstBias);
        var total = texts.Sum(text => (double)text.Weight);
        var (loss, probabilities, mean) = (0.0, new double[labels], new double[count]);
        Array.Clear(gradient);
        Array.Clear(hessian);
        foreach (var text in texts)
        {
            var weight = text.Weight / total;
            loss += weight * Predict(text, parameters, probabilities);
            Array.Clear(mean);
            for (var label = 0; label < labels; label++)
            {
                ReadOnlySpan<(int Index, double Value)> features =
                    [(General, text.General[label]), (Own, text.Own[label]), (FirstBias + label, 1)];
                foreach (var (i, one) in features)
                {
                    mean[i] += probabilities[label] * one;
                    gradient[i] += weight * (probabilities[label] - (label == text.Actual ? 1 : 0)) * one;
                    foreach (var (j, other) in features)
                    {
                        hessian[i, j] += weight * probabilities[label] * one * other;
                    }
                }
            }

            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    hessian[i, j] -= weight * mean[i] * mean[j];
                }
            }
        }

        for (var i = 0; i < count; i++)
        {
            loss += l2 / 2 * parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
            hessian[i, i] += l2;
        }

        return loss;
    }

    private static double Predict(in StackedText text, double[] parameters, double[] probabilities)
    {
        for (var label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] =
                (parameters[General] * text.General[label]) + (parameters[Own] * text.Own[label]) + parameters[FirstBias + label];
        }

        var (highest, actual) = (probabilities.Max(), probabilities[text.Actual]);
        var total = probabilities.Sum(logit => Math.Exp(logit - highest));
        for (var label = 0; label < probabilities.Length; label++)
        {
            probabilities[label] = Math.Exp(probabilities[label] - highest) / total;
        }

        return Math.Log(total) - (actual - highest);
    }

    // By Cholesky decomposition; the penalty makes the matrix positive definite.
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var count = right.Length;
        var (root, solution) = (new double[count, count], (double[])right.Clone());
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= root[i, k] * root[j, k];
                }

                root[i, j] = i == j ? Math.Sqrt(sum) : sum / root[j, j];
                solution[i] -= i == j ? 0 : root[i, j] * solution[j];
            }

            solution[i] /= root[i, i];
        }

        for (var i = count - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < count; k++)
            {
                solution[i] -= root[k, i] * solution[k];
            }

            solution[i] /= root[i, i];
        }

        return solution;
    }
}
