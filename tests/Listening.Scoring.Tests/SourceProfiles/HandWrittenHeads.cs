using Listening.Scoring;

namespace Listening.Scoring.Tests.SourceProfiles;

/// <summary>
/// A set of four heads whose logits a test writes by hand: <c>sentiment</c> at 0, <c>school</c> at 3, <c>sentiment-a</c> at 6 and
/// <c>sentiment-b</c> at 9.
/// </summary>
internal static class HandWrittenHeads
{
    public const int Size = 12;

    /// <summary>How sure the school head is of the own texts of each school.</summary>
    public const float Sureness = 0.8f;

    private static readonly string[] Labels = ["negative", "neutral", "positive"];

    public static readonly IReadOnlyList<HeadManifest> Heads =
    [
        Head("sentiment", Labels) with { Temperature = 2 },
        Head("school", ["a", "b", "none"]),
        Head("sentiment-a", Labels),
        Head("sentiment-b", Labels),
    ];

    public static readonly SourceProfilesManifest Manifest = new(
        "sentiment", "school", Prior: [0.25f, 0.5f, 0.25f], Balance: 0, PriorBound: 1.5f,
        [
            new("a", "sentiment-a", GeneralWeight: 0.25f, OwnWeight: 1, Bias: [0.5f, 0, -0.5f], Prior: [0.25f, 0.5f, 0.25f], Sureness),
            new("b", "sentiment-b", GeneralWeight: 0.5f, OwnWeight: 0.5f, Bias: [0, 0, 0], Prior: [0.2f, 0.6f, 0.2f], Sureness),
            new("none", "sentiment", GeneralWeight: 0.5f, OwnWeight: 0, Bias: [0, 0, 0], Prior: [0.25f, 0.5f, 0.25f], Sureness),
        ]);

    public static SourceSentiment Sentiment(SourceProfilesManifest? manifest = null) =>
        new("made-1", manifest ?? Manifest, [.. Heads.Select((head, i) => new Head(head, i * Labels.Length))]);

    /// <summary>
    /// Logits of a text whose probabilities the school head and all sentiment heads give as these, the labels' temperatures aside.
    /// </summary>
    public static float[] Text(double a, double negative, double positive = 0.1, double none = 1e-6)
    {
        float[] schools = [Log(a), Log(1 - a - none), Log(none)];
        float[] labels = [Log(negative), Log(1 - negative - positive), Log(positive)];
        return [.. labels, .. schools, .. labels, .. labels];

        static float Log(double share) => (float)Math.Log(share);
    }

    public static SourceProfile Learn(SourceSentiment sentiment, IEnumerable<float[]> texts)
    {
        var learner = new SourceProfileLearner(sentiment);
        foreach (var text in texts)
        {
            learner.Add(text);
        }

        return learner.Learn();
    }

    private static HeadManifest Head(string name, string[] labels) =>
        new(name, $"{name}.zip", new('0', 64), labels, Temperature: 1);
}
