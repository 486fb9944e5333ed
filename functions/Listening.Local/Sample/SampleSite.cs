using System.Security.Cryptography;
using Listening.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Listening.Local.Sample;

/// <summary>The sample brand's web site, on this machine only: three feeds and a page over HTTP, and reviews as a growing file.</summary>
public sealed class SampleSite : IAsyncDisposable
{
    /// <summary>The name of the reviews file in the folder given to <see cref="StartAsync"/>.</summary>
    public const string ReviewsFile = "reviews.jsonl";

    private readonly IReadOnlyList<SamplePost> _posts = SamplePosts.Load();
    private readonly IReadOnlyDictionary<string, TimeSpan> _appears;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _closing;
    private SampleDay _day;
    private Task _writingReviews = Task.CompletedTask;

    private SampleSite(DateTimeOffset day, bool gradually, TimeProvider time, CancellationToken stopping)
    {
        _appears = SampleSchedule.For(_posts, gradually);
        _time = time;
        _startedAt = time.GetUtcNow();
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _app = Build();
        _day = new(day, new("http://127.0.0.1/"));
    }

    /// <summary>Ends with a slash; the port is a new one in every run.</summary>
    public Uri BaseAddress => _day.BaseAddress;

    /// <summary>Serves the site and writes the reviews until it is disposed.</summary>
    /// <param name="folder">Where <see cref="ReviewsFile"/> is written; that of an earlier run is replaced.</param>
    /// <param name="day">Minute 0 of the sample day.</param>
    /// <param name="gradually">Whether some posts appear only with time; otherwise the whole day is there from the start.</param>
    /// <param name="stopping">Cancels the start, and later the writing of reviews; the site itself runs until disposed.</param>
    public static async Task<SampleSite> StartAsync(
        string folder, DateTimeOffset day, bool gradually, TimeProvider time, CancellationToken stopping)
    {
        var site = new SampleSite(day, gradually, time, stopping);
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
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IHostLifetime, NoSignalsLifetime>();

        var app = builder.Build();
        MapFeed("/feed.xml", "application/rss+xml", SampleChannel.Blog, SampleFeeds.Rss);
        MapFeed("/comments.atom", "application/atom+xml", SampleChannel.Comments, SampleFeeds.Atom);
        MapFeed("/news.json", "application/feed+json", SampleChannel.News, SampleFeeds.JsonFeed);
        app.MapGet("/", http =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
            var page = SamplePage.Render(Published(), _day, WantsGerman(http.Request));
            return RespondAsync(http, "text/html", Encoding.UTF8.GetBytes(page));
        });
        return app;

        void MapFeed(string path, string mediaType, SampleChannel channel, Func<IEnumerable<SamplePost>, SampleDay, byte[]> format) =>
            app.MapGet(path, http => RespondAsync(http, mediaType, format(Published().Where(post => post.Channel == channel), _day)));
    }

    /// <summary>304 if the client has this version.</summary>
    private static Task RespondAsync(HttpContext http, string mediaType, byte[] body)
    {
        var etag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(body, $"{mediaType}; charset=utf-8", entityTag: etag).ExecuteAsync(http);
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

    private List<SamplePost> Published()
    {
        var sinceStart = _time.GetUtcNow() - _startedAt;
        return [.. _posts.Where(post => _appears[post.Id] <= sinceStart)];
    }

    /// <summary>Writes the initial reviews before it returns; the rest follows in the background.</summary>
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
                await Task.Delay(wait, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (_closing.IsCancellationRequested)
            {
                return;
            }

            // A whole line in one write, so that a reader never sees half a review.
            await File.AppendAllTextAsync(path, Line(review), CancellationToken.None);
        }
    }

    private string Line(SamplePost review) => SampleFeeds.IngestLine(review, _day) + "\n";
}
