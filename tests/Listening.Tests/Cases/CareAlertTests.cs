using FsCheck.Fluent;
using Listening.Cases;
using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Cases;

public sealed class CareAlertTests
{
    [Fact]
    public void An_alert_holds_what_its_reader_needs_and_nothing_computed()
    {
        var json = JsonDocument.Parse(CareAlert.FromCase(Samples.Case(Samples.Post("1", "Die Klingel ist kaputt, \"ätzend\" 🚲"))).ToJson())
            .RootElement;

        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.EndsWith("-1", json.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("/brands/nordrad/sources/forum", json.GetProperty("source").GetString());
        var data = json.GetProperty("data");
        Assert.Equal("Die Klingel ist kaputt, \"ätzend\" 🚲", data.GetProperty("text").GetString());
        Assert.Equal("negative", data.GetProperty("verdict").GetProperty("sentiment").GetString());
        Assert.Equal(
            ["negative", "neutral", "positive"],
            data.GetProperty("verdict").GetProperty("probabilities").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void An_alert_that_is_read_back_from_its_message_is_the_same()
    {
        var message = CareAlert.FromCase(Samples.Case(Samples.Post("1", "ätzend"))).ToMessage("care-alerts");

        var read = CareAlert.Parse(message.Body);

        Assert.Equal(("care-alerts", read.Id), (message.Queue, message.Id));
        Assert.Equal(message.Body, read.ToJson());
    }

    [Fact]
    public void Letters_stay_letters() =>
        Assert.Contains(
            "ätzend",
            Encoding.UTF8.GetString(CareAlert.FromCase(Samples.Case(Samples.Post("1", "ätzend"))).ToJson()),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a")]
    [InlineData("ä")]
    [InlineData("日")]
    [InlineData("🚲")]
    [InlineData("\"")]
    [InlineData("\uE000")]
    [InlineData("\u0085")]
    public void However_long_its_fields_an_alert_fits_a_queue_message(string letter)
    {
        string Of(int units) => string.Concat(Enumerable.Repeat(letter, units / letter.Length));
        var mention = (Samples.Post("1", Of(Mention.MaxTextLength)) with
        {
            Title = Of(MentionLimits.MaxLabelLength),
            Url = Of(MentionLimits.MaxIdLength),
            Platform = Of(MentionLimits.MaxIdLength),
            Source = Of(500),
            Author = new Author(Of(MentionLimits.MaxIdLength), Of(MentionLimits.MaxLabelLength), Of(MentionLimits.MaxLabelLength)),
        }).WithinLimits();
        var @case = Samples.Case(mention) with { Rule = Of(500), Reason = Of(10_000) };

        var json = CareAlert.FromCase(@case).ToJson();

        Assert.InRange(json.Length, 1, CareAlert.MaxBytes);
        var data = JsonDocument.Parse(json).RootElement.GetProperty("data");
        Assert.True(data.GetProperty("textTruncated").GetBoolean());
        Assert.EndsWith("…", data.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(@case.Id.Value, data.GetProperty("caseId").GetString());
    }

    [Fact]
    public void A_text_that_must_be_cut_loses_no_more_than_it_must()
    {
        var json = CareAlert.FromCase(Samples.Case(Samples.Post("1", new string('日', Mention.MaxTextLength)))).ToJson();

        Assert.InRange(json.Length, CareAlert.MaxBytes - 8, CareAlert.MaxBytes);
    }

    [Fact]
    public void Any_case_of_any_post_within_limits_fits_and_says_the_same_twice() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Mention.ToArbitrary(), mention =>
        {
            var @case = Samples.Case(mention.WithinLimits());
            var json = CareAlert.FromCase(@case).ToJson();
            return json.Length <= CareAlert.MaxBytes && json.AsSpan().SequenceEqual(CareAlert.FromCase(@case).ToJson());
        }));
}
