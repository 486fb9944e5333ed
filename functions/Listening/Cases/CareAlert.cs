using System.Text.Encodings.Web;

namespace Listening.Cases;

/// <summary>
/// What a department's queue gets about a case: a CloudEvents 1.0 event in JSON. Its schema is
/// <c>care-alert.schema.json</c> beside this file; fields are only ever added.
/// </summary>
public sealed record CareAlert
{
    /// <summary>Most bytes of an alert's JSON: what a queue message holds of it as base64.</summary>
    public const int MaxBytes = 49_152;

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>Case id and announcement number: the same pair always has the same content.</summary>
    public required string Id { get; init; }

    public string Type { get; init; } = "listening.case.announced";

    /// <summary><c>/brands/{brand}/sources/{source}</c></summary>
    public required string Source { get; init; }

    /// <summary>The case id.</summary>
    public required string Subject { get; init; }

    /// <summary>When the case was opened.</summary>
    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    /// <summary>The CloudEvents extension Distributed Tracing: <see cref="CareCase.TraceParent"/>, left out if there is none.</summary>
    [JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }

    public required AlertData Data { get; init; }

    /// <summary>The alert of a case. Two calls give the same alert, down to the byte.</summary>
    public static CareAlert FromCase(CareCase @case)
    {
        var (mention, verdict) = (@case.Opening.Mention, @case.Opening.Verdict);
        return new CareAlert
        {
            Id = $"{@case.Id}-{@case.Announcement}",
            Source = $"/brands/{@case.Brand}/sources/{Uri.EscapeDataString(mention.Source)}",
            Subject = @case.Id.Value,
            Time = @case.OpenedAt,
            TraceParent = @case.TraceParent,
            Data = new AlertData
            {
                CaseId = @case.Id.Value,
                Announcement = @case.Announcement,
                Brand = @case.Brand,
                Priority = @case.Priority,
                DueAt = @case.DueAt,
                Rule = @case.Rule,
                Reason = @case.Reason,
                Query = @case.Opening.Purpose?.Query,
                Objective = @case.Opening.Purpose?.Objective?.ToWord(),
                Audience = @case.Opening.Purpose?.Audience,
                MentionId = mention.Id.Value,
                Platform = mention.Platform,
                Source = mention.Source,
                Url = mention.Url,
                Title = mention.Title,
                Text = mention.Text,
                TextTruncated = mention.TextTruncated,
                Passage = verdict.Care?.Passage,
                Author = mention.Author,
                CreatedAt = mention.PostedAt,
                FetchedAt = mention.FetchedAt,
                Verdict = new AlertVerdict(
                    verdict.LikeliestSentiment.ToWord(),
                    verdict.Probabilities.Probability(verdict.LikeliestSentiment),
                    verdict.Probabilities,
                    verdict.Language,
                    verdict.Model)
                {
                    Intent = verdict.ConfidentIntent?.ToWord(),
                    IntentConfidence = verdict.ConfidentIntent is null ? null : verdict.Intent?.Probability,
                    NeedsAction = verdict.Care?.NeedsAction,
                    Severity = verdict.Care is { Severe: true } severe ? severe.Severity.ToWord() : null,
                    Voice = verdict.Care?.Voice.ToWord(),
                    Department = @case.Opening.Department?.ToWord(),
                },
            },
        };
    }

    /// <summary>The alert as a queue takes it.</summary>
    public AlertMessage ToMessage(string queue) => new(queue, Id, ToJson());

