using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Files;
using Listening.Domain;
using Listening.Queries;
using Listening.Testing;

namespace Listening.Tests.Configuration;

public sealed partial class ListeningConfigReaderTests
{
    private const string Folder = "/srv/listening";

    [Fact]
    public void A_document_says_who_listens_where_and_who_is_alerted()
    {
        var config = Valid(Documents.Good);

        Assert.Equal(("contoso", "Contoso", null), (config.Brands[1].Id, config.Brands[1].Name, config.Brands[1].Query));
        Assert.True(config.Brands[0].Query!.Matches("Kaffee von Nordwind"));
        var (blog, export) = (config.Sources[0], config.Sources[1]);
        Assert.Equal(new FeedOptions { Url = new Uri("https://blog.northwind.example/comments/feed/") }, blog.Options);
        Assert.Equal((true, TimeSpan.FromMinutes(5), 12.5m), (blog.StoreEverything, blog.Every, blog.MonthlyBudget));
        Assert.Equal(["northwind"], blog.Brands!);
        var path = Path.GetFullPath("/srv/listening/import/posts.jsonl");
        Assert.Equal(new FileSourceOptions { Path = path, Platform = "forum.example", TimeZone = "UTC" }, export.Options);
        Assert.False(export.StoreEverything);
        Assert.Null(export.Brands);
        var rule = config.Routing[0];
        Assert.Equal([Polarity.Negative], rule.Sentiment!);
        Assert.Equal((0.6, "care-alerts", TimeSpan.FromHours(4)), (rule.MinConfidence, rule.Queue, rule.AnswerWithin));
        Assert.Equal([Intent.Complaint], rule.Intents!);
        Assert.Equal(["de", "en"], rule.Languages!);
        Assert.Equal(["northwind"], rule.Brands!);
        Assert.Equal(["Blog comments"], rule.Sources!);
        Assert.True(rule.Keywords!.Matches("Wo bleibt die Lieferung?"));
    }

    [Fact]
    public void A_brand_lists_its_accounts_and_brands_and_sources_may_be_observed()
    {
        var config = Valid(Documents.With(
            "$.brands[0].accounts", """[{"platform": "forum.example", "handle": "northwind"}, {"name": "*, Northwind Team"}]"""));
        Assert.Equal("😀*", Valid(Documents.With("$.brands[0].accounts", """[{"name": "😀*"}]""")).Brands[0].Accounts[0].Name);
        var observed = Valid(Documents.With("$.brands[1].listen", "\"observe\""));

        Assert.Equal(
            [new OwnAccount { Platform = "forum.example", Handle = "northwind" }, new OwnAccount { Name = "*, Northwind Team" }],
            config.Brands[0].Accounts);
        Assert.Equal((Listen.Alert, Listen.Observe), (config.Brands[1].Listen, observed.Brands[1].Listen));
        Assert.True(observed.IsObserved("contoso", "Export"));
        Assert.False(observed.IsObserved("northwind", "Export"));
        Assert.True(Valid(Documents.With("$.sources[1].listen", "\"observe\"")).IsObserved("northwind", config.Sources[1].Name));
    }

    [Fact]
    public void A_brand_may_have_several_queries_each_for_a_purpose_and_concerns_what_any_of_them_finds()
    {
        var brand = Valid(Documents.With("$.brands[1].queries", TwoQueries)).Brands[1];

        Assert.Equal(
            [
                new QueryPurpose("Leads", Objective.Talk, "home baristas", Department.Sales),
                new QueryPurpose("Everything else"),
            ],
            brand.Queries.Select(named => named.Purpose));
        Assert.Equal("(contoso kaufen) OR (contoso OR \"conto so\")", brand.Query!.Text);
        Assert.True(brand.Query.Matches("Conto so ist zu"));
        Assert.Equal(brand.Query.Tree, Query.TryParse(brand.Query.Text, out _)!.Tree);
        Assert.Empty(Valid(Documents.Good).Brands[0].Queries);
    }

