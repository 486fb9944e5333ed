using Listening.Cases;
using Listening.Configuration;
using Listening.Domain;
using Listening.Queries;
using Listening.Testing;

namespace Listening.Tests.Cases;

/// <summary>A brand with several queries: what a post was found for stands in its row, decides its rule and goes out with its alert.</summary>
public sealed class QueryPurposeTests : IDisposable
{
    private static readonly QueryPurpose Leads = new("Leads", Objective.Talk, "Pendler", Department.Sales);
    private static readonly QueryPurpose Rest = new("Alles", Objective.Support);

    private readonly Installation _installation = new();

    public QueryPurposeTests() => Change(Queries(("nordrad kaufen", Leads), ("nordrad", Rest)));

    [Fact]
    public async Task A_row_has_the_purpose_of_the_first_query_that_it_matches()
    {
        await ProcessAsync(Samples.Post("1", "Nordrad kaufen?"), Samples.Post("2", "Nordrad!"), Samples.Post("3", "Südrad"));

        Assert.Equal([("1", "Leads"), ("2", "Alles")], Rows());
    }

    [Fact]
    public async Task An_edit_is_read_for_its_purpose_anew()
    {
        var post = Samples.Post("1", "Nordrad!");
        await ProcessAsync(post);

        await ProcessAsync(post with { Text = "Nordrad kaufen?", Revision = "2", Edited = true, FetchedAt = post.FetchedAt.AddSeconds(1) });

        Assert.Equal([("1", "Leads")], Rows());
    }

    [Fact]
    public async Task Where_everything_concerns_the_brand_a_query_still_says_what_for()
    {
        await _installation.ProcessAsync(
            Samples.Batch("forum", [Samples.Post("1", "Kaputt"), Samples.Post("2", "Nordrad!")]) with { StoreEverything = true });

        Assert.Equal([("1", null), ("2", "Alles")], Rows());
    }

    [Fact]
    public async Task A_rule_goes_by_objective_and_query_and_the_alert_carries_them()
    {
        Change(
            new RoutingRule { Name = "leads", Queue = "leads", Objectives = [Objective.Talk] },
            new RoutingRule { Name = "rest", Queue = "rest", Queries = ["Alles"] });

        await ProcessAsync(
            Samples.Post("1", "Nordrad kaufen? Sonst ist alles kaputt!"),
            Samples.Post("2", "Das Nordrad ist kaputt!") with { Author = new("u-18") });

        var alerts = _installation.Cases.Rows.Select(row => CareAlert.FromCase(row.Case)).OrderBy(alert => alert.Data.Rule).ToList();
        Assert.Equal(
            [("leads", "Leads", "talk", "Pendler"), ("rest", "Alles", "support", null)],
            alerts.Select(alert => (alert.Data.Rule, alert.Data.Query!, alert.Data.Objective!, alert.Data.Audience)));
        Assert.EndsWith(", found by the query 'Leads'", alerts[0].Data.Reason, StringComparison.Ordinal);
    }

    /// <summary>The model of these tests reads no department.</summary>
    [Fact]
    public async Task Where_the_model_finds_no_department_the_query_says_whom_its_posts_concern()
    {
        Change(new RoutingRule { Name = "sales", Queue = "sales", Departments = [Department.Sales] });

        await ProcessAsync(
            Samples.Post("1", "Nordrad kaufen? Sonst ist alles kaputt!"),
            Samples.Post("2", "Das Nordrad ist kaputt!") with { Author = new("u-18") });

        var alert = CareAlert.FromCase(Assert.Single(_installation.Cases.Rows).Case);
        Assert.Equal(("Leads", "sales"), (alert.Data.Query, alert.Data.Verdict.Department));
    }

    [Fact]
    public void What_the_model_reads_comes_before_what_the_query_says()
    {
        var judged = Samples.Everything with { Purpose = Leads };

        Assert.Equal(Department.Pr, judged.Department);
        Assert.Equal(Department.Sales, (judged with { Verdict = None(judged.Verdict) }).Department);
        Assert.Equal(Department.None, (judged with { Verdict = None(judged.Verdict), Purpose = Rest }).Department);

        static Verdict None(Verdict verdict) => verdict with { Care = verdict.Care! with { Department = Department.None } };
    }

    public void Dispose() => _installation.Dispose();

    private static Func<BrandConfig, BrandConfig> Queries(params (string Query, QueryPurpose Purpose)[] queries)
    {
        var named = queries.Select(one => new NamedQuery(Query.TryParse(one.Query, out _)!, one.Purpose)).ToList();
        return brand => brand with { Query = Query.AnyOf([.. named.Select(one => one.Query)]), Queries = named };
    }

    private void Change(Func<BrandConfig, BrandConfig> change) => _installation.Config.Current = _installation.Config.Current with
    {
        Brands = [.. _installation.Config.Current.Brands.Take(1).Select(change)],
    };

    private void Change(params RoutingRule[] rules) =>
        _installation.Config.Current = _installation.Config.Current with { Routing = rules };

    private Task ProcessAsync(params Mention[] mentions) => _installation.ProcessAsync(Samples.Batch("forum", mentions));

    private IEnumerable<(string, string?)> Rows() => _installation.Mentions.Rows
        .Select(row => (row.Judged.Mention.NativeId, row.Judged.Purpose?.Query)).OrderBy(row => row.NativeId, StringComparer.Ordinal);
}
