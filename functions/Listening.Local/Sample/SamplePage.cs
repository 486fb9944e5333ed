using System.Text;
using Listening.Domain;

namespace Listening.Local.Sample;

/// <summary>The sample site's one page: every post so far, so that a link to a post leads somewhere.</summary>
public static class SamplePage
{
    public static string Render(IReadOnlyList<SamplePost> posts, SampleDay day, bool german)
    {
        var words = german ? German : English;
        var byId = posts.ToDictionary(post => post.Id);
        var cards = new StringBuilder();
        foreach (var post in posts.Reverse())
        {
            var answers = post.Parent is { } parent && byId.TryGetValue(parent, out var answered)
                ? $""" · <a href="#{answered.Id}">{words.Answers} {SampleHtml.Escape(answered.Author.Name)}</a>"""
                : "";
            var stars = post.Rating is { } rating
                ? $""" · <span role="img" aria-label="{rating}/5">{new string('★', rating)}{new string('☆', 5 - rating)}</span>"""
                : "";
            cards.Append($"""

                <article id="{post.Id}">
                <p class="meta"><b>{words.Channel(post.Channel)}</b> · {SampleHtml.Escape(post.Author.Name)} · <a href="#{post.Id}"><time datetime="{day.CreatedAt(post):yyyy-MM-dd'T'HH:mm:sszzz}">{day.CreatedAt(post):HH:mm}</time></a>{stars}{answers}</p>
                <div lang="{post.Lang}" dir="auto">
                <h2 dir="auto">{SampleHtml.Escape(post.Title ?? "")}</h2>
                {SampleHtml.Body(post.Text)}
                </div>
                </article>
                """);
        }

        return $$"""
            <!doctype html>
            <html lang="{{words.Lang}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{words.Title}}</title>
            <link rel="alternate" type="application/rss+xml" title="Blog" href="feed.xml">
            <link rel="alternate" type="application/atom+xml" title="{{words.Channel(SampleChannel.Comments)}}" href="comments.atom">
            <link rel="alternate" type="application/feed+json" title="{{words.Channel(SampleChannel.News)}}" href="news.json">
            <style>
            :root { color-scheme: light dark; --line: light-dark(#ddd5cf, #44393a); --quiet: light-dark(#6b5d57, #b5a69f); --red: light-dark(#a93a2b, #ff9a85); }
            body { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.55 system-ui, sans-serif; background: light-dark(#fdfaf7, #1c1718); color: light-dark(#2a2220, #efe6e1); }
            h1 { margin: 0; color: var(--red); }
            h2 { margin: 0; font-size: 1.05rem; }
            article { border-top: 1px solid var(--line); padding: .9rem .6rem; overflow-wrap: anywhere; scroll-margin-top: 1rem; }
            article:target { background: light-dark(#fff0e6, #34272a); border-radius: .4rem; }
            article p { margin: .3rem 0; }
            header p, .meta { color: var(--quiet); font-size: .9rem; }
            a { color: var(--red); }
            </style>
            </head>
            <body>
            <header>
            <h1>{{words.Title}}</h1>
            <p>{{words.About}} <a href="?lang={{words.Other.Lang}}" hreflang="{{words.Other.Lang}}" lang="{{words.Other.Lang}}">{{words.Other.Name}}</a></p>
            </header>
            <main>{{cards}}
            </main>
            </body>
            </html>

            """;
    }

    private static readonly Words German = new(
        "de", "Ein Tag mit Morgenrot", "Erfundene Beiträge über eine erfundene Marke, das Neueste zuerst.", "Antwort an",
        new("en", "In English"),
        channel => channel switch
        {
            SampleChannel.Blog => "Community",
            SampleChannel.Comments => "Kommentar",
            SampleChannel.News => "Presse und Blogs",
            SampleChannel.Reviews => "Bewertung",
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
        });

    private static readonly Words English = new(
        "en", "A day with Morgenrot", "Invented posts about an invented brand, newest first.", "in reply to",
        new("de", "Auf Deutsch"),
        channel => channel switch
        {
            SampleChannel.Blog => "Community",
            SampleChannel.Comments => "Comment",
            SampleChannel.News => "Press and blogs",
            SampleChannel.Reviews => "Review",
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
        });

    private sealed record Words(string Lang, string Title, string About, string Answers, OtherLanguage Other, Func<SampleChannel, string> Channel);

    private sealed record OtherLanguage(string Lang, string Name);
}