    [Fact]
    public void A_rule_may_ask_for_what_a_query_is_for()
    {
        var queries = Documents.With("$.brands[1].queries", TwoQueries);
        var rule = Valid(queries.Replace(
            "\"confidence\":0.6", "\"queries\": [\"Leads\"], \"objectives\": [\"talk\"]", StringComparison.Ordinal)).Routing[0];

        Assert.Equal((IReadOnlyList<string>)["Leads"], rule.Queries);
        Assert.Equal([Objective.Talk], rule.Objectives!);
        Assert.Equal(
            ["$.routing[0].when.objectives[0]: no query of $.brands has this objective; give it to one, or remove it here"],
            Errors(queries.Replace("\"confidence\":0.6", "\"objectives\": [\"embrace\"]", StringComparison.Ordinal)));
        Assert.Equal(
            ["$.routing[0].when.queries[0]: query 'Lead' is not among the queries of $.brands; did you mean 'Leads'?"],
            Errors(queries.Replace("\"confidence\":0.6", "\"queries\": [\"Lead\"]", StringComparison.Ordinal)));
        Assert.Equal(
            ["$.routing[0].when.queries[0]: query 'Leads' is not among the queries of $.brands; add it there or remove it here"],
            Errors(Documents.With("$.routing[0].when.queries", "[\"Leads\"]")));
    }

    [Fact]
    public void A_source_may_keep_posts_that_concern_no_brand() => Assert.Equal(
        [0, 500], Valid(Documents.With("$.sources[1].keepIrrelevant", "500")).Sources.Select(source => source.KeepIrrelevant));

    [Fact]
    public void A_brand_says_what_it_is_and_what_its_posts_are_read_with_and_a_source_may_say_otherwise()
    {
        var config = Valid(Documents.Good);

        Assert.Equal("Northwind roasts coffee in Bremen and sells it in its shops and online.", config.Brands[0].Description);
        Assert.Equal((null, Understanding.Full), (config.Brands[1].Description, config.Brands[1].Understanding));
        Assert.Equal([Understanding.Words, null], config.Sources.Select(source => source.Understanding));
        Assert.Equal(Understanding.Words, Valid(Documents.With("$.brands[1].understanding", "\"words\"")).Brands[1].Understanding);
    }

    [Fact]
    public void Without_routing_a_post_that_somebody_must_act_on_reaches_the_care_team()
    {
        var config = Valid("""
            { "brands": [ { "id": "a", "name": "A" } ], "sources": [ { "name": "S", "type": "feed", "url": "https://a.example/" } ] }
            """);

        var rule = Assert.Single(config.Routing);
        Assert.Equal(("Needs an answer", "care-alerts"), (rule.Name, rule.Queue));
        Assert.Equal((AlertLevel.Balanced, TimeSpan.FromHours(4)), (rule.NeedsAction, rule.AnswerWithin));
        Assert.Null(rule.Sentiment);
        Assert.Null(rule.Languages);
        Assert.Equal((TimeSpan.FromMinutes(5), false), (config.Sources[0].Every, config.Sources[0].StoreEverything));
    }

    [Fact]
    public void A_rule_may_ask_who_must_act_how_severe_it_is_and_whom_it_concerns()
    {
        var rule = Valid(Documents.With(
            "$.routing[0].when", """{ "needsAction": "quiet", "severity": [ "safety", "legal" ], "departments": [ "pr" ] }""")).Routing[0];

        Assert.Equal(AlertLevel.Quiet, rule.NeedsAction);
        Assert.Equal([Severity.Safety, Severity.Legal], rule.Severity!);
        Assert.Equal([Department.Pr], rule.Departments!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"nobody\"")]
    public void A_rule_may_say_that_nobody_is_alerted(string queue) =>
        Assert.Null(Valid(Documents.With("$.routing[0].queue", queue)).Routing[0].Queue);

