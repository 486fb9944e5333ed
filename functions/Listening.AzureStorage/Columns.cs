using System.Text.Json.Serialization.Metadata;

namespace Listening.AzureStorage;

/// <summary>
/// The columns of mention and case rows. Each column stands here once, and the same line writes it and reads it back: a
/// new field of a verdict is one new line.
/// </summary>
internal static class Columns
{
    /// <summary>The column of every row that says how to read it.</summary>
    public const string Schema = "Schema";

    /// <summary>Goes up when rows change in a way that readers must know; a new column that may be missing is no such change.</summary>
    public const int SchemaVersion = 2;

    public static TableEntity NewRow(string partition, string row) => new(partition, row) { [Schema] = SchemaVersion };

    /// <summary>The row itself, if this version can read it: every row that is read comes through here.</summary>
    /// <exception cref="InvalidDataException">Another version wrote it.</exception>
    public static TableEntity Readable(this TableEntity row)
    {
        if (row.TryGetValue(Schema, out var schema) && schema is SchemaVersion)
        {
            return row;
        }

        var found = Convert.ToString(schema, CultureInfo.InvariantCulture) is { Length: > 0 } number ? number : "unknown";
        throw new InvalidDataException(Problem.Create(
            "storage.schema",
            $"The storage holds data of another version of Listening (schema {found}, this one needs {SchemaVersion}): "
            + $"delete the local runner's folder (.listening, or the one given by --folder); "
            + $"on Azure, start with an empty storage account").Sentence + ".");
    }

    /// <summary>The row of a mention as one brand sees it; the keys are the caller's.</summary>
    public static TableEntity ToRow(this JudgedMention judged, string partition, string row)
    {
        var entity = NewRow(partition, row);
        Judged(new Fields(entity, writes: true), judged);
        return entity;
    }

    public static JudgedMention ToMention(this TableEntity row) => Judged(new Fields(row.Readable(), writes: false), null);

    /// <summary>The row of a post that concerns no brand.</summary>
    public static TableEntity ToRow(this Mention mention, string partition, string row)
    {
        var entity = NewRow(partition, row);
        Mention(new Fields(entity, writes: true), mention);
        return entity;
    }

    public static Mention ToIrrelevant(this TableEntity row) => Mention(new Fields(row.Readable(), writes: false), null);

    private static JudgedMention Judged(Fields row, JudgedMention? judged) =>
        new(
            row.Required("Brand", judged?.Brand),
            Mention(row, judged?.Mention),
            Verdict(row, judged?.Verdict))
        {
            EditedAt = row.Value("EditedAt", judged?.EditedAt),
            ConfirmedAt = row.Value("ConfirmedAt", judged?.ConfirmedAt),
            Irrelevant = row.Value<bool>("Irrelevant", judged is { Irrelevant: true } ? true : null) ?? false,
            Own = row.Value<bool>("Own", judged is { Own: true } ? true : null) ?? false,
            Observed = row.Value<bool>("Observed", judged is { Observed: true } ? true : null) ?? false,
            Purpose = row.Text("Query", judged?.Purpose?.Query) is { } query
                ? new QueryPurpose(
                    query,
                    row.Word("Objective", judged?.Purpose?.Objective),
                    row.Text("Audience", judged?.Purpose?.Audience),
                    row.Word("DefaultDepartment", judged?.Purpose?.Department))
                : null,
            FirstCase = row.Text("FirstCase", judged?.FirstCase?.Value) is { } first ? new CaseId(first) : null,
        };

    private static Mention Mention(Fields row, Mention? mention) => new Mention
    {
        Id = new MentionId(row.Required("MentionId", mention?.Id.Value)),
        Platform = row.Required("Platform", mention?.Platform),
        NativeId = row.Required("NativeId", mention?.NativeId),
        Source = row.Required("Source", mention?.Source),
        Url = row.Text("Url", mention?.Url),
        Title = row.Text("Title", mention?.Title),
        Text = row.Required("Text", mention?.Text),
        TextTruncated = row.Value("TextTruncated", mention?.TextTruncated) ?? false,
        Language = row.Text("ClaimedLanguage", mention?.Language),
        PostedAt = row.Value("PostedAt", mention?.PostedAt),
        FetchedAt = row.Value("FetchedAt", mention?.FetchedAt) ?? default,
        Revision = row.Required("Revision", mention?.Revision),
        Parent = row.Text("Parent", mention?.Parent?.Value) is { } parent ? new MentionId(parent) : null,
        Thread = row.Text("Thread", mention?.Thread),
        Rating = row.Value("Rating", mention?.Rating),
        Deleted = row.Value("Deleted", mention?.Deleted) ?? false,
        Author = row.Text("AuthorId", mention?.Author?.Id) is { } author
            ? new Author(
                author,
                row.Text("AuthorHandle", mention?.Author?.Handle),
                row.Text("AuthorName", mention?.Author?.Name),
                row.Value("AuthorFollowers", mention?.Author?.Followers))
            : null,
    };

