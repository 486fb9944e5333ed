using Listening.Domain;

namespace Listening.Understand;

/// <summary>Says of each text what language it is in, how it speaks of the brand and what its author wants.</summary>
/// <param name="compared">A second model that reads the same texts, to compare before switching; it has no source profiles, and nothing acts on what it says.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null)
{
    /// <param name="learned">What was learned of the mention's source; null if nothing was.</param>
    public JudgedMention Judge(AdmittedMention admitted, LearnedProfile? learned) => new(admitted.Brand, admitted.Mention, Judge(admitted.Mention, learned));

    /// <inheritdoc cref="Judge(AdmittedMention, LearnedProfile?)"/>
    public Verdict Judge(string text, LearnedProfile? learned)
    {
        // What another version learned means nothing to this one: until it has learned the source itself, it reads as if there were none.
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