    [Theory]
    [InlineData("$.sources[0].url", "htps://blog.example/feed?key=geheim")]
    [InlineData("$.sources[0].url", "https:/anna:geheim@blog.example/feed")]
    [InlineData("$.sources[0].url", "https//anna:geheim@blog.example/feed")]
    [InlineData("$.sources[0].url", "https://anna:ge/heim@blog.example/feed")]
    [InlineData("$.sources[0].url", "https://blog.example/hooks/geheim feed")]
    [InlineData("$.sources[0].url", "@geheim")]
    [InlineData("$.sources[1].path", "https://anna:geheim@blog.example/export.csv")]
    [InlineData("$.sources[1].path", "http:\\\\blog.example\\\\geheim")]
    [InlineData("$.sources[1].path", "https://blog.example/export.csv?key=geheim\\u0007")]
    public void An_address_that_is_refused_is_not_repeated_since_it_may_hold_a_secret(string path, string written)
    {
        var error = Assert.Single(Errors(Documents.With(path, $"\"{written}\"")));

        Assert.StartsWith(path, error, StringComparison.Ordinal);
        Assert.DoesNotContain("heim", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_of_a_rule_is_no_condition()
    {
        const string Empty = """{ "sentiment": [], "intents": [], "languages": [], "brands": [], "sources": [] }""";

        var rule = Valid(Documents.With("$.routing[0].when", Empty)).Routing[0];

        Assert.Equal((null, null, null, null, null), (rule.Sentiment, rule.Intents, rule.Languages, rule.Brands, rule.Sources));
    }

    [Fact]
    public void A_rule_is_for_posts_of_the_last_thirty_days_unless_it_says_otherwise_or_alerts_nobody()
    {
        var rules = Valid(Documents.With("$.routing[0].when", "{}")).Routing;

        Assert.Equal([TimeSpan.FromDays(30), null], rules.Select(rule => rule.MaxAge));
        Assert.Equal(TimeSpan.FromDays(365), Valid(Documents.With("$.routing[0].when.maxAge", "\"365d\"")).Routing[0].MaxAge);
    }

    [Fact]
    public void An_empty_routing_alerts_nobody() => Assert.Empty(Valid(Documents.With("$.routing", "[]")).Routing);

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("90m", 5_400)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    public void A_duration_is_a_number_and_its_unit(string every, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Valid(Documents.With("$.sources[0].every", $"\"{every}\"")).Sources[0].Every);

    [Fact]
    public void A_time_zone_is_known_by_name_although_the_service_runs_without_icu()
    {
        // Windows has its own names, which .NET maps by ICU.
        var zone = OperatingSystem.IsWindows() ? "W. Europe Standard Time" : "Europe/Berlin";

        Assert.Equal(zone, Export(Valid(Documents.With("$.sources[1].timeZone", $"\"{zone}\""))).TimeZone);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Valid($"\uFEFF// ours\n{Documents.Good.TrimEnd('}', '\n', ' ')},\n/* end */ }}");

    [Fact]
    public void A_path_in_full_needs_no_folder()
    {
        var full = Path.GetFullPath("/data/posts.jsonl");
        var document = Documents.With("$.sources[1].path", System.Text.Json.JsonSerializer.Serialize(full));

        var read = Assert.IsType<ConfigResult.Valid>(ListeningConfigReader.Read(document, null, Documents.Connectors));
        Assert.Equal(full, Export(read.Config).Path);
        var error = Assert.Single(Errors(Documents.Good, folder: null));
        Assert.Equal("$.sources[1].path: is relative, but this document is not in a folder; write the path in full", error);
    }

    [Fact]
    public void A_type_is_known_if_there_is_a_connector_for_it()
    {
        var document = Documents.With("$.sources[0]", """{ "name": "M", "type": "mastodon", "url": "https://social.example/" }""");

        var mastodon = FeedOptions.Connector with { Type = "mastodon" };
        var read = Assert.IsType<ConfigResult.Valid>(ListeningConfigReader.Read(document, Folder, [.. Documents.Connectors, mastodon]));
        Assert.Equal("mastodon", read.Config.Sources[0].Type);
        Assert.Equal(["$.sources[0].type: 'mastodon' is unknown here; write 'feed' or 'file'"], Errors(document));
    }

    [Theory]
    [InlineData("$.brands", "[]", "is empty; name at least one brand")]
    [InlineData("$.brands", "{}", "must be a list in [ ], but is an object")]
    [InlineData("$.sources", "[]", "is empty; name at least one source to listen to")]
    [InlineData("$.routing", "null", "must be a list in [ ], but is null")]
    [InlineData("$.brnads", "[]", "is unknown; did you mean 'brands'?")]
    [InlineData("$.owner", "\"me\"", "is unknown; known here are brands, sources, routing")]
    [InlineData("$.brands[0]", "\"northwind\"", "must be an object in { }, but is text")]
    [InlineData("$.brands[0].id", "\"Northwind\"", "'Northwind' is not an id; use 1 to 40 lower-case letters a-z, digits and hyphens")]
    [InlineData("$.brands[0].id", "\"größe\"", "'größe' is not an id; use 1 to 40 lower-case letters a-z, digits and hyphens")]
    [InlineData("$.brands[0].id", "\"contoso\"", "the id 'contoso' is already used by $.brands[0].id; choose another", "$.brands[1].id")]
    [InlineData("$.brands[0].id", "7", "must be text in quotes, but is a number")]
    [InlineData("$.brands[0].name", "\"\"", "is empty; give it 1 to 80 characters")]
    [InlineData(
        "$.brands[0].accounts", "[{}]", "names no account; give its id, its handle, or the name that its posts show",
        "$.brands[0].accounts[0]")]
    [InlineData(
        "$.brands[0].accounts", "[{\"name\": \"*\"}]",
        "its name fits every author; write some letters beside the *, as in '*, Northwind Team'", "$.brands[0].accounts[0]")]
    [InlineData("$.sources[0].keepIrrelevant", "1.50000000000000000000000000000000000000000000000000000000000000000000001",
        "is 1.5000000000000000000000000000000000000000000000000000000000…, but must be a whole number")]
    [InlineData("$.brands[0].listen", "\"mute\"", "'mute' is unknown here; write 'alert' or 'observe'")]
    [InlineData(
        "$.brands[0].queries", "[{\"name\": \"All\", \"query\": \"north\"}]",
        "stands beside 'query'; put that into this list as one more, or remove it")]
    [InlineData("$.brands[1].queries", "[]", "is empty; write a query, or leave queries out")]
    [InlineData(
        "$.brands[1].queries", "[{\"name\": \"All\"}]", "is missing; write the words that a post must have", "$.brands[1].queries[0].query")]
    [InlineData(
        "$.brands[1].queries", "[{\"name\": \"All\", \"query\": \"a OR\"}]",
        "OR needs a word or phrase after it", "$.brands[1].queries[0].query")]
    [InlineData(
        "$.brands[1].queries", "[{\"name\": \"All\", \"query\": \"a\"}, {\"name\": \"All\", \"query\": \"b\"}]",
        "the name 'All' is already used by $.brands[1].queries[0].name; choose another", "$.brands[1].queries[1].name")]
    [InlineData(
        "$.brands[1].queries", "[{\"name\": \"All\", \"query\": \"a\", \"objective\": \"sell\"}]",
        "'sell' is unknown here; write 'listen' or 'talk' or 'energise' or 'support' or 'embrace'", "$.brands[1].queries[0].objective")]
    [InlineData("$.sources[0].keepIrrelevant", "0", "is 0, but must be between 1 and 10000")]
    [InlineData("$.sources[0].keepIrrelevant", "1.5", "is 1.5, but must be a whole number")]
    [InlineData("$.brands[0].query", "\"north OR\"", "OR needs a word or phrase after it")]
    [InlineData("$.brands[0].query", "\"-wetter\"", "it names nothing to look for; give at least one word that is not excluded")]
    [InlineData(
        "$.sources[0].name", "\"Export\"",
        "the name 'Export' is already used by $.sources[0].name; choose another", "$.sources[1].name")]
    [InlineData("$.sources[0].name", "\"Blog \"", "begins or ends with a space or holds an invisible character; remove it")]
    [InlineData("$.sources[0].name", "\"Bl\\u0007og\"", "begins or ends with a space or holds an invisible character; remove it")]
    [InlineData("$.sources[0].type", "\"rss\"", "'rss' is unknown here; write 'feed' or 'file'")]
    [InlineData("$.sources[0].relevance", "\"some\"", "'some' is unknown here; write 'query' or 'all'")]
    [InlineData("$.sources[0].Url", "\"https://a.example/\"", "is unknown; did you mean 'url'?")]
    [InlineData(
        "$.sources[0].url", "\"blog.example/feed\"",
        "is not an address; write it in full, starting with https:// or http://")]
    [InlineData(
        "$.sources[0].url", "\"file:///etc/passwd\"",
        "is not an address; write it in full, starting with https:// or http://")]
    [InlineData("$.sources[0].url", "\"https://\"", "is not an address; write it in full, starting with https:// or http://")]
    [InlineData(
        "$.sources[0].url", "\"https://me:secret@blog.example/\"",
        "holds a user name or password; remove them, as secrets do not belong in this document")]
    [InlineData(
        "$.sources[0].url", "\"htps://me:secret@blog.example/\"",
        "holds a user name or password; remove them, as secrets do not belong in this document")]
    [InlineData(
        "$.sources[0].url", "\"https://@blog.example/\"",
        "holds a user name or password; remove them, as secrets do not belong in this document")]
    [InlineData("$.sources[0].path", "\"x\"", "means nothing for type 'feed'; remove it, or write type 'file'")]
    [InlineData("$.sources[0].timeZone", "\"UTC\"", "means nothing for type 'feed'; remove it, or write type 'file'")]
    [InlineData("$.sources[0].platform", "\"x\"", "means nothing for type 'feed'; remove it, or write type 'file'")]
    [InlineData(
        "$.sources[0].every", "\"0s\"",
        "'0s' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d")]
    [InlineData("$.sources[0].every", "\"8d\"", "is 8d, but must be between 1s and 7d")]
    [InlineData(
        "$.sources[0].every", "\"99999999999d\"",
        "'99999999999d' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d")]
    [InlineData(
        "$.sources[0].every", "\"999999999d\"",
        "'999999999d' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d")]
    [InlineData("$.sources[0].every", "5", "must be text in quotes, but is a number")]
    [InlineData("$.sources[0].brands", "[]", "is empty, so no brand would listen; name a brand, or leave brands out so that all listen")]
    [InlineData("$.sources[0].allowPrivateNetwork", "\"yes\"", "must be true or false, without quotes, but is text")]
    [InlineData("$.sources[0].monthlyBudget", "0", "is 0, but must be between 0.01 and 1000000")]
    [InlineData("$.sources[0].monthlyBudget", "1e400", "is 1e400, but must be between 0.01 and 1000000")]
    [InlineData("$.sources[1].path", "\" \"", "' ' is not a path; write one such as \"import/posts.jsonl\"")]
    [InlineData("$.sources[1].url", "\"https://a.example/\"", "means nothing for type 'file'; remove it, or write type 'feed'")]
    [InlineData("$.sources[1].allowPrivateNetwork", "true", "means nothing for type 'file'; remove it, or write type 'feed'")]
    [InlineData(
        "$.sources[1].brands", "[\"nortwind\"]",
        "brand 'nortwind' is not among $.brands; did you mean 'northwind'?", "$.sources[1].brands[0]")]
    [InlineData(
        "$.sources[1].brands", "[\"northwind\", \"fabrikam\"]",
        "brand 'fabrikam' is not among $.brands; add it there or remove it here", "$.sources[1].brands[1]")]
    [InlineData(
        "$.routing[0].name", "\"Others\"",
        "the name 'Others' is already used by $.routing[0].name; choose another", "$.routing[1].name")]
    [InlineData(
        "$.routing[0].queue", "\"Care\"",
        "'Care' is not a queue name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them")]
    [InlineData(
        "$.routing[0].queue", "\"care--alerts\"",
        "'care--alerts' is not a queue name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them")]
    [InlineData(
        "$.routing[0].queue", "\"-care\"",
        "'-care' is not a queue name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them")]
    [InlineData(
        "$.routing[0].queue", "\"cs\"",
        "'cs' is not a queue name; use 3 to 63 lower-case letters a-z, digits and single hyphens between them")]
    [InlineData(
        "$.routing[0].queue", "\"mentions\"",
        "'mentions' is a queue the service itself reads; name another, such as 'care-alerts'")]
    [InlineData(
        "$.routing[0].queue", "\"fetch-poison\"",
        "'fetch-poison' is a queue the service itself reads; name another, such as 'care-alerts'")]
    [InlineData("$.routing[0].answerWithin", "\"59s\"", "is 59s, but must be between 1m and 30d")]
    [InlineData("$.routing[0].answerWithin", "\"31d\"", "is 31d, but must be between 1m and 30d")]
    [InlineData("$.routing[0].when.confidence", "60", "is 60, but must be between 0 and 1")]
    [InlineData(
        "$.routing[0].when.maxAge", "\"0d\"",
        "'0d' is not a duration; write a whole number with s, m, h or d, such as 30s, 5m, 4h or 2d")]
    [InlineData("$.routing[0].when.maxAge", "\"59s\"", "is 59s, but must be between 1m and 36500d")]
    [InlineData(
        "$.routing[0].when.sentiment", "[\"angry\"]",
        "'angry' is unknown here; write 'negative' or 'neutral' or 'positive'", "$.routing[0].when.sentiment[0]")]
    [InlineData("$.routing[0].when.languages", "[\"fr\"]", "'fr' is unknown here; write 'de' or 'en'", "$.routing[0].when.languages[0]")]
    [InlineData(
        "$.routing[0].when.sources", "[\"blog comments\"]",
        "source 'blog comments' is not among $.sources; did you mean 'Blog comments'?", "$.routing[0].when.sources[0]")]
    [InlineData(
        "$.routing[0].when.brands", "[\"norhtwind\"]",
        "brand 'norhtwind' is not among $.brands; did you mean 'northwind'?", "$.routing[0].when.brands[0]")]
    [InlineData("$.routing[0].when.keywords", "\"\\\"liefer\"", "the quote that opens at character 1 is never closed")]
    [InlineData(
        "$.routing[0].when['a b']", "1",
        "is unknown; known here are needsAction, severity, departments, sentiment, confidence, intents, languages, brands, sources, "
        + "queries, objectives, keywords, maxAge")]
    public void An_error_names_its_path_and_its_remedy(string path, string value, string sentence, string? at = null) =>
        Assert.Equal([$"{at ?? path}: {sentence}"], Errors(Documents.With(path.Replace("['", ".").Replace("']", ""), value)));

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("Europe")]
    [InlineData("Europe/Berln")]
    [InlineData("MEZ ")]
    public void A_time_zone_that_is_none_is_refused(string zone) =>
        Assert.StartsWith(
            $"$.sources[1].timeZone: '{zone}' is not a time zone this machine knows; write one such as ",
            Assert.Single(Errors(Documents.With("$.sources[1].timeZone", $"\"{zone}\""))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "$: line 1, column 1: the document is empty; begin with { \"brands\": [ ... ], \"sources\": [ ... ] }")]
    [InlineData("  \n", "$: line 2, column 1: the document is empty; begin with { \"brands\": [ ... ], \"sources\": [ ... ] }")]
    [InlineData("{ \"brands\": [", "$: line 1, column 14: the document ends although a { or [ is still open; close it")]
    [InlineData("{\n  \"Müller\": x\n}", "$: line 2, column 13: this is not JSON; 'x' is an invalid start of a value")]
    [InlineData("{}\n{}", "$: line 2, column 1: this is not JSON; '{' is invalid after a single JSON value. Expected end of data")]
    public void A_slip_in_the_json_is_found_by_line_and_column(string document, string error) => Assert.Equal([error], Errors(document));

    [Fact]
    public void Half_a_character_is_an_error_where_it_stands()
    {
        var document = Documents.Good.Replace("\"Blog comments\", \"type\"", "\"\\ud800\", \"type\"").Replace("\"every\"", "\"\\udc00\"");

        Assert.Equal(
            [
                "$.sources[0]: a property's name holds half a character (a lone \\uD8.. escape); write it out",
                "$.sources[0].name: holds half a character (a lone \\uD8.. escape); write it out",
                "$.routing[0].when.sources[0]: source 'Blog comments' is not among $.sources; add it there or remove it here",
            ],
            Errors(document));
    }

    [Fact]
    public void All_errors_are_named_at_once()
    {
        var errors = Errors("""
            {
              "brands": [ { "id": "Northwind", "query": "(" }, { "id": "contoso", "name": "Contoso", "id": "again" } ],
              "sources": [ { "type": "feed", "brands": ["contsoo", "Northwind"] }, { "name": "Export", "type": "file" } ],
              "routing": [ { "when": { "confidence": 2 } } ]
            }
            """);

        Assert.Equal(
            [
                "$.brands[0].name: is missing; give the brand's name as people write it",
                "$.brands[0].id: 'Northwind' is not an id; use 1 to 40 lower-case letters a-z, digits and hyphens",
                "$.brands[0].query: the ( at character 1 is never closed; write ) behind its last word",
                "$.brands[1].id: is given twice; keep one",
                "$.sources[0].name: is missing; give the source a name that tells it from the others",
                "$.sources[0].url: is missing; give the feed's address, such as \"https://blog.example/comments/feed/\"",
                "$.sources[0].brands[0]: brand 'contsoo' is not among $.brands; did you mean 'contoso'?",
                "$.sources[1].path: is missing; give the file's path, relative to the folder of listening.json",
                "$.routing[0].name: is missing; name in a few words which posts the rule is for; every alert shows it",
                "$.routing[0].queue: is missing; name the queue that gets the alert, or write \"nobody\"",
                "$.routing[0].when.confidence: is 2, but must be between 0 and 1",
            ],
            errors);
    }

    [Fact]
    public void A_document_without_anything_says_what_it_needs() => Assert.Equal(
        [
            "$.brands: is missing; name at least one brand, as in [ { \"id\": \"northwind\", \"name\": \"Northwind\" } ]",
            "$.sources: is missing; name at least one source to listen to",
        ],
        Errors("{}"));

    [Fact]
    public void No_text_makes_reading_fail_with_anything_but_errors()
    {
        var fragments = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"", "\"brands\"", "\"sources\"", "\"routing\"", "\"id\"", "\"name\"", "\"when\"", "\"url\"",
            "\"\\ud800\"", "\"\\udc00x\":",
            "null", "true", "1e999", "-0", "\n", "//", "/*", "*/", "\uFEFF", "\uD800", "\0", "ü", "\"Europe/..\"", "\"9d\"");
        var any = ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString());
        var texts = Gen.ArrayOf(Gen.Frequency((9, fragments), (1, any))).Select(string.Concat);

        Prop.ForAll(Arb.From(texts), Reads).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void No_damage_to_a_good_document_makes_reading_fail_with_anything_but_errors()
    {
        var damages =
            from start in Gen.Choose(0, Documents.Good.Length - 1)
            from length in Gen.Choose(0, 12)
            from c in ArbMap.Default.GeneratorFor<char>()
            select $"{Documents.Good[..start]}{c}{Documents.Good[Math.Min(start + length, Documents.Good.Length)..]}";

        Prop.ForAll(Arb.From(damages), Reads).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
        Assert.All(Documents.Damaged(), document => Assert.True(Reads(document.ToJsonString())));
    }

    [Fact]
    public void A_error_that_quotes_a_line_break_stays_one_line() =>
        Assert.True(Reads(Documents.Good.Replace("\"id\": \"northwind\"", "\"id\": \"north\\nwind\"", StringComparison.Ordinal)));

    /// <summary>True if the text gives a configuration or errors that a person can read, each on one line.</summary>
    private static bool Reads(string document) => ListeningConfigReader.Read(document, Folder, Documents.Connectors) switch
    {
        ConfigResult.Valid valid => valid.Config.Brands.Count > 0 && valid.Config.Sources.Count > 0,
        ConfigResult.Invalid invalid => invalid.Errors.Count > 0
            && invalid.Errors.All(error => error.Path.StartsWith('$')
                && error.Problem is { Sentence.Length: > 0 and < 500 }
                && Code().IsMatch(error.Problem.Code)
                && !error.ToString().Any(char.IsControl)),
        _ => false,
    };

    private const string TwoQueries = """
        [
          { "name": "Leads", "query": "contoso kaufen", "objective": "talk", "audience": "home baristas", "department": "sales" },
          { "name": "Everything else", "query": "contoso OR \"conto so\"" }
        ]
        """;

    private static FileSourceOptions Export(ListeningConfig config) => Assert.IsType<FileSourceOptions>(config.Sources[1].Options);

    private static ListeningConfig Valid(string document) => ListeningConfigReader.Read(document, Folder, Documents.Connectors) switch
    {
        ConfigResult.Valid valid => valid.Config,
        var other => throw new Xunit.Sdk.XunitException(string.Join('\n', ((ConfigResult.Invalid)other).Errors)),
    };

    private static IEnumerable<string> Errors(string document, string? folder = Folder) =>
        Assert.IsType<ConfigResult.Invalid>(ListeningConfigReader.Read(document, folder, Documents.Connectors))
            .Errors.Select(error => error.ToString());

    [GeneratedRegex("^(config|query)(\\.[a-z]+(-[a-z0-9]+)*)+$")]
    private static partial Regex Code();
}
