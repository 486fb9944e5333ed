using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>
/// What 40 annotations of a brand do to its other posts: the models that ship, on posts of writers that nothing was trained on, with
/// annotators of many invented brands.
/// </summary>
public sealed class SimulatedAnnotatorsTests
{
    private const int Annotations = 40;
    private const int Brands = 24;

    private static readonly Lazy<IReadOnlyList<(Annotation Label, ModelOutput Output)>> Posts = new(() =>
        [.. UnseenPosts.Of("test.tsv").Where((_, i) => i % 4 == 0).Select(post => (post.Label, post.Output))]);

    /// <summary>By how many of a thousand further posts more are judged as the brand would: over all invented brands, at least.</summary>
    [Theory]
    [InlineData("acts on whatever is negative, asked or wished for", 0, 10)]
    [InlineData("acts on whatever is negative, asked or wished for", 0.1, 2)]
    [InlineData("acts on what is severe alone", 0, 12)]
    [InlineData("acts on what is severe alone", 0.1, 8)]
    public void Annotators_of_a_stricter_or_laxer_brand_change_its_verdicts(string brand, double errors, double atLeast) =>
        Assert.InRange(Gains(brand, errors)[0], atLeast, 1_000);

    /// <summary>In need of action, severity, sentiment, intent and department alike.</summary>
    [Theory]
    [InlineData("judges as we do", 0)]
    [InlineData("judges as we do", 0.1)]
    [InlineData("agrees with the model", 0)]
    [InlineData("agrees with the model", 0.1)]
    public void Annotators_who_agree_or_err_spoil_nothing(string brand, double errors) =>
        Assert.All(Gains(brand, errors).Index(), gain => Assert.True(gain.Item >= -5, $"question {gain.Index}: {gain.Item}"));

    private static double[] Gains(string brand, double errors)
    {
        var source = new SourceProfile { Brand = "nordrad", Source = "forum" };
        var gains = new double[5];
        foreach (var seed in Enumerable.Range(0, Brands))
        {
            var random = new Random(seed);
            var order = Enumerable.Range(0, Posts.Value.Count).ToArray();
            random.Shuffle(order);
            var annotated = order.Take(Annotations).Select(i =>
                new AnnotatedReading("forum", WithErrors(Meant(brand, Posts.Value[i]), errors, random), Posts.Value[i].Output));
            if (CorrectionRules.Learn("m", source, [source], [.. annotated]) is not { } correction)
            {
                continue;
            }

            foreach (var post in order.Skip(Annotations).Select(i => Posts.Value[i]))
            {
                var (before, after) = (post.Output, CorrectionRules.Apply(post.Output, correction));
                var meant = Meant(brand, post);
                for (var question = 0; question < gains.Length; question++)
                {
                    var gain = (IsRight(after, meant, question) ? 1 : 0) - (IsRight(before, meant, question) ? 1 : 0);
                    gains[question] += 1_000.0 * gain / (order.Length - Annotations) / Brands;
                }
            }
        }

        return gains;
    }

    private static bool IsRight(ModelOutput output, Annotation meant, int question) => question switch
    {
        0 => output.Care!.Level >= AlertLevel.Balanced == meant.NeedsAction,
        1 => output.Care!.Severe == (meant.Severity != Severity.None),
        2 => output.Sentiment.Likeliest == meant.Sentiment,
        3 => output.Intent!.Value.Answer == meant.Intent,
        _ => output.Care!.Department == meant.Department,
    };

    private static Annotation Meant(string brand, (Annotation Label, ModelOutput Output) post) => brand switch
    {
        "judges as we do" => post.Label,
        "agrees with the model" => post.Label with
        {
            NeedsAction = post.Output.Care!.Level >= AlertLevel.Balanced,
            Severity = post.Output.Care.Severity,
            Sentiment = post.Output.Sentiment.Likeliest,
            Intent = post.Output.Intent!.Value.Answer,
            Department = post.Output.Care.Department,
        },
        "acts on what is severe alone" => post.Label with
        {
            NeedsAction = post.Label is { NeedsAction: true, Severity: not Severity.None },
        },
        _ => post.Label with
        {
            NeedsAction = post.Label is { NeedsAction: true } or { Sentiment: Polarity.Negative }
                or { Intent: Intent.Question or Intent.Suggestion },
        },
    };

    private static Annotation WithErrors(Annotation meant, double errors, Random random)
    {
        return meant with
        {
            NeedsAction = Errs() ? !meant.NeedsAction : meant.NeedsAction,
            Severity = Errs() ? meant.Severity == Severity.None ? Severity.Legal : Severity.None : meant.Severity,
            Sentiment = Errs() ? Polarity.Negative + random.Next(3) : meant.Sentiment,
            Intent = Errs() ? Intent.Complaint + random.Next(6) : meant.Intent,
            Department = Errs() ? Department.None + random.Next(7) : meant.Department,
        };

        bool Errs() => random.NextDouble() < errors;
    }
}
