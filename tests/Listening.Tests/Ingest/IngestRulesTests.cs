using Listening.Configuration;
using Listening.Domain;
using Listening.Ingest;

namespace Listening.Tests.Ingest;

public sealed class IngestRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly IngestContext Context = new(
        new SourceConfig { Name = "archive", Type = "file" }, "forum", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Now);

    private static Mention Mapped(string json)
    {
        var item = IngestJson.TryRead(Encoding.UTF8.GetBytes(json), out var unreadable);
        Assert.Null(unreadable);
        var mention = IngestRules.TryMap(item!, Context, out var fault);
        Assert.Null(fault);
        return mention!;
    }

    private static string? Fault(string json)
    {
        Assert.Null(IngestRules.TryMap(IngestJson.TryRead(Encoding.UTF8.GetBytes(json), out _)!, Context, out var fault));
        return fault?.Sentence;
    }

    [Fact]
    public void Every_field_of_an_item_has_its_place_in_the_mention()
    {
        var mention = Mapped("""
            {"source":"x","externalId":1795320000000000001,"url":"https://x.com/mira/1","title":"Kessel","text":"Der Kessel leckt","authorName":"Mira K.",
             "authorHandle":"@mira","authorId":"u7","authorFollowers":1200,"createdAt":"2026-11-20T10:15:00","language":"de_DE","parentExternalId":"17","threadId":"t1",
             "rating":4.5,"revision":"r2","metrics":{"likes":3},"tags":["a"],"raw":{"text":"other"}}
            """);

        Assert.Equal(
            new Mention
            {
                Id = MentionId.For("x", "1795320000000000001"),
                Platform = "x",
                NativeId = "1795320000000000001",
                Source = "archive",
                Url = "https://x.com/mira/1",
                Author = new Author("u7", "mira", "Mira K.", 1200),
                Title = "Kessel",
                Text = "Der Kessel leckt",
                Language = "de-DE",
                PostedAt = new DateTimeOffset(2026, 11, 20, 9, 15, 0, TimeSpan.Zero),
                FetchedAt = Now,
                Revision = "r2",
                Edited = true,
                Parent = MentionId.For("x", "17"),
                Thread = "t1",
                Rating = 4.5,
            },
            mention);
    }

    [Theory]
    [InlineData("""{"guid":"g","content":"a","permalink":"https://example.com/a","pubDate":"2026-11-20","lang":"de","username":"m"}""")]
    [InlineData("""{"ID":"g","Inhalt":"a","LINK":"https://example.com/a","Datum":"20.11.2026","Sprache":"de","Benutzername":"m"}""")]
    [InlineData("""{"external_id":"g","Text":"a","Url":"https://example.com/a","created-at":"2026-11-20","Language":"de","author.handle":"m"}""")]
    [InlineData("""{"id":"g","text":"  ","body":"a","snippet":"b","url":"https://example.com/a","date":"2026-11-20","lang":"de","handle":"m"}""")]
    public void Fields_are_known_by_the_names_senders_give_them(string json)
    {
        var mention = Mapped(json);

        Assert.Equal(
            ("g", "a", "https://example.com/a", "de", "m", new DateTimeOffset(2026, 11, 19, 23, 0, 0, TimeSpan.Zero)),
            (mention.NativeId, mention.Text, mention.Url, mention.Language, mention.Author?.Id, mention.PostedAt));
    }

    [Fact]
    public void The_fields_own_name_counts_more_than_another_name_for_it_wherever_it_stands() =>
        Assert.Equal("1", Mapped("""{"guid":"3","id":"2","externalId":"1","text":"a"}""").NativeId);

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0")]
    [InlineData("12e5")]
    [InlineData("1.0")]
    public void A_number_as_id_keeps_every_digit(string id) =>
        Assert.Equal(id, Mapped($$"""{"id":{{id}},"text":"a"}""").NativeId);

    [Theory]
    [InlineData("id", "\"1.79532E+18\"", "an id")]
    [InlineData("id", "\"1,79532E+18\"", "an id")]
    [InlineData("id", "1.79532e18", "an id")]
    [InlineData("id", "\"2E+18\"", "an id")]
    [InlineData("parentExternalId", "\"1.79532E+18\"", "a parent's id")]
    [InlineData("threadId", "\"1.79532E+18\"", "a thread's id")]
    [InlineData("authorId", "\"1.79532E+18\"", "an author's id")]
    public void An_id_that_a_spreadsheet_rounded_is_refused_without_being_quoted(string field, string id, string called) =>
        Assert.Equal(
            $"has {called} that a spreadsheet rounded; export that column as text", Fault($$"""{"{{field}}":{{id}},"text":"a"}"""));

    [Fact]
    public void An_id_of_thousands_of_characters_is_refused() =>
        Assert.Equal("has an id of 3000 characters, more than 2048", Fault($$"""{"id":"{{new string('x', 3_000)}}","text":"a"}"""));

    [Fact]
    public void A_post_without_an_id_is_named_by_its_address_author_time_and_text()
    {
        var mention =
            Mapped("""{"text":"a","url":"HTTPS://Example.com:443/p?utm_source=x&page=2#top","author":"Mira","createdAt":"2026-11-20"}""");
        var shared = Mapped("""{"text":"a","url":"https://example.com/p?page=2&fbclid=1","author":"Mira","createdAt":"2026-11-20"}""");
        var other = Mapped("""{"text":"b","url":"https://example.com/p?page=2","author":"Mira","createdAt":"2026-11-20"}""");

        Assert.Equal(StableHash.Compute("forum", "example.com/p?page=2", "Mira", "2026-11-20", "a"), mention.NativeId);
        Assert.Equal(mention.Id, shared.Id);
        Assert.NotEqual(mention.Id, other.Id);
    }

    [Fact]
    public void An_answer_without_a_thread_belongs_to_the_conversation_of_what_it_answers()
    {
        var answer = Mapped("""{"id":"2","text":"a","parentExternalId":"1","authorId":"mira"}""");
        var lone = Mapped("""{"id":"1","text":"a","authorId":"mira"}""");
        var stranger = Mapped("""{"id":"3","text":"a","authorId":"mira"}""");

        Assert.Equal(lone.Id, answer.Parent);
        Assert.Equal(CaseId.For("northwind", lone), CaseId.For("northwind", answer));
        Assert.NotEqual(CaseId.For("northwind", lone), CaseId.For("northwind", stranger));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"ja\"", true)]
    [InlineData("1", true)]
    [InlineData("\"WAHR\"", true)]
    [InlineData("false", false)]
    [InlineData("\"nein\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    public void What_was_taken_back_keeps_nothing_but_its_id(string deleted, bool gone)
    {
        var mention =
            Mapped($$"""{"id":"1","deleted":{{deleted}},"text":"geheim","author":"Mira","url":"https://example.com/","title":"t","createdAt":"2026-11-20"}""");

        Assert.Equal(gone, mention.Deleted);
        Assert.Equal(gone, mention is { Text: "", Author: null, Url: null, Title: null, PostedAt: null });
        Assert.Equal(MentionId.For("forum", "1"), mention.Id);
    }

    [Theory]
    [InlineData("""{"id":"1","comment":"a","created_time":"2019-02-22T22:49:56+0000","from_name":"Anna"}""")]
    [InlineData("""{"comment id":"1","Comment Text":"a","Comment Create Timestamp":"2019-02-22T22:49:56+00:00","from":{"name":"Anna"}}""")]
    [InlineData("""{"id":"1","selftext":"a","created_utc":1550875796,"author":"Anna"}""")]
    [InlineData("""{"id":"1","text":"a","created":1550875796000,"user":{"display_name":"Anna"}}""")]
    [InlineData("""{"id":"1","content":"a","createTime":"2019-02-22T22:49:56Z","reviewer":{"displayName":"Anna"}}""")]
    [InlineData("""{"id":"1","Kommentartext":"a","Datum":"22.02.2019","Uhrzeit":"23:49:56","Verfasser":"Anna"}""")]
    [InlineData("""{"id":"1","Full Text":"a","Snippet":"b","Date":"2019-02-22 00:00:00","Time":"11:49:56 PM","Author":"Anna"}""")]
    [InlineData("""{"id":"1","review":"a","time":1550875796,"author":"Anna"}""")]
    [InlineData("""{"id":"1","text":"a","Erstellungsdatum":"22.02.2019 23:49:56","Uhrzeit":"00:00","Autor":"Anna"}""")]
    public void Time_and_author_are_read_under_the_names_that_platforms_export(string json)
    {
        var mention = Mapped(json);

        Assert.Equal(
            ("1", "a", "Anna", new DateTimeOffset(2019, 2, 22, 22, 49, 56, TimeSpan.Zero)),
            (mention.NativeId, mention.Text, mention.Author?.Name, mention.PostedAt));
    }

    [Theory]
    [InlineData("\"letzten Freitag\"", "has a time of the form 'aaaaaaa aaaaaaa' that cannot be read; write it as in 2026-11-26T10:15:00Z")]
    [InlineData("45987.43", "has a time of the form '99999.99' that cannot be read; write it as in 2026-11-26T10:15:00Z")]
    [InlineData(
        "\"8/9/2026 9:00\"",
        "has a time of the form '9/9/9999 9:99' that can mean two days; set the source's 'dateOrder', then save the file anew")]
    public void A_time_that_cannot_be_read_is_named_by_its_form_rather_than_taken_for_now(string time, string fault) =>
        Assert.Equal(fault, Fault($$"""{"id":"1","text":"a","createdAt":{{time}}}"""));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"unbekannt\"")]
    [InlineData("\"0000-00-00 00:00:00\"")]
    public void A_post_may_have_no_time(string time) =>
        Assert.Null(Mapped($$"""{"id":"1","text":"a","createdAt":{{time}}}""").PostedAt);

    [Fact]
    public void The_order_of_day_and_month_is_the_sources()
    {
        var item = IngestJson.TryRead("""{"id":"1","text":"a","createdAt":"8/9/2026"}"""u8.ToArray(), out _)!;

        var mention = IngestRules.TryMap(item, Context with { DateOrder = DateOrder.MonthFirst, Zone = TimeZoneInfo.Utc }, out _);

        Assert.Equal(new DateTimeOffset(2026, 8, 9, 0, 0, 0, TimeSpan.Zero), mention!.PostedAt);
    }

    [Theory]
    [InlineData("""{"id":"1","text":"😡"}""", null, "😡", null)]
    [InlineData("""{"id":"1","starRating":"ONE"}""", null, "", 1d)]
    [InlineData("""{"id":"1","title":"Nie wieder","rating":1,"text":" "}""", null, "Nie wieder", 1d)]
    public void A_post_may_consist_of_emoji_of_stars_or_of_a_headline(string json, string? title, string text, double? rating)
    {
        var mention = Mapped(json);

        Assert.Equal((title, text, rating), (mention.Title, mention.Text, mention.Rating));
    }

    [Fact]
    public void Posts_of_stars_alone_are_told_apart_by_their_stars() =>
        Assert.NotEqual(Mapped("""{"author":"Anna","rating":1}""").Id, Mapped("""{"author":"Anna","rating":5}""").Id);

    [Fact]
    public void What_a_forum_leaves_of_a_deleted_post_deletes_it_and_its_author_is_nobody()
    {
        Assert.True(Mapped("""{"id":"1","body":"[deleted]","author":"[deleted]"}""").Deleted);
        Assert.True(Mapped("""{"id":"1","body":"[ Removed by Reddit ]"}""").Deleted);
        Assert.True(Mapped("""{"id":"1","body":"Mein Beitrag","author":"[deleted]"}""") is { Deleted: false, Author: null });
    }

    [Theory]
    [InlineData(63, null)]
    [InlineData(64, "is nested more than 64 levels deep; leave out what is not about the post")]
    [InlineData(500_000, "is nested more than 64 levels deep; leave out what is not about the post")]
    public void A_line_of_nothing_but_brackets_costs_no_time(int depth, string? problem)
    {
        var deep = $$"""{"id":"1","raw":{{new string('[', depth)}}{{new string(']', depth)}},"text":"a"}""";

        var item = IngestJson.TryRead(Encoding.UTF8.GetBytes(deep), out var unreadable);

        Assert.Equal(problem, unreadable?.Sentence);
        Assert.Equal(problem is null, item is not null);
    }

    [Fact]
    public void The_revision_changes_with_title_or_text_and_with_nothing_else()
    {
        var post = Mapped("""{"id":"1","title":"t","text":"a"}""").Revision;

        Assert.Equal(post, Mapped("""{"id":"1","title":"t","text":"a","rating":3,"author":"x"}""").Revision);
        Assert.NotEqual(post, Mapped("""{"id":"1","title":"t","text":"b"}""").Revision);
        Assert.NotEqual(post, Mapped("""{"id":"1","title":"u","text":"a"}""").Revision);
    }

    /// <summary>Otherwise an old copy of a post in a German export would overwrite a newer one.</summary>
    [Theory]
    [InlineData("28.11.2026 10:00")]
    [InlineData("2026-11-28 10:00:00")]
    [InlineData("2026-11-28T09:00:00Z")]
    [InlineData("Sat, 28 Nov 2026 09:00:00 GMT")]
    [InlineData("28 Nov 2026 10:00")]
    [InlineData("2026/11/28 10:00:00")]
    [InlineData("1795856400.5")]
    public void A_time_of_update_in_any_form_is_an_instant_in_the_zone_of_the_source(string updatedAt)
    {
        var revision = Mapped($$"""{"id":"1","text":"a","updatedAt":"{{updatedAt}}"}""").Revision;

        Assert.Equal(
            new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero), Revisions.InstantOf(revision)!.Value, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("20261128")]
    [InlineData("W/\\\"abc\\\"")]
    [InlineData("v2.1")]
    public void A_revision_that_is_no_time_stays_as_it_is_written(string revision) => Assert.Equal(
        revision.Replace("\\", "", StringComparison.Ordinal), Mapped($$"""{"id":"1","text":"a","revision":"{{revision}}"}""").Revision);

    [Fact]
    public void Other_words_under_the_same_day_of_update_are_another_revision() => Assert.NotEqual(
        Mapped("""{"id":"1","text":"a","updatedAt":"2026-11-21"}""").Revision,
        Mapped("""{"id":"1","text":"b","updatedAt":"2026-11-21"}""").Revision);

    [Theory]
    [InlineData("\"4,5\"", 4.5)]
    [InlineData("5", 5d)]
    [InlineData("\"fünf\"", null)]
    [InlineData("\"1e999\"", null)]
    public void Stars_are_read_with_a_point_or_a_comma(string rating, double? stars) =>
        Assert.Equal(stars, Mapped($$"""{"id":"1","text":"a","rating":{{rating}}}""").Rating);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("not an address")]
    public void An_address_no_browser_should_open_is_dropped(string url) =>
        Assert.Null(Mapped($$"""{"id":"1","text":"a","url":"{{url}}"}""").Url);

    [Theory]
    [InlineData("Deutsch")]
    [InlineData("d")]
    [InlineData("de-")]
    public void A_language_that_is_no_language_tag_is_none(string language) =>
        Assert.Null(Mapped($$"""{"id":"1","text":"a","language":"{{language}}"}""").Language);

    [Fact]
    public void A_null_character_is_taken_out_of_whatever_holds_it()
    {
        var mention = Mapped("""{"id":"1\u0000","text":"a\u0000b"}""");

        Assert.Equal(("1", "ab"), (mention.NativeId, mention.Text));
    }
}
