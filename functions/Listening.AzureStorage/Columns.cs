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
            ["TextCut"] = mention.TextCut,
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
        entity.SetIfAny("Label", verdict.Label == Polarity.Unknown ? null : verdict.Label.ToString());
        entity.SetIfAny("Intent", verdict.Intent?.Intent.ToString());
        entity.SetIfAny("IntentConfidence", verdict.Intent?.Probability);
        entity.SetIfAny("IntentSure", verdict.Intent?.Sure);
        entity.SetIfAny("Abuse", verdict.Abuse?.Probability);
        entity.SetIfAny("AbuseFound", verdict.Abuse?.Founded);
        entity.SetIfAny("Spam", verdict.Spam?.Probability);
        entity.SetIfAny("SpamFound", verdict.Spam?.Founded);
        entity.SetIfAny("Prior", verdict.Prior);
        entity.SetIfAny("ComparedModel", verdict.Compared?.Model);
        entity.SetIfAny("ComparedLabel", verdict.Compared?.Label.ToString());
        entity.SetIfAny("ComparedConfidence", verdict.Compared?.Probability);
        entity.SetIfAny("Url", mention.Url);
        entity.SetIfAny("Title", mention.Title);
        entity.SetIfAny("ClaimedLanguage", mention.Language);
        entity.SetIfAny("Parent", mention.Parent?.Value);
        entity.SetIfAny("Thread", mention.Thread);
        entity.SetIfAny("PostedAt", mention.PostedAt);
        entity.SetIfAny("EditedAt", judged.EditedAt);
        entity.SetIfAny("Rating", mention.Rating);
        entity.SetIfAny("AuthorId", mention.Author?.Id);
        entity.SetIfAny("AuthorHandle", mention.Author?.Handle);
        entity.SetIfAny("AuthorName", mention.Author?.Name);
        entity.SetIfAny("AuthorFollowers", mention.Author?.Followers);
        return entity;
    }

    public static JudgedMention ToJudged(this TableEntity row) => new(
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
            TextCut = row.GetBoolean("TextCut") ?? false,
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
        Known<Polarity>(row.GetString("Sentiment")),
        new SentimentScores(row.GetDouble("Negative") ?? 0, row.GetDouble("Neutral") ?? 0, row.GetDouble("Positive") ?? 0),
        row.GetString("Language"),
        row.GetString("Model"))
    {
        Intent = row.GetDouble("IntentConfidence") is { } probability
            ? new IntentFinding(Known<Intent>(row.GetString("Intent")), probability, row.GetBoolean("IntentSure") ?? false)
            : null,
        Abuse = row.GetDouble("Abuse") is { } abuse ? new Suspicion(abuse, row.GetBoolean("AbuseFound") ?? false) : null,
        Spam = row.GetDouble("Spam") is { } spam ? new Suspicion(spam, row.GetBoolean("SpamFound") ?? false) : null,
        Prior = row.GetString("Prior"),
        Compared = row.GetString("ComparedModel") is { } model
            ? new ComparedVerdict(model, Known<Polarity>(row.GetString("ComparedLabel")), row.GetDouble("ComparedConfidence") ?? 0)
            : null,
    };

    /// <summary>A word that a later version wrote and this one does not know is the first of its kind, Unknown.</summary>
    public static T Known<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word, out var known) ? known : default;

    private static void SetIfAny(this TableEntity row, string column, object? value)
    {
        if (value is not null)
        {
            row[column] = value;
        }
    }
}
