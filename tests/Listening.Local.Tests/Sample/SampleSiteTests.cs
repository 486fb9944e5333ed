using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Listening.Local.Sample;

namespace Listening.Local.Tests.Sample;

public sealed class SampleSiteTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<SamplePost> Posts = SamplePosts.Load();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("listening-sample-");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("feed.xml", "application/rss+xml", "<rss")]
    [InlineData("comments.atom", "application/atom+xml", "<feed")]
    [InlineData("news.json", "application/feed+json", "jsonfeed.org")]
    [InlineData("", "text/html", "<!doctype html>")]
    public async Task Every_address_has_its_content_type_and_returns_304_the_second_time(string path, string contentType, string holds)
    {
        await using var site = await StartAsync(gradually: false);

        using var first = await _http.GetAsync(new Uri(site.BaseAddress, path));
        using var second = await GetAsync(site, path, first.Headers.ETag!);
        using var other = await GetAsync(site, path, new EntityTagHeaderValue("\"of-another-day\""));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(contentType, first.Content.Headers.ContentType!.MediaType);
        Assert.Contains(holds, await first.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task All_at_once_every_post_is_served_once_somewhere()
    {
        await using var site = await StartAsync(gradually: false);

        var served = (await FeedIdsAsync(site)).Concat(await ReviewIdsAsync());

        Assert.Equal(Posts.Select(post => SampleDay.TagOf(post.Id)).Order(), served.Order());
    }

    [Fact]
    public async Task The_link_of_a_post_leads_to_the_post_in_both_languages()
    {
        await using var site = await StartAsync(gradually: false);

        var german = await _http.GetStringAsync(new Uri(site.BaseAddress, "?lang=de"));
        var english = await _http.GetStringAsync(site.BaseAddress);

        Assert.All(Posts, post => Assert.Contains($"<article id=\"{post.Id}\">", german));
        Assert.Contains("Ein Tag mit Morgenrot", german);
        Assert.Contains("A day with Morgenrot", english);
        Assert.DoesNotContain("<script", german);
    }

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.5", "Ein Tag")]
    [InlineData("fr,en;q=0.8,de;q=0.5", "A day")]
    [InlineData("fr", "A day")]
    public async Task The_page_is_in_the_readers_language(string wanted, string title)
    {
        await using var site = await StartAsync(gradually: false);
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(wanted);

        Assert.Contains($"<h1>{title}", await _http.GetStringAsync(site.BaseAddress));
    }

    [Fact]
    public async Task Gradually_the_rest_of_the_day_arrives_and_changes_the_etag()
    {
        var time = new ShiftedTime();
        await using var site = await StartAsync(gradually: true, time);
        using var atFirst = await _http.GetAsync(new Uri(site.BaseAddress, "feed.xml"));
        var early = await FeedIdsAsync(site);

        time.Shift = TimeSpan.FromMinutes(1);
        var late = await FeedIdsAsync(site);
        using var later = await GetAsync(site, "feed.xml", atFirst.Headers.ETag!);

        Assert.InRange(early.Count, 50, late.Count - 30);
        Assert.Equal(Posts.Count(post => post.Channel != SampleChannel.Reviews), late.Count);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task The_reviews_file_grows_by_whole_lines_until_the_last_one()
    {
        var all = Posts.Count(post => post.Channel == SampleChannel.Reviews);
        var time = new ShiftedTime();
        await using var site = await StartAsync(gradually: true, time);
        var early = (await ReviewIdsAsync()).Count;

        time.Shift = TimeSpan.FromMinutes(1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await ReviewIdsAsync()).Count < all)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.InRange(early, 10, all - 5);
        Assert.Equal(all, (await ReviewIdsAsync()).Distinct().Count());
    }

    [Fact]
    public async Task A_second_run_replaces_the_reviews()
    {
        await using (await StartAsync(gradually: false))
        {
        }
        await using var again = await StartAsync(gradually: false);

        Assert.Equal(Posts.Count(post => post.Channel == SampleChannel.Reviews), (await ReviewIdsAsync()).Count);
    }

    [Fact]
    public async Task Closing_in_the_middle_of_the_day_is_quiet_and_frees_the_port()
    {
        using var stopping = new CancellationTokenSource();
        var site = await SampleSite.StartAsync(_folder.FullName, Day, gradually: true, TimeProvider.System, stopping.Token);

        await stopping.CancelAsync();
        await site.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(site.BaseAddress));
    }

    private Task<SampleSite> StartAsync(bool gradually, TimeProvider? time = null) =>
        SampleSite.StartAsync(_folder.FullName, Day, gradually, time ?? TimeProvider.System, default);

    private async Task<HttpResponseMessage> GetAsync(SampleSite site, string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.BaseAddress, path));
        request.Headers.IfNoneMatch.Add(known);
        return await _http.SendAsync(request);
    }

    private async Task<List<string>> FeedIdsAsync(SampleSite site)
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var rss = XDocument.Parse(await _http.GetStringAsync(new Uri(site.BaseAddress, "feed.xml")));
        var comments = XDocument.Parse(await _http.GetStringAsync(new Uri(site.BaseAddress, "comments.atom")));
        using var news = JsonDocument.Parse(await _http.GetStringAsync(new Uri(site.BaseAddress, "news.json")));
        return
        [
            .. rss.Descendants("guid").Select(guid => guid.Value),
            .. comments.Root!.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value),
            .. news.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!),
        ];
    }

    private async Task<List<string>> ReviewIdsAsync()
    {
        // Shared, as a connector reads it: the site may be appending a line.
        var path = Path.Combine(_folder.FullName, SampleSite.ReviewsFile);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var ids = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            using var review = JsonDocument.Parse(line);
            ids.Add(review.RootElement.GetProperty("externalId").GetString()!);
        }
        return ids;
    }

    /// <summary>The real clock, moved forward by a test; a delay that has begun still ends in real time.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
