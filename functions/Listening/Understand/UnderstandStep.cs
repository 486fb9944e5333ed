using Listening.Domain;

namespace Listening.Understand;

/// <summary>Says of each text what language it is in, how it speaks of the brand and what its author wants.</summary>
/// <param name="compared">A second model that reads the same texts, to compare before switching; it knows of no streams, and nothing acts on what it says.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null)
{
    /// <param name="stream">What was learned of the mention's stream; null if nothing was.</param>
    public JudgedMention Judge(AdmittedMention admitted, LearnedProfile? stream) => new(admitted.Brand, admitted.Mention, Judge(admitted.Mention, stream));

    /// <inheritdoc cref="Judge(AdmittedMention, LearnedProfile?)"/>
    public Verdict Judge(string text, LearnedProfile? stream)
    {
        // What another version learned means nothing to this one: until it has learned the stream itself, it reads as if there were none.
        var own = stream?.Model == model.Version ? stream : null;
        return VerdictRules.Decide(model, text, model.Read(text, own)) with
        {
            SourcePrior = own?.Describe,
            Compared = compared is null ? null : Compare(compared, text),
        };
    }

    private static ComparedVerdict Compare(ITextModel other, string text)
    {
        var scores = other.Read(text, stream: null).Sentiment;
        return new ComparedVerdict(other.Version, scores.Likeliest, scores.Probability(scores.Likeliest));
    }

    private Verdict Judge(Mention mention, LearnedProfile? stream) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(mention.OwnText, stream);
}
