using System.Text.Json.Nodes;
using Listening.Cases;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Cases;

/// <summary>What other programs read is what <c>care-alert.schema.json</c> promises them.</summary>
public sealed class CareAlertSchemaTests
{
    private static readonly SchemaCheck Schema = SchemaCheck.Load("care-alert.schema.json");

    private static readonly Mention LateParcel = new()
    {
        Id = MentionId.For("forum.example", "4711"),
        Platform = "forum.example",
        NativeId = "4711",
        Source = "Coffee forum",
        Url = "https://forum.example/t/4711",
        Author = new Author("u-17", "katrin", "Katrin Ü.", 42),
        Title = "Lieferung",
        Text = "Wo bleibt mein Paket? 📦 <b>\"seit\" Dienstag</b>",
        PostedAt = new DateTimeOffset(2025, 5, 6, 9, 30, 0, TimeSpan.FromHours(2)),
        FetchedAt = new DateTimeOffset(2025, 5, 6, 7, 31, 5, 250, TimeSpan.Zero),
        Revision = "1",
    };

    public static TheoryData<string, CareCase> Cases => new()
    {
        { "all fields", Case(LateParcel) },
        { "only the required ones", Case(LateParcel with { Url = null, Author = null, Title = null, PostedAt = null }) },
        { "an author with nothing but an id", Case(LateParcel with { Author = new Author("katrin") }) },
        { "no text", Case(LateParcel with { Text = "" }) },
        { "the longest text", Case(LateParcel with { Text = new string('ü', Mention.MaxTextLength) }) },
        { "a text too long for a message", Case(LateParcel with { Text = Parcels(Mention.MaxTextLength / 2) }) },
        { "a source with signs in its name", Case(LateParcel with { Source = "R&D / Forum (täglich) 100%" }) },
        { "announced again", Case(LateParcel) with { Announcement = 12 } },
        { "a case that was not traced", Case(LateParcel) with { TraceParent = null } },
        { "an intent", Wanting(Intent.Purchase, sure: true) },
        { "an intent the model is not sure of", Wanting(Intent.Purchase, sure: false) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_alert_keeps_to_the_schema(string about, CareCase @case)
    {
        var json = CareAlert.FromCase(@case).ToJson();

        Assert.True(json.Length <= CareAlert.MaxBytes, about);
        using var alert = JsonDocument.Parse(json);
        Assert.Empty(Schema.Faults(alert.RootElement));
    }

    [Fact]
    public void An_alert_holds_the_fields_of_the_schema_and_no_others()
    {
        using var alert = JsonDocument.Parse(CareAlert.FromCase(Case(LateParcel)).ToJson());

        Assert.Equal(Names(Schema.Root), Names(alert.RootElement));
        var (data, defs) = (alert.RootElement.GetProperty("data"), Schema.Root.GetProperty("$defs"));
        Assert.Equal(Names(defs.GetProperty("data")), Names(data));
        Assert.Equal(Names(defs.GetProperty("author")), Names(data.GetProperty("author")));
        Assert.Equal(Names(defs.GetProperty("verdict")), Names(data.GetProperty("verdict")));
        Assert.Equal(
            Names(defs.GetProperty("verdict").GetProperty("properties").GetProperty("probabilities")),
            Names(data.GetProperty("verdict").GetProperty("probabilities")));
    }

    [Theory]
    [InlineData("id", "\"4711\"")]
    [InlineData("type", "\"listening.case.closed\"")]
    [InlineData("time", "\"yesterday\"")]
    [InlineData("source", "\"/brands/NorthWind/sources/x\"")]
    [InlineData("traceparent", "\"0af7651916cd43dd8448eb211c80319c\"")]
    [InlineData("data.priority", "0")]
    [InlineData("data.priority", "101")]
    [InlineData("data.announcement", "1.5")]
    [InlineData("data.text", "null")]
    [InlineData("data.author.id", "17")]
    [InlineData("data.dueAt", "\"2025-05-06T11:31:05\"")]
    [InlineData("data.verdict.sentiment", "\"unsure\"")]
    [InlineData("data.verdict.probabilities.negative", "1.01")]
    [InlineData("data.verdict.intent", "\"revenge\"")]
    [InlineData("data.verdict.intentConfidence", "-0.1")]
    public void A_field_that_breaks_the_promise_is_caught(string field, string value)
    {
        var alert = JsonNode.Parse(CareAlert.FromCase(Case(LateParcel)).ToJson())!;
        var names = field.Split('.');
        names[..^1].Aggregate(alert, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(value);

        Assert.Single(Schema.Faults(JsonSerializer.SerializeToElement(alert)));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("subject")]
    public void A_missing_field_is_caught_and_an_added_one_is_not(string field)
    {
        var alert = JsonNode.Parse(CareAlert.FromCase(Case(LateParcel)).ToJson())!.AsObject();
        alert["somethingNew"] = 1;
        Assert.Empty(Schema.Faults(JsonSerializer.SerializeToElement(alert)));

        alert.Remove(field);
        Assert.Single(Schema.Faults(JsonSerializer.SerializeToElement(alert)));
    }

    [Theory]
    [InlineData(Intent.Complaint)]
    [InlineData(Intent.Question)]
    [InlineData(Intent.Praise)]
    [InlineData(Intent.Suggestion)]
    [InlineData(Intent.Purchase)]
    [InlineData(Intent.Other)]
    public void An_alert_names_an_intent_the_model_is_sure_of_and_no_other(Intent intent)
    {
        var (sure, unsure) = (VerdictOf(Wanting(intent, sure: true)), VerdictOf(Wanting(intent, sure: false)));

        Assert.Empty(Schema.Faults(sure, Schema.Root.GetProperty("$defs").GetProperty("verdict")));
        Assert.Equal(
            (intent.ToString().ToLowerInvariant(), 0.75),
            (sure.GetProperty("intent").GetString(), sure.GetProperty("intentConfidence").GetDouble()));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (unsure.GetProperty("intent").ValueKind, unsure.GetProperty("intentConfidence").ValueKind));

        static JsonElement VerdictOf(CareCase @case) =>
            JsonDocument.Parse(CareAlert.FromCase(@case).ToJson()).RootElement.GetProperty("data").GetProperty("verdict");
    }

    private static CareCase Wanting(Intent intent, bool sure)
    {
        var @case = Case(LateParcel);
        return @case with { Opening = @case.Opening with { Verdict = @case.Opening.Verdict with { Intent = new(intent, 0.75, sure) } } };
    }

    private static string Parcels(int count) => string.Concat(Enumerable.Repeat("📦", count));

    private static CareCase Case(Mention mention) => new()
    {
        Id = CaseId.For("northwind", mention),
        Brand = "northwind",
        Opening = new JudgedMention(
            "northwind", mention, new Verdict(Polarity.Negative, new SentimentScores(0.91, 0.06, 0.03), "de", "starter-1")),
        Rule = "Unhappy customers",
        Reason = "negative at 91 %, rule 'Unhappy customers' asks for 60 %",
        Queue = "care-alerts",
        Priority = 91,
        OpenedAt = mention.FetchedAt.AddSeconds(3),
        DueAt = mention.FetchedAt.AddHours(4),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    private static IEnumerable<string> Names(JsonElement element) =>
        (element.TryGetProperty("properties", out var properties) ? properties : element)
            .EnumerateObject()
            .Select(member => member.Name)
            .Order();
}
