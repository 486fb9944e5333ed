using Listening.Configuration;

namespace Listening.Understand;

/// <summary>Judges each text: its language, its sentiment towards the brand and its author's intent.</summary>
/// <param name="compared">A second model, to compare before switching: it has no source profiles, and nothing acts on it.</param>
/// <param name="config">What brands and sources want their posts to be read with; null if none of them says.</param>
/// <param name="time">Tells how long a batch takes; null for this machine's.</param>
public sealed class UnderstandStep(
    ITextModel model, ITextModel? compared = null, IListeningConfig? config = null, TimeProvider? time = null)
{
    /// <summary>
    /// After this long, the rest of a batch is read by words alone: a hundred posts take some tenths of a second, and a machine that needs
    /// more than a minute would otherwise be stopped by the host after five, again and again.
    /// </summary>
    public static readonly TimeSpan PatienceWithEncoder = TimeSpan.FromMinutes(1);

    private readonly BrandMeanings _meanings = new(model);

    /// <inheritdoc cref="ITextModel.Warm"/>
    public string? Warm() => model.Warm();

    /// <summary>Judges the mentions of a batch in their order.</summary>
    /// <param name="profiles">What was learned of brands and sources.</param>
    public JudgedBatch Judge(
        IReadOnlyList<AdmittedMention> batch, IReadOnlyDictionary<(string Brand, string Source), SourceProfile> profiles)
    {
        var clock = time ?? TimeProvider.System;
        var startedAt = clock.GetTimestamp();
        var judged = new List<(AdmittedMention, JudgedMention)>(batch.Count);
        var inHurry = 0;
        foreach (var admitted in batch)
        {
            var late = clock.GetElapsedTime(startedAt) > PatienceWithEncoder;
            inHurry += late ? 1 : 0;
            judged.Add((admitted, Judge(admitted, profiles.GetValueOrDefault((admitted.Brand, admitted.Mention.Source)), late)));
        }

        return new JudgedBatch(judged, inHurry);
    }

    /// <param name="source">What was learned of the mention's source and brand; null if nothing was.</param>
    /// <param name="inHurry">Whether there is no time for the encoder.</param>
    public JudgedMention Judge(AdmittedMention admitted, SourceProfile? source, bool inHurry = false) =>
        new(admitted.Brand, admitted.Mention, JudgeMention(admitted, source, inHurry))
        {
            Irrelevant = admitted.Irrelevant,
            Own = admitted.Own,
            Observed = admitted.Observed,
            Purpose = admitted.Purpose,
        };

    /// <param name="context">What is known of the text beside its words; null if nothing is.</param>
    public Verdict Judge(string text, TextContext? context = null)
    {
        text = PlainLetters.Of(text);
        if (!WordCheck.HasWords(text))
        {
            return VerdictRules.WithoutWords(model);
        }

        var known = (context ?? TextContext.None).Of(model);
        var reading = Read(text, known);

        // Where every post concerns the brand, as on its own blog, its word means the brand.
        var mayMeanOther = known.Brand is { Description: not null } && known.Understanding == Understanding.Full
            && known.Source?.StoreEverything != true;
        return VerdictRules.Decide(model, text, reading, known.ClaimedLanguage) with
        {
            OtherMeaning = mayMeanOther ? _meanings.FindOther(text, reading.Meaning, known.Brand!) : null,
            SourcePrior = known.Learned?.Describe,
            Correction = known.Correction?.Describe,
            Compared = compared is null ? null : Compare(compared, text),
        };
    }

    /// <summary>Which words of a text weighed most in its verdict.</summary>
    /// <param name="context">What is known of the text beside its words; null if nothing is.</param>
    public TextExplanation Explain(string text, TextContext? context = null)
    {
        text = PlainLetters.Of(text);
        var known = (context ?? TextContext.None).Of(model);
        return WordCheck.HasWords(text)
            ? ExplanationRules.Explain(part => Read(part, known), text)
            : new TextExplanation([], [], []);
    }

    private ModelOutput Read(string text, TextContext known)
    {
        var output = model.Read(text, known.Learned, known.Understanding);
        return known.Correction is null ? output : CorrectionRules.Apply(output, known.Correction);
    }

    private static ComparedVerdict Compare(ITextModel other, string text)
    {
        var scores = other.Read(text, learned: null).Sentiment;
        return new ComparedVerdict(other.Version, scores.Likeliest, scores.Probability(scores.Likeliest));
    }

    private Verdict JudgeMention(AdmittedMention admitted, SourceProfile? learned, bool inHurry)
    {
        var mention = admitted.Mention;
        if (mention.Deleted)
        {
            return new Verdict(Polarity.Unknown, default, Languages.Other, model.Version);
        }

        return Judge(mention.OwnText, TextContext.Of(admitted.Brand, mention, learned, config?.Current) with { InHurry = inHurry });
    }
}

/// <param name="ReadByWords">How many were read by words alone because the batch took too long.</param>
public sealed record JudgedBatch(IReadOnlyList<(AdmittedMention Admitted, JudgedMention Judged)> Mentions, int ReadByWords);

/// <summary>What is known of a text beside its words.</summary>
public sealed record TextContext
{
    /// <summary>Nothing.</summary>
    public static readonly TextContext None = new();

    /// <summary>What was learned of the text's source; null if nothing was.</summary>
    public LearnedProfile? Learned { get; init; }

    /// <summary>What was learned of annotations; null if nothing was.</summary>
    public LearnedCorrection? Correction { get; init; }

    /// <summary>The brand that the text was found for; null if it is read for none.</summary>
    public BrandConfig? Brand { get; init; }

    /// <summary>Where it was found; null if that is not known.</summary>
    public SourceConfig? Source { get; init; }

    /// <summary>The language that its source says it is in, or is in as a whole (BCP 47).</summary>
    public string? ClaimedLanguage { get; init; }

    /// <summary>Whether there is no time for the encoder.</summary>
    public bool InHurry { get; init; }

    /// <summary>What it may be read with.</summary>
    public Understanding Understanding =>
        InHurry ? Understanding.Words : Source?.Understanding ?? Brand?.Understanding ?? Understanding.Full;

    /// <summary>What is known of a mention of a brand.</summary>
    /// <param name="profile">What was learned of its source; null if nothing was.</param>
    /// <param name="config">Null if there is none, so that nobody says how posts are read.</param>
    public static TextContext Of(string brand, Mention mention, SourceProfile? profile, ListeningConfig? config) => new()
    {
        Learned = profile?.Profile,
        Correction = profile?.Correction,
        Brand = config?.Brand(brand),
        Source = config?.Source(mention.Source),
        ClaimedLanguage = mention.Language,
    };

    /// <summary>
    /// Without what another version learned, which does not fit this one; until this version has learned the source, there is nothing.
    /// </summary>
    public TextContext Of(ITextModel model) => this with
    {
        Learned = Learned?.Model == model.Version ? Learned : null,
        Correction = Correction?.Model == model.Version ? Correction : null,
    };
}
