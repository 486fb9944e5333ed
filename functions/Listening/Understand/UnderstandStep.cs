using Listening.Domain;

namespace Listening.Understand;

/// <summary>Says of each text what language it is in, how it speaks of the brand and what its author wants.</summary>
/// <param name="compared">A second model that reads the same texts, to compare before switching; nothing acts on what it says.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null)
{
    public JudgedMention Judge(AdmittedMention admitted) => new(admitted.Brand, admitted.Mention, Judge(admitted.Mention));

    public Verdict Judge(string text) =>
        VerdictRules.Decide(model, text, model.Read(text)) with { Compared = compared is null ? null : Compare(compared, text) };

    private static ComparedVerdict Compare(ITextModel other, string text)
    {
        var scores = other.Read(text).Sentiment;
        return new ComparedVerdict(other.Version, scores.Likeliest, scores.Of(scores.Likeliest));
    }

    private Verdict Judge(Mention mention) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(mention.OwnWords);
}