    /// <summary>The alert of a message's body.</summary>
    public static CareAlert Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, AlertJson.Default.CareAlert)!;

    /// <summary>
    /// UTF-8 JSON of at most <see cref="MaxBytes"/> bytes. A text too long for that keeps its beginning, ends in an
    /// ellipsis and is marked; the mention's row has the whole text.
    /// </summary>
    public byte[] ToJson()
    {
        var json = Serialize(this);
        return json.Length <= MaxBytes ? json : Cut() ?? WithShortFields().Cut()!;
    }

    private byte[]? Cut() => TextCutter.LongestFit(
        Data.Text, MaxBytes, text => Serialize(this with { Data = Data with { Text = text + "…", TextTruncated = true } }));

    /// <summary>For a post whose every field is at its limit, in characters that JSON writes as six bytes: it must not be lost.</summary>
    private CareAlert WithShortFields()
    {
        const int MaxLength = 300;
        return this with
        {
            Source = Short(Source)!,
            Data = Data with
            {
                Rule = Short(Data.Rule)!,
                Reason = Short(Data.Reason)!,
                Query = Short(Data.Query),
                Audience = Short(Data.Audience),
                Platform = Short(Data.Platform)!,
                Source = Short(Data.Source)!,
                Url = Data.Url is { Length: <= MaxLength } ? Data.Url : null,
                Title = Short(Data.Title),
                Passage = Short(Data.Passage),
                Author = Data.Author is { } author
                    ? author with { Id = Short(author.Id)!, Handle = Short(author.Handle), Name = Short(author.Name) }
                    : null,
            },
        };

        static string? Short(string? field) => field is null ? null : TextCutter.Truncate(field, MaxLength).Text;
    }

    private static byte[] Serialize(CareAlert alert) => JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Relaxed.CareAlert);
}

/// <summary>The case in the alert: everything needed to answer well.</summary>
public sealed record AlertData
{
    public required string CaseId { get; init; }

    /// <summary>Counts the alerts of this case, from 1.</summary>
    public required int Announcement { get; init; }

    public required string Brand { get; init; }

    /// <summary>1 (can wait) to 100 (now).</summary>
    public required int Priority { get; init; }

    public required DateTimeOffset DueAt { get; init; }
    public required string Rule { get; init; }

    /// <summary>Why this is here, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The name of the brand's query that found it; null if the brand names none.</summary>
    public string? Query { get; init; }

    /// <summary>What that query is for: listen, talk, energise, support or embrace; null if it does not say.</summary>
    public string? Objective { get; init; }

    /// <summary>Who writes such posts, in the brand's words; null if the query does not say.</summary>
    public string? Audience { get; init; }

    public required string MentionId { get; init; }
    public required string Platform { get; init; }
    public required string Source { get; init; }
    public string? Url { get; init; }
    public string? Title { get; init; }
    public required string Text { get; init; }

    /// <summary>True if the text lost its end to a limit.</summary>
    public bool TextTruncated { get; init; }

    /// <summary>Of a long text, the part that says most clearly why somebody should read it; null of a short one.</summary>
    public string? Passage { get; init; }

    public Author? Author { get; init; }

    /// <summary>When the source says it was written; null if it does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }
    public required AlertVerdict Verdict { get; init; }
}

/// <summary>The model's verdict, and which model produced it.</summary>
public sealed record AlertVerdict(string Sentiment, double Confidence, SentimentScores Probabilities, string Language, string Model)
{
    /// <summary>What the author wants; null if the model does not predict it or is not sure enough.</summary>
    public string? Intent { get; init; }

    /// <summary>Probability of <see cref="Intent"/>, 0 to 1.</summary>
    public double? IntentConfidence { get; init; }

    /// <summary>Probability that a person of the brand must answer or act, 0 to 1; null if the model does not predict it.</summary>
    public double? NeedsAction { get; init; }

    /// <summary>safety, legal, privacy, press or leaving; null if it is not severe.</summary>
    public string? Severity { get; init; }

    /// <summary>What kind of post it is: experience, question, opinion, report, advert or other.</summary>
    public string? Voice { get; init; }

    /// <summary>Whom it concerns: care, product, marketing, pr, sales, hr or none; where the model finds none, as its query says.</summary>
    public string? Department { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CareAlert))]
internal sealed partial class AlertJson : JsonSerializerContext
{
    public static AlertJson Relaxed =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
