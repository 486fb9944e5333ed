namespace Listening.Local.Sample;

/// <summary>The page of the sample site: every post so far, so that a link to a post leads somewhere.</summary>
public static class SamplePage
{
    private static readonly Texts German = new(
        "de", "Ein Tag mit Morgenrot", "Erfundene Beiträge über eine erfundene Marke, das Neueste zuerst.", "Antwort an",
        """<a href="?lang=en" hreflang="en" lang="en">In English</a>""", "Kommentar", "Presse und Blogs", "Bewertung");

    private static readonly Texts English = new(
        "en", "A day with Morgenrot", "Invented posts about an invented brand, newest first.", "in reply to",
        """<a href="?lang=de" hreflang="de" lang="de">Auf Deutsch</a>""", "Comment", "Press and blogs", "Review");

    public static string Render(IReadOnlyList<SamplePost> posts, SampleDay day, bool german)
    {
        var texts = german ? German : English;
        var authors = posts.ToDictionary(post => post.Id, post => post.Author.Name);
        var articles = posts.Reverse().Select(post => Article(post, authors.GetValueOrDefault(post.Parent ?? ""), day, texts));
        return $$"""
            <!doctype html>
            <html lang="{{texts.Language}}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{texts.Title}}</title>
            <link rel="alternate" type="application/rss+xml" title="Blog" href="feed.xml">
            <link rel="alternate" type="application/atom+xml" title="{{texts.Comment}}" href="comments.atom">
            <link rel="alternate" type="application/feed+json" title="{{texts.News}}" href="news.json">
            <style>
            :root {
              color-scheme: light dark;
              --line: light-dark(#ddd5cf, #44393a); --quiet: light-dark(#6b5d57, #b5a69f); --red: light-dark(#a93a2b, #ff9a85);
            }
            body {
              max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.55 system-ui, sans-serif;
              background: light-dark(#fdfaf7, #1c1718); color: light-dark(#2a2220, #efe6e1);
            }
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
            <h1>{{texts.Title}}</h1>
            <p>{{texts.About}} {{texts.OtherLanguage}}</p>
            </header>
            <main>
            {{string.Join('\n', articles)}}
            </main>
            </body>
            </html>

            """;
    }

    private static string Article(SamplePost post, string? parentAuthor, SampleDay day, Texts texts)
    {
        var createdAt = day.CreatedAt(post);
        var time = $"""<a href="#{post.Id}"><time datetime="{createdAt:yyyy-MM-dd'T'HH:mm:sszzz}">{createdAt:HH:mm}</time></a>""";
        var stars = post.Rating is { } rating
            ? $""" · <span role="img" aria-label="{rating}/5">{new string('★', rating)}{new string('☆', 5 - rating)}</span>"""
            : "";
        var reply = parentAuthor is null ? "" : $""" · <a href="#{post.Parent}">{texts.ReplyTo} {SampleHtml.Escape(parentAuthor)}</a>""";
        return $"""
            <article id="{post.Id}">
            <p class="meta"><b>{texts.Channel(post.Channel)}</b> · {SampleHtml.Escape(post.Author.Name)} · {time}{stars}{reply}</p>
            <div lang="{post.Lang}" dir="auto">
            <h2 dir="auto">{SampleHtml.Escape(post.Title ?? "")}</h2>
            {SampleHtml.Body(post.Text)}
            </div>
            </article>
            """;
    }

    private sealed record Texts(
        string Language, string Title, string About, string ReplyTo, string OtherLanguage, string Comment, string News, string Review)
    {
        public string Channel(SampleChannel channel) => channel switch
        {
            SampleChannel.Comments => Comment,
            SampleChannel.News => News,
            SampleChannel.Reviews => Review,
            _ => "Community",
        };
    }
}
