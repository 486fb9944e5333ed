namespace Listening.Understand;

/// <summary>Judges each text: its language, its sentiment towards the brand and its author's intent.</summary>
/// <param name="compared">A second model, to compare before switching: it has no source profiles, and nothing acts on it.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null)
{
    /// <inheritdoc cref="ITextModel.Warm"/>
    public string? Warm() => model.Warm();

    /// <param name="source">What was learned of the mention's source and brand; null if nothing was.</param>
    public JudgedMention Judge(AdmittedMention admitted, SourceProfile? source) =>
        new(admitted.Brand, admitted.Mention, Judge(admitted.Mention, source)) { Irrelevant = admitted.Irrelevant };

    /// <param name="learned">What was learned of the text's source; null if nothing was.</param>
    /// <param name="correction">What was learned of annotations; null if nothing was.</param>
    public Verdict Judge(string text, LearnedProfile? learned, LearnedCorrection? correction = null)
    {
        text = PlainLetters.Of(text);

        if (!WordCheck.HasWords(text))
        {
            return VerdictRules.WithoutWords(model);
        }

        (learned, correction) = (Own(learned), Own(correction));
        return VerdictRules.Decide(model, text, Read(text, learned, correction)) with
        {
            SourcePrior = learned?.Describe,
            Correction = correction?.Describe,
            Compared = compared is null ? null : Compare(compared, text),
        };
    }

    /// <summary>Which words of a text weighed most in its verdict.</summary>
    /// <inheritdoc cref="Judge(string, LearnedProfile?, LearnedCorrection?)"/>
    public TextExplanation Explain(string text, LearnedProfile? learned, LearnedCorrection? correction = null)
    {
        text = PlainLetters.Of(text);
        (learned, correction) = (Own(learned), Own(correction));
        return WordCheck.HasWords(text)
            ? ExplanationRules.Explain(part => Read(part, learned, correction), text)
            : new TextExplanation([], [], []);
    }

    private ModelOutput Read(string text, LearnedProfile? learned, LearnedCorrection? correction)
    {
        var output = model.Read(text, learned);
        return correction is null ? output : CorrectionRules.Apply(output, correction);
    }

    /// <summary>What another version learned does not fit this one; until this version has learned the source, there is none.</summary>
    private LearnedProfile? Own(LearnedProfile? learned) => learned?.Model == model.Version ? learned : null;

    /// <inheritdoc cref="Own(LearnedProfile?)"/>
    private LearnedCorrection? Own(LearnedCorrection? correction) => correction?.Model == model.Version ? correction : null;

    private static ComparedVerdict Compare(ITextModel other, string text)
    {
        var scores = other.Read(text, learned: null).Sentiment;
        return new ComparedVerdict(other.Version, scores.Likeliest, scores.Probability(scores.Likeliest));
    }

    private Verdict Judge(Mention mention, SourceProfile? source) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(mention.OwnText, source?.Profile, source?.Correction);
}
