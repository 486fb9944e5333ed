namespace Listening.Understand;

/// <summary>An annotated post of a brand, and what the model says of it without any correction.</summary>
public sealed record AnnotatedReading(string Source, Annotation Annotation, ModelOutput Output);

/// <summary>
/// Decides how a brand's annotations correct a model, and applies that: a bounded shift for each answer that people give more or less often
/// than the model expects, and for whether somebody must act also by how negative a post is and what its author wants. No clock, no I/O.
/// </summary>
public static class CorrectionRules
{
    /// <summary>Most annotated posts of a brand that are learned from, the latest; the model reads each of them again.</summary>
    public const int MaxAnnotations = 400;

    /// <summary>A shift that changes nothing that anybody would notice.</summary>
    private const double Negligible = 0.05;

    private static readonly Polarity[] Sentiments = [Polarity.Negative, Polarity.Neutral, Polarity.Positive];
    private static readonly Intent[] Intents = [.. Enum.GetValues<Intent>().Where(intent => intent != Intent.Unknown)];
    private static readonly Department[] Departments = Enum.GetValues<Department>();

    private static readonly Question NeedsAction = new("needsAction")
    {
        Read = output => output is { Care: { } care, CareScores: not null } ? YesOrNo(care.NeedsAction) : null,
        Said = annotation => annotation.NeedsAction is { } act ? Index(act) : null,
        TraitsOf = output => [1, output.Sentiment.Negative, .. Probabilities(Intents, output.CareScores!.Intents)],
        Traits = [Polarity.Negative.ToWord(), .. Intents.Select(intent => intent.ToWord())],
    };

    private static readonly Question Severe = new("severe")
    {
        Read = output => output is { Care: { } care, CareScores: not null } ? YesOrNo(care.SeverityProbability) : null,
        Said = annotation => annotation.Severity is { } severity ? Index(severity != Severity.None) : null,
    };

    private static readonly Question Sentiment = new("sentiment")
    {
        Read = output => [.. Sentiments.Select(output.Sentiment.Probability)],
        Said = annotation => annotation.Sentiment is { } sentiment ? Array.IndexOf(Sentiments, sentiment) : null,
        Answers = [.. Sentiments.Select(sentiment => sentiment.ToWord())],
    };

    private static readonly Question AuthorIntent = new("intent")
    {
        Read = output => output.CareScores is { } scores ? Probabilities(Intents, scores.Intents) : null,
        Said = annotation => annotation.Intent is { } intent ? Array.IndexOf(Intents, intent) : null,
        Answers = [.. Intents.Select(intent => intent.ToWord())],
    };

    private static readonly Question Concerned = new("department")
    {
        Read = output => output.CareScores is { } scores ? Probabilities(Departments, scores.Departments) : null,
        Said = annotation => annotation.Department is { } department ? Array.IndexOf(Departments, department) : null,
        Answers = [.. Departments.Select(department => department.ToWord())],
    };

    /// <summary>The annotations that are learned from, in an order that has nothing to do with what they say.</summary>
    public static IReadOnlyList<Annotation> Latest(IEnumerable<Annotation> ofBrand) =>
    [
        .. Annotation.Latest(ofBrand).OrderByDescending(annotation => annotation.At).Take(MaxAnnotations)
            .OrderBy(annotation => annotation.Mention.Value, StringComparer.Ordinal),
    ];

    /// <summary>Whether an annotated post counts: the model reads what was annotated, in a language that it was trained on.</summary>
    public static bool Counts(Annotation annotation, JudgedMention judged, ITextModel model) =>
        judged.Mention is { Deleted: false, HasWords: true }
        && (judged.EditedAt is not { } edited || edited <= annotation.At)
        && model.Languages.Contains(judged.Verdict.Language);

    /// <summary>
    /// Learns how a source's posts are to be corrected: from the brand as a whole, and from the source what differs there. Null if nothing
    /// makes readings of posts that were left out more right.
    /// </summary>
    /// <param name="model">The version that read the posts.</param>
    /// <param name="source">Whose posts are to be corrected.</param>
    /// <param name="all">The brand's sources: what was annotated before the reset of this one or of its own source does not count.</param>
    /// <param name="annotated">Of all sources, in an order that has nothing to do with the answers.</param>
    public static LearnedCorrection? Learn(
        string model, SourceProfile source, IReadOnlyList<SourceProfile> all, IReadOnlyList<AnnotatedReading> annotated)
    {
        var resets = all.ToDictionary(item => item.Source, item => item.ResetAt);
        var ofBrand = annotated
            .Where(reading => IsSince(reading, source.ResetAt) && IsSince(reading, resets.GetValueOrDefault(reading.Source)))
            .ToList();
        var ofSource = ofBrand.Where(reading => reading.Source == source.Source).ToList();
        var learned = new Dictionary<string, double>();
        foreach (var question in (Question[])[NeedsAction, Severe, Sentiment, AuthorIntent, Concerned])
        {
            var shifts = ShiftFit.Fit(question.Answered(ofBrand)) ?? question.NoShifts;
            if (ofSource.Count < ofBrand.Count)
            {
                var more = ShiftFit.Fit([.. question.Answered(ofSource).Select(
                    own => own with { Probabilities = ShiftFit.Apply(own.Probabilities, own.Traits, shifts) })]);
                shifts = ShiftFit.Sum(shifts, more ?? question.NoShifts);
            }

            foreach (var (name, shift) in question.Named(shifts).Where(item => Math.Abs(item.Shift) >= Negligible))
            {
                learned[name] = Math.Round(shift, 2);
            }
        }

        return learned.Count == 0 ? null : new LearnedCorrection(model, ofBrand.Count, ofSource.Count, learned);

        static bool IsSince(AnnotatedReading reading, DateTimeOffset? reset) => reset is null || reading.Annotation.At >= reset;
    }

