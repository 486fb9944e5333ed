using Listening.Domain;

namespace Listening.Understand;

/// <summary>Says of each text what language it is in and how it speaks of the brand.</summary>
public sealed class UnderstandStep(ISentimentModel model)
{
    public JudgedMention Judge(AdmittedMention admitted) => new(admitted.Brand, admitted.Mention, Judge(admitted.Mention));

    /// <summary>A text in a language the model never learned gets its numbers, but nobody may act on them.</summary>
    public Verdict Judge(string text)
    {
        var language = LanguageGuess.Of(text);
        var scores = model.Score(text);
        var polarity = model.Languages.Contains(language) ? scores.Likeliest : Polarity.Unsure;
        return new Verdict(polarity, scores, language, model.Version);
    }

    private Verdict Judge(Mention mention) => mention.Deleted
        ? new Verdict(Polarity.Unknown, default, Languages.Other, model.Version)
        : Judge(OwnTitle(mention) is { } title ? $"{title}\n{mention.Text}" : mention.Text);

    /// <summary>
    /// The title, where it adds words of the author's. An answer's quotes what it answers ("Re: …", "Comment on … by …"), and a
    /// kind word below a complaint is not a complaint.
    /// </summary>
    private static string? OwnTitle(Mention mention) =>
        mention.Title is { } title && mention.Parent is null && !mention.Text.StartsWith(title, StringComparison.Ordinal) ? title : null;
}
