using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Listening.Local.Sample;

/// <summary>
/// The sample brand's corner of the web, on this machine only: three feeds and a page over HTTP, and the shop's
/// reviews as a file that grows. The connectors read it like any other site.
/// </summary>
public sealed class SampleSite : IAsyncDisposable
{
    /// <summary>The reviews' file in the folder given to <see cref="StartAsync"/>.</summary>
    public const string ReviewsFile = "reviews.jsonl";

    private readonly IReadOnlyList<SamplePost> _posts = SamplePosts.Load();
    private readonly IReadOnlyDictionary<string, TimeSpan> _appears;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing;
    private SampleDay _day;
    private Task _writingReviews = Task.CompletedTask;

    private SampleSite(DateTimeOffset day, SampleReveal reveal, TimeProvider time, CancellationToken stopping)
    {
        _appears = SampleTimetable.For(_posts, reveal);
        _time = time;
        _startedAt = time.GetUtcNow();
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _app = Build();
        _day = new(day, new("http://127.0.0.1/"));
    }

    /// <summary>Where the site answers, with a slash at its end; the port is another one in every run.</summary>
    public Uri BaseAddress => _day.BaseAddress;

    /// <summary>Serves the site and writes the reviews until it is disposed.</summary>
    /// <param name="folder">Gets <see cref="ReviewsFile"/>; one of an earlier run is replaced.</param>
    /// <param name="day">Minute 0 of the sample day.</param>
    /// <param name="stopping">Ends the start, and later the writing of reviews; the site itself stays until disposed.</param>
    public static async Task<SampleSite> StartAsync(
        string folder, DateTimeOffset day, SampleReveal reveal, TimeProvider time, CancellationToken stopping)
    {
        var site = new SampleSite(day, reveal, time, stopping);
        try
        {
            await site._app.StartAsync(stopping);
            site._day = new(day, new(site._app.Urls.Single() + "/"));
            await site.StartReviewsAsync(folder);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _writingReviews;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The day was not over yet; closing the site ends it.
        }
        finally
        {
            await _app.DisposeAsync();
            _closing.Dispose();
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port: 0);
        });
        // The local runner listens to Ctrl+C; a web host's own handler would take it away.
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfTheSite>();

        var app = builder.Build();
        app.MapGet("/feed.xml", http => AnswerAsync(http, "application/rss+xml; charset=utf-8", SampleFeeds.Rss(On(SampleChannel.Blog), _day)));
        app.MapGet("/comments.atom", http => AnswerAsync(http, "application/atom+xml; charset=utf-8", SampleFeeds.Atom(On(SampleChannel.Comments), _day)));
        app.MapGet("/news.json", http => AnswerAsync(http, "application/feed+json; charset=utf-8", SampleFeeds.JsonFeed(On(SampleChannel.News), _day)));
        app.MapGet("/", http =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
            return AnswerAsync(http, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(SamplePage.Render(Revealed(), _day, WantsGerman(http.Request))));
        });
        return app;
    }

    private static Task AnswerAsync(HttpContext http, string contentType, byte[] body)
    {
        var etag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        http.Response.GetTypedHeaders().ETag = etag;
        http.Response.Headers.CacheControl = "no-cache";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(etag, useStrongComparison: false)))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static bool WantsGerman(HttpRequest request) => request.Query["lang"].FirstOrDefault() switch
    {
        "de" => true,
        "en" => false,
        _ => request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is "de" or "en") == "de",
    };

    private List<SamplePost> Revealed()
    {
        var sinceStart = _time.GetUtcNow() - _startedAt;
        return [.. _posts.Where(post => _appears[post.Id] <= sinceStart)];
    }

    private IEnumerable<SamplePost> On(SampleChannel channel) => Revealed().Where(post => post.Channel == channel);

    /// <summary>Writes what is there from the start before it returns; the rest follows in the background.</summary>
    private async Task StartReviewsAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ReviewsFile);
        var reviews = _posts.Where(post => post.Channel == SampleChannel.Reviews).ToLookup(post => _appears[post.Id] == TimeSpan.Zero);
        await File.WriteAllTextAsync(path, string.Concat(reviews[true].Select(Line)), _closing.Token);
        _writingReviews = AppendReviewsAsync(path, [.. reviews[false]]);
    }

    private async Task AppendReviewsAsync(string path, IReadOnlyList<SamplePost> reviews)
    {
        foreach (var review in reviews)
        {
            var wait = _startedAt + _appears[review.Id] - _time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, _closing.Token);
            }
            // A whole line in one write, so that a reader never meets half a review.
            await File.AppendAllTextAsync(path, Line(review), _closing.Token);
        }
    }

    private string Line(SamplePost review) => SampleFeeds.IngestLine(review, _day) + "\n";

    /// <summary>Leaves the process's signals alone: the site lives and ends with its <see cref="SampleSite"/>.</summary>
    private sealed class LifetimeOfTheSite : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
