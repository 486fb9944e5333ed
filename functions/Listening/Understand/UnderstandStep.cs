namespace Listening.Understand;

/// <summary>Judges each text: its language, its sentiment towards the brand and its author's intent.</summary>
/// <param name="compared">A second model, to compare before switching: it has no source profiles, and nothing acts on it.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null)
{
    /// <inheritdoc cref="ITextModel.Warm"/>
    public string? Warm() => model.Warm();

    /// <param name="learned">What was learned of the mention's source; null if nothing was.</param>
    public JudgedMention Judge(AdmittedMention admitted, LearnedProfile? learned) =>
        new(admitted.Brand, admitted.Mention, Judge(admitted.Mention, learned)) { Irrelevant = admitted.Irrelevant };

    /// <inheritdoc cref="Judge(AdmittedMention, LearnedProfile?)"/>
    public Verdict Judge(string text, LearnedProfile? learned)
    {
        text = PlainLetters.Of(text);

        if (!WordCheck.HasWords(text))
        {
            return VerdictRules.WithoutWords(model);
        }

        // A profile that another version learned does not fit this one; until this version has learned the source, there is none.
        var own = learned?.Model == model.Version ? learned : null;
        return VerdictRules.Decide(model, text, model.Read(text, own)) with
        {
            SourcePrior = own?.Describe,
            Compared = compared is null ? null : Compare(compared, text),
        };
    }

    private static ComparedVerdict Compare(ITextModel other, string text)
    {
        var scores = other.Read(text, learned: null).Sentiment;
        return new ComparedVerdict(other.Version, scores.Likeliest, scores.Probability(scores.Likeliest));
    }

    private Verdict Judge(Mention mention, LearnedProfile? learned) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(mention.OwnText, learned);
}
