using Listening.Domain;

namespace Listening.Understand;

/// <summary>Says of each text what language it is in, how it speaks of the brand and what its author wants.</summary>
public sealed class UnderstandStep(ITextModel model)
{
    public JudgedMention Judge(AdmittedMention admitted) => new(admitted.Brand, admitted.Mention, Judge(admitted.Mention));

    public Verdict Judge(string text) => VerdictRules.Decide(model, text, model.Read(text));

    private Verdict Judge(Mention mention) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(mention.OwnWords);
}