    private static Verdict Verdict(Fields row, Verdict? verdict)
    {
        // Computed from the others; here for analysts who query the table.
        row.Value("Confidence", verdict?.Confidence);
        row.Word("LikeliestSentiment", verdict?.LikeliestSentiment is Polarity.Unknown ? null : verdict?.LikeliestSentiment);
        return new Verdict(
            row.Word("Sentiment", verdict?.Polarity) ?? Polarity.Unknown,
            new SentimentScores(
                row.Value("Negative", verdict?.Probabilities.Negative) ?? 0,
                row.Value("Neutral", verdict?.Probabilities.Neutral) ?? 0,
                row.Value("Positive", verdict?.Probabilities.Positive) ?? 0),
            row.Required("Language", verdict?.Language),
            row.Required("Model", verdict?.Model))
        {
            Intent = row.Word("Intent", verdict?.Intent?.Intent) is { } intent
                ? new DetectedIntent(
                    intent,
                    row.Value("IntentConfidence", verdict?.Intent?.Probability) ?? 0,
                    row.Value("IntentConfident", verdict?.Intent?.Confident) ?? false)
                : null,
            Care = Care(row, verdict?.Care),
            Abuse = Detection(row, "Abuse", verdict?.Abuse),
            Spam = Detection(row, "Spam", verdict?.Spam),
            OtherMeaning = row.Text("OtherMeaning", verdict?.OtherMeaning),
            SourcePrior = row.Text("SourcePrior", verdict?.SourcePrior),
            Correction = row.Text("Correction", verdict?.Correction),
            Compared = row.Text("ComparedModel", verdict?.Compared?.Model) is { } model
                ? new ComparedVerdict(
                    model,
                    row.Word("ComparedSentiment", verdict?.Compared?.LikeliestSentiment) ?? Polarity.Unknown,
                    row.Value("ComparedConfidence", verdict?.Compared?.Probability) ?? 0)
                : null,
        };
    }

    private static CareReading? Care(Fields row, CareReading? care) =>
        row.Value("NeedsAction", care?.NeedsAction) is { } needsAction
            ? new CareReading(needsAction, row.Word("AlertLevel", care?.Level) ?? AlertLevel.None)
            {
                Severity = row.Word("Severity", care?.Severity) ?? Severity.None,
                SeverityProbability = row.Value("SeverityProbability", care?.SeverityProbability) ?? 0,
                Severe = row.Value("Severe", care?.Severe) ?? false,
                Voice = row.Word("Voice", care?.Voice) ?? Voice.Unknown,
                Department = row.Word("Department", care?.Department) ?? Department.None,
                Heads = row.Required("Heads", care?.Heads),
                Passage = row.Text("Passage", care?.Passage),
            }
            : null;

    private static Detection? Detection(Fields row, string column, Detection? detection) =>
        row.Value(column, detection?.Probability) is { } probability
            ? new Detection(probability, row.Value($"{column}Detected", detection?.Detected) ?? false)
            : null;
}

/// <summary>
/// The columns of one row, written or read. Writing, each method puts the given value into its column and returns it;
/// reading, it ignores the value and returns the column's. Null is no column.
/// </summary>
internal readonly struct Fields(TableEntity row, bool writes)
{
    public string? Text(string column, string? value) => (string?)Exchange(column, value);

    /// <exception cref="InvalidDataException">The row that is read has no such column.</exception>
    public string Required(string column, string? value) =>
        Text(column, value) ?? throw new InvalidDataException($"A row of the storage lacks the column {column}.");

    public T? Value<T>(string column, T? value)
        where T : struct => (T?)Exchange(column, value);

    /// <summary>An enum by its name. A name that this version does not know is <c>Unknown</c>.</summary>
    public T? Word<T>(string column, T? value)
        where T : struct, Enum =>
        Text(column, value?.ToString()) is { } word ? Enum.TryParse<T>(word, out var known) ? known : default(T) : null;

    /// <exception cref="InvalidDataException">The row that is read has no such column.</exception>
    public T Json<T>(string column, T? value, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Required(column, writes ? JsonSerializer.Serialize(value!, type) : null), type)!;

    private object? Exchange(string column, object? value)
    {
        if (!writes)
        {
            return row.TryGetValue(column, out var read) ? read : null;
        }

        if (value is not null)
        {
            row[column] = value;
        }

        return value;
    }
}
