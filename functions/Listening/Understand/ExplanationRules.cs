namespace Listening.Understand;

/// <summary>
/// Which words of a text speak for an answer (above 0) and which against it: by how much its log-odds fall without them, the strongest
/// first. Empty where no word weighs anything.
/// </summary>
/// <param name="NeedsAction">For somebody having to act; empty if the model does not read it, as is <paramref name="Severity"/>.</param>
/// <param name="Severity">For any severity.</param>
/// <param name="Sentiment">For the likeliest sentiment.</param>
public sealed record TextExplanation(
    IReadOnlyList<WordWeight> NeedsAction, IReadOnlyList<WordWeight> Severity, IReadOnlyList<WordWeight> Sentiment);

/// <param name="Words">As they stand in the text, the beginning of a longer passage.</param>
/// <param name="Weight">In log-odds.</param>
public sealed record WordWeight(string Words, double Weight);

/// <summary>
/// Explains a reading by reading the text again without some of its words, whatever the model is. A text of few words is read without each
/// of them; of a longer one, passages are left out first, and then parts of the passage that weighs most. No clock, no I/O.
/// </summary>
public static class ExplanationRules
{
    /// <summary>Most readings of a text, however long it is: with an encoder, a tenth of a second.</summary>
    public const int MaxReadings = 32;

    /// <summary>Most words or passages that are named for one answer.</summary>
    public const int MaxNamed = 5;

    /// <summary>What weighs less is not named: it does not change what anybody would think.</summary>
    private const double LeastWeight = 0.1;

    /// <summary>Into how many passages a long text is divided, and one of them in turn.</summary>
    private const int Parts = 8;

    /// <summary>Most UTF-16 units of a passage that are shown.</summary>
    private const int MaxShown = 60;

    /// <summary>Certainty beyond it is rounding.</summary>
    private const double LeastProbability = 1e-4;

    /// <param name="read">What a model makes of a text.</param>
    public static TextExplanation Explain(Func<string, ModelOutput> read, string text)
    {
        var words = Words(text);
        var whole = read(text);
        var readings = 1;
        var passages = Divide(new Passage(0, words.Count), words.Count < MaxReadings ? words.Count : Parts).Select(Weighed).ToList();
        while (passages.Where(item => item.Passage.Count > 1).MaxBy(item => item.Strongest) is { } strongest
            && readings + Math.Min(Parts, strongest.Passage.Count) <= MaxReadings)
        {
            passages.Remove(strongest);
            passages.AddRange(Divide(strongest.Passage, Parts).Select(Weighed).ToList());
        }

        return new TextExplanation(
            whole.Care is null ? [] : Named(item => item.NeedsAction),
            whole.Care is null ? [] : Named(item => item.Severity),
            Named(item => item.Sentiment));

        WeighedPassage Weighed(Passage passage)
        {
            readings++;
            var without = read(text.Remove(words[passage.First].Start, LengthOf(passage)));
            return new WeighedPassage(
                passage,
                LogOdds(whole.Care?.NeedsAction) - LogOdds(without.Care?.NeedsAction),
                LogOdds(whole.Care?.SeverityProbability) - LogOdds(without.Care?.SeverityProbability),
                LogOdds(whole.Sentiment.Probability(whole.Sentiment.Likeliest))
                    - LogOdds(without.Sentiment.Probability(whole.Sentiment.Likeliest)));
        }

        IReadOnlyList<WordWeight> Named(Func<WeighedPassage, double> weight) =>
        [
            .. passages
                .Where(item => Math.Abs(weight(item)) >= LeastWeight)
                .OrderByDescending(item => Math.Abs(weight(item))).ThenBy(item => item.Passage.First)
                .Take(MaxNamed)
                .Select(item => new WordWeight(Shown(item.Passage), Math.Round(weight(item), 2))),
        ];

        string Shown(Passage passage)
        {
            var (shown, cut) = TextCutter.Truncate(text.Substring(words[passage.First].Start, LengthOf(passage)), MaxShown);
            return cut ? shown + "…" : shown;
        }

        int LengthOf(Passage passage) => words[passage.First + passage.Count - 1].End - words[passage.First].Start;
    }

    /// <summary>Where each run of characters other than spaces starts and ends.</summary>
    private static List<(int Start, int End)> Words(string text)
    {
        var words = new List<(int, int)>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                words.Add((start, end));
            }

            start = end + 1;
        }

        return words;
    }

    /// <summary>Passages of about the same number of words.</summary>
    private static IEnumerable<Passage> Divide(Passage passage, int parts)
    {
        parts = Math.Min(parts, passage.Count);
        return Enumerable.Range(0, parts).Select(part =>
        {
            var (first, end) = (passage.Count * part / parts, passage.Count * (part + 1) / parts);
            return new Passage(passage.First + first, end - first);
        });
    }

    private static double LogOdds(double? probability)
    {
        var bounded = Math.Clamp(probability ?? 0, LeastProbability, 1 - LeastProbability);
        return Math.Log(bounded / (1 - bounded));
    }

    /// <param name="First">The index of its first word.</param>
    /// <param name="Count">How many words.</param>
    private readonly record struct Passage(int First, int Count);

    private sealed record WeighedPassage(Passage Passage, double NeedsAction, double Severity, double Sentiment)
    {
        public double Strongest => Math.Max(Math.Abs(NeedsAction), Math.Max(Math.Abs(Severity), Math.Abs(Sentiment)));
    }
}
