using Listening.Configuration;

namespace Listening.Understand;

/// <summary>Judges each text: its language, its sentiment towards the brand and its author's intent.</summary>
/// <param name="compared">A second model, to compare before switching: it has no source profiles, and nothing acts on it.</param>
/// <param name="config">What brands and sources want their posts to be read with; null if none of them says.</param>
public sealed class UnderstandStep(ITextModel model, ITextModel? compared = null, IListeningConfig? config = null)
{
    private readonly BrandMeanings _meanings = new(model);

    /// <inheritdoc cref="ITextModel.Warm"/>
    public string? Warm() => model.Warm();

    /// <param name="source">What was learned of the mention's source and brand; null if nothing was.</param>
    public JudgedMention Judge(AdmittedMention admitted, SourceProfile? source) =>
        new(admitted.Brand, admitted.Mention, JudgeMention(admitted, source)) { Irrelevant = admitted.Irrelevant };

    /// <param name="learned">What was learned of the text's source; null if nothing was.</param>
    /// <param name="brand">The brand that the text was found for; null if it is read for none.</param>
    /// <param name="source">Where it was found; null if that is not known.</param>
    /// <param name="claimedLanguage">The language that its source says it is in, or is in as a whole (BCP 47).</param>
    /// <param name="correction">What was learned of annotations; null if nothing was.</param>
    public Verdict Judge(
        string text,
        LearnedProfile? learned,
        BrandConfig? brand = null,
        SourceConfig? source = null,
        string? claimedLanguage = null,
        LearnedCorrection? correction = null)
    {
        text = PlainLetters.Of(text);

        if (!WordCheck.HasWords(text))
        {
            return VerdictRules.WithoutWords(model);
        }

        (learned, correction) = (Own(learned), Own(correction));
        var understanding = source?.Understanding ?? brand?.Understanding ?? Understanding.Full;
        var reading = Read(text, learned, correction, understanding);

        // Where every post concerns the brand, as on its own blog, its word means the brand.
        var mayMeanOther = brand is { Description: not null } && understanding == Understanding.Full && source?.StoreEverything != true;
        return VerdictRules.Decide(model, text, reading, claimedLanguage) with
        {
            OtherMeaning = mayMeanOther ? _meanings.FindOther(text, reading.Meaning, brand!) : null,
            SourcePrior = learned?.Describe,
            Correction = correction?.Describe,
            Compared = compared is null ? null : Compare(compared, text),
        };
    }

    /// <summary>Which words of a text weighed most in its verdict.</summary>
    /// <param name="learned">What was learned of the text's source; null if nothing was.</param>
    /// <param name="correction">What was learned of annotations; null if nothing was.</param>
    public TextExplanation Explain(string text, LearnedProfile? learned, LearnedCorrection? correction = null)
    {
        text = PlainLetters.Of(text);
        (learned, correction) = (Own(learned), Own(correction));
        return WordCheck.HasWords(text)
            ? ExplanationRules.Explain(part => Read(part, learned, correction, Understanding.Full), text)
            : new TextExplanation([], [], []);
    }

    private ModelOutput Read(string text, LearnedProfile? learned, LearnedCorrection? correction, Understanding understanding)
    {
        var output = model.Read(text, learned, understanding);
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

    private Verdict JudgeMention(AdmittedMention admitted, SourceProfile? learned)
    {
        var mention = admitted.Mention;
        if (mention.Deleted)
        {
            return new Verdict(Polarity.Unknown, default, Languages.Other, model.Version);
        }

        var current = config?.Current;
        var brand = current?.Brands.FirstOrDefault(brand => brand.Id == admitted.Brand);
        return Judge(
            mention.OwnText, learned?.Profile, brand, current?.Source(mention.Source), mention.Language, learned?.Correction);
    }
}
