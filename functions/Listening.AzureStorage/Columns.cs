using Azure.Data.Tables;
using Listening.Domain;

namespace Listening.AzureStorage;

/// <summary>What the columns of mention and case rows are called, and how facts become rows and rows facts.</summary>
internal static class Columns
{
    public const string Schema = "Schema";

    /// <summary>Written to every row, so that a later version knows how to read it.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The columns of a mention as one brand sees it; keys are the caller's.</summary>
    public static TableEntity ToRow(this JudgedMention judged, string partition, string row)
    {
        var (mention, verdict) = (judged.Mention, judged.Verdict);
        var entity = new TableEntity(partition, row)
        {
            [Schema] = SchemaVersion,
            ["Brand"] = judged.Brand,
            ["MentionId"] = mention.Id.Value,
            ["Platform"] = mention.Platform,
            ["NativeId"] = mention.NativeId,
            ["Source"] = mention.Source,
            ["Text"] = mention.Text,
            ["TextTruncated"] = mention.TextTruncated,
            ["FetchedAt"] = mention.FetchedAt,
            ["Revision"] = mention.Revision,
            ["Deleted"] = mention.Deleted,
            ["Sentiment"] = verdict.Polarity.ToString(),
            ["Confidence"] = verdict.Confidence,
            ["Negative"] = verdict.Probabilities.Negative,
            ["Neutral"] = verdict.Probabilities.Neutral,
            ["Positive"] = verdict.Probabilities.Positive,
            ["Language"] = verdict.Language,
            ["Model"] = verdict.Model,
        };
        entity.SetIfPresent("LikeliestSentiment", verdict.LikeliestSentiment == Polarity.Unknown ? null : verdict.LikeliestSentiment.ToString());
        entity.SetIfPresent("Intent", verdict.Intent?.Intent.ToString());
        entity.SetIfPresent("IntentConfidence", verdict.Intent?.Probability);
        entity.SetIfPresent("IntentConfident", verdict.Intent?.Confident);
        entity.SetIfPresent("Abuse", verdict.Abuse?.Probability);
        entity.SetIfPresent("AbuseDetected", verdict.Abuse?.Detected);
        entity.SetIfPresent("Spam", verdict.Spam?.Probability);
        entity.SetIfPresent("SpamDetected", verdict.Spam?.Detected);
        entity.SetIfPresent("SourcePrior", verdict.SourcePrior);
        entity.SetIfPresent("ComparedModel", verdict.Compared?.Model);
        entity.SetIfPresent("ComparedSentiment", verdict.Compared?.LikeliestSentiment.ToString());
        entity.SetIfPresent("ComparedConfidence", verdict.Compared?.Probability);
        entity.SetIfPresent("Url", mention.Url);
        entity.SetIfPresent("Title", mention.Title);
        entity.SetIfPresent("ClaimedLanguage", mention.Language);
        entity.SetIfPresent("Parent", mention.Parent?.Value);
        entity.SetIfPresent("Thread", mention.Thread);
        entity.SetIfPresent("PostedAt", mention.PostedAt);
        entity.SetIfPresent("EditedAt", judged.EditedAt);
        entity.SetIfPresent("Rating", mention.Rating);
        entity.SetIfPresent("AuthorId", mention.Author?.Id);
        entity.SetIfPresent("AuthorHandle", mention.Author?.Handle);
        entity.SetIfPresent("AuthorName", mention.Author?.Name);
        entity.SetIfPresent("AuthorFollowers", mention.Author?.Followers);
        return entity;
    }

    public static JudgedMention ToMention(this TableEntity row) => new(
        row.GetString("Brand"),
        new Mention
        {
            Id = new MentionId(row.GetString("MentionId")),
            Platform = row.GetString("Platform"),
            NativeId = row.GetString("NativeId"),
            Source = row.GetString("Source"),
            Url = row.GetString("Url"),
            Title = row.GetString("Title"),
            Text = row.GetString("Text") ?? "",
            TextTruncated = row.GetBoolean("TextTruncated") ?? false,
            Language = row.GetString("ClaimedLanguage"),
            PostedAt = row.GetDateTimeOffset("PostedAt"),
            FetchedAt = row.GetDateTimeOffset("FetchedAt") ?? default,
            Revision = row.GetString("Revision"),
            Parent = row.GetString("Parent") is { } parent ? new MentionId(parent) : null,
            Thread = row.GetString("Thread"),
            Rating = row.GetDouble("Rating"),
            Deleted = row.GetBoolean("Deleted") ?? false,
            Author = row.GetString("AuthorId") is { } author
                ? new Author(author, row.GetString("AuthorHandle"), row.GetString("AuthorName"), row.GetInt64("AuthorFollowers"))
                : null,
        },
        row.ToVerdict())
    {
        EditedAt = row.GetDateTimeOffset("EditedAt"),
    };

    /// <summary>What a row's model did not tell, or a row from before we asked does not hold, is null.</summary>
    private static Verdict ToVerdict(this TableEntity row) => new(
        ParseEnum<Polarity>(row.GetString("Sentiment")),
        new SentimentScores(row.GetDouble("Negative") ?? 0, row.GetDouble("Neutral") ?? 0, row.GetDouble("Positive") ?? 0),
        row.GetString("Language"),
        row.GetString("Model"))
    {
        Intent = row.GetDouble("IntentConfidence") is { } probability
            ? new DetectedIntent(ParseEnum<Intent>(row.GetString("Intent")), probability, row.GetBoolean("IntentConfident") ?? false)
            : null,
        Abuse = row.GetDouble("Abuse") is { } abuse ? new Detection(abuse, row.GetBoolean("AbuseDetected") ?? false) : null,
        Spam = row.GetDouble("Spam") is { } spam ? new Detection(spam, row.GetBoolean("SpamDetected") ?? false) : null,
        SourcePrior = row.GetString("SourcePrior"),
        Compared = row.GetString("ComparedModel") is { } model
            ? new ComparedVerdict(model, ParseEnum<Polarity>(row.GetString("ComparedSentiment")), row.GetDouble("ComparedConfidence") ?? 0)
            : null,
    };

    /// <summary>A word that a later version wrote and this one does not know is the first of its kind, Unknown.</summary>
    public static T ParseEnum<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word, out var known) ? known : default;

    private static void SetIfPresent(this TableEntity row, string column, object? value)
    {
        if (value is not null)
        {
            row[column] = value;
        }
    }
}