    /// <summary>What the model says, corrected. Every answer and level follows from the corrected probabilities.</summary>
    public static ModelOutput Apply(ModelOutput output, LearnedCorrection correction)
    {
        var sentiment = Sentiment.Shifted(output, correction.Shifts);
        var corrected = output with { Sentiment = new SentimentScores(sentiment[0], sentiment[1], sentiment[2]) };
        if (output is not { Care: { } care, CareScores: { } scores })
        {
            return corrected;
        }

        var (act, severe) = (NeedsAction.Shifted(output, correction.Shifts)[0], Severe.Shifted(output, correction.Shifts)[0]);
        var shifted = new CareScores(
            [.. scores.Severities.Select(one => one with { Probability = Share(one, care.SeverityProbability, severe) })],
            Predictions(Departments, Concerned.Shifted(output, correction.Shifts)),
            Predictions(Intents, AuthorIntent.Shifted(output, correction.Shifts)),
            scores.Thresholds);
        return corrected with
        {
            Intent = shifted.Intents.MaxBy(intent => intent.Probability),
            Care = care with
            {
                NeedsAction = act,
                Level = scores.Thresholds.LevelOf(act),
                Severity = shifted.Severities.MaxBy(severity => severity.Probability).Answer,
                SeverityProbability = severe,
                Severe = severe >= scores.Thresholds.Severe,
                Department = shifted.Departments.MaxBy(department => department.Probability).Answer,
            },
            CareScores = shifted,
        };
    }

    /// <summary>A severity's share of what is severe; none is what is left.</summary>
    private static double Share(Prediction<Severity> severity, double before, double after) =>
        severity.Answer == Severity.None ? 1 - after : before == 0 ? 0 : severity.Probability * after / before;

    private static double[] YesOrNo(double yes) => [yes, 1 - yes];

    private static int Index(bool yes) => yes ? 0 : 1;

    private static double[] Probabilities<T>(T[] answers, IReadOnlyList<Prediction<T>> predictions)
        where T : struct, Enum =>
        [.. answers.Select(answer => predictions.FirstOrDefault(prediction => prediction.Answer.Equals(answer)).Probability)];

    private static IReadOnlyList<Prediction<T>> Predictions<T>(T[] answers, double[] probabilities) =>
        [.. answers.Zip(probabilities, (answer, probability) => new Prediction<T>(answer, probability))];

    /// <summary>Something that a model answers and people annotate.</summary>
    /// <param name="Name">As in the JSON of <c>score</c>.</param>
    private sealed record Question(string Name)
    {
        /// <summary>The model's probabilities of the answers; null if it does not answer.</summary>
        public required Func<ModelOutput, double[]?> Read { get; init; }

        /// <summary>The annotated answer, as an index; null if it was left open.</summary>
        public required Func<Annotation, int?> Said { get; init; }

        /// <summary>Null for yes or no, of which only yes is shifted.</summary>
        public IReadOnlyList<string>? Answers { get; init; }

        /// <summary>What the shifts of a reading depend on beside the answer: see <see cref="AnsweredReading"/>.</summary>
        public Func<ModelOutput, double[]> TraitsOf { get; init; } = _ => [1];

        /// <summary>Their names, without the first's.</summary>
        public IReadOnlyList<string> Traits { get; init; } = [];

        public double[][] NoShifts => ShiftFit.None(Answers?.Count ?? 2, 1 + Traits.Count);

        public IReadOnlyList<AnsweredReading> Answered(IEnumerable<AnnotatedReading> readings) =>
        [
            .. from reading in readings
               let probabilities = Read(reading.Output)
               let answer = Said(reading.Annotation)
               where probabilities is not null && answer is >= 0
               select new AnsweredReading(probabilities, TraitsOf(reading.Output), answer.Value),
        ];

        /// <summary>Each shift that there may be, by the name that it is stored under.</summary>
        public IEnumerable<(string Name, double Shift)> Named(double[][] shifts) =>
            from answer in Enumerable.Range(0, Answers?.Count ?? 1)
            from trait in Enumerable.Range(0, 1 + Traits.Count)
            select (NameOf(answer, trait), shifts[answer][trait]);

        public double[] Shifted(ModelOutput output, IReadOnlyDictionary<string, double> learned)
        {
            var shifts = NoShifts;
            for (var answer = 0; answer < (Answers?.Count ?? 1); answer++)
            {
                for (var trait = 0; trait <= Traits.Count; trait++)
                {
                    shifts[answer][trait] = learned.GetValueOrDefault(NameOf(answer, trait));
                }
            }

            return ShiftFit.Apply(Read(output)!, TraitsOf(output), shifts);
        }

        private string NameOf(int answer, int trait)
        {
            var name = Answers is null ? Name : $"{Name}.{Answers[answer]}";
            return trait == 0 ? name : $"{name}.{Traits[trait - 1]}";
        }
    }
}
