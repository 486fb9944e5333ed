using Listening.Configuration;
using Listening.Connectors.Feeds;
using Listening.Connectors.Http;
using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Connectors.Tests.WordPress;

/// <summary>Nordrad's own blog, read the way a corporate blog is: its posts, and what readers write below them.</summary>
[Collection("WordPress")]
public sealed class WordPressTests(WordPressSite blog) : IAsyncLifetime, IDisposable
{
    private const string Comments = "/comments/feed/";
    private const string Posts = "/feed/";

    private static readonly DateTimeOffset Morning = new(2024, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly MovedTime _time = new() { Now = Morning.AddHours(12) };
    private readonly Dictionary<string, string?> _cursors = [];
    private readonly ConnectorHttp _http = new(new ConnectorHttpOptions(), TimeProvider.System);
    private int _post;

    public async Task InitializeAsync()
    {
        await blog.ClearAsync();
        _post = await blog.PostAsync("Der Winter & wir", "<p>Neue Reifen für Eis &amp; Schnee.</p>", Morning);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _http.Dispose();

    [WordPressFact]
    public async Task A_post_is_the_same_mention_in_every_format_that_tells_its_guid()
    {
        await blog.PostAsync("Werkstatt \"Nord\" öffnet", "<p>Ab Montag, 9 Uhr.</p><!--more--><p>Mit Kaffee.</p>", Morning.AddHours(1));

        var rss = (await PageAsync(Posts)).Mentions;
        var atom = (await PageAsync("/feed/atom/")).Mentions;
        var rdf = (await PageAsync("/feed/rdf/")).Mentions;

        Assert.Equal(["Der Winter & wir", "Werkstatt “Nord” öffnet"], rss.Select(mention => mention.Title));
        Assert.Equal(["Neue Reifen für Eis & Schnee.", "Ab Montag, 9 Uhr.\nMit Kaffee."], rss.Select(mention => mention.Text));
        Assert.Equal([Morning, Morning.AddHours(1)], rss.Select(mention => mention.PostedAt));
        Assert.Equal(
            (blog.Url($"/?p={_post}").AbsoluteUri, blog.Url("/2024/11/der-winter-wir/").AbsoluteUri), (rss[0].NativeId, rss[0].Url));
        Assert.Equal(rss.Select(Essence), atom.Select(Essence));

        // RDF has no guid, only the address, so there a post is another mention that says the same.
        Assert.Equal(rss.Select(mention => (mention.Url, mention.Revision)), rdf.Select(mention => (mention.Url, mention.Revision)));
        Assert.Equal(rss.Select(mention => mention.Url), rdf.Select(mention => mention.NativeId));
    }

    [WordPressFact]
    public async Task A_comment_names_its_author_and_belongs_to_its_post()
    {
        await blog.CommentAsync(Comment("Lena & Tom", "Wann kommen sie in Größe 29?"));

        var rss = Assert.Single((await PageAsync(Comments)).Mentions);
        var atom = Assert.Single((await PageAsync("/comments/feed/atom/")).Mentions);
        var post = Assert.Single((await PageAsync(Posts)).Mentions);

        Assert.Equal("Lena & Tom", rss.Author?.Name);
        Assert.Equal("Wann kommen sie in Größe 29?", rss.Text);
        Assert.Equal((post.Id, post.Thread), (rss.Parent, rss.Thread));
        Assert.Equal(Essence(rss), Essence(atom));
        Assert.Equal((rss.Parent, rss.Thread), (atom.Parent, atom.Thread));
    }

    [WordPressFact]
    public async Task An_answer_names_the_comment_it_answers_where_the_feed_does()
    {
        var question = (await blog.CommentAsync(Comment("Lena", "Wann kommen sie?")))[0];
        await blog.CommentAsync(Comment("Jan", "Im Januar!", minutes: 5) with { Parent = question });

        var rss = (await PageAsync(Comments)).Mentions;
        var atom = (await PageAsync("/comments/feed/atom/")).Mentions;

        // WordPress tells it in Atom alone; RSS still tells the post.
        Assert.Equal(atom[0].Id, atom[1].Parent);
        Assert.Equal(atom[0].Parent, rss[1].Parent);
        Assert.Equal(rss.Select(mention => (mention.Id, mention.Thread)), atom.Select(mention => (mention.Id, mention.Thread)));
    }

    [WordPressFact]
    public async Task Emoji_links_and_entities_become_plain_text()
    {
        await blog.PostAsync(
            "Sale 🎉", "<p>Zum <a href=\"/shop?a=1&amp;b=2\">Laden</a> 😀 &amp; <img src=\"rad.png\" alt=\"Ein Rad\"> los :-)</p>",
            Morning.AddHours(1));
        await blog.CommentAsync(
            Comment("Jan 🚲", "Der Rahmen ist 😡 kaputt!\nSiehe <a href=\"/foto\">Foto</a> & \"Rechnung\" <script>alert(1)</script>:-("));

        var post = (await PageAsync(Posts)).Mentions[1];
        var rss = Assert.Single((await PageAsync(Comments)).Mentions);
        var atom = Assert.Single((await PageAsync("/comments/feed/atom/")).Mentions);

        Assert.Equal(("Sale 🎉", "Zum Laden 😀 & los 🙂"), (post.Title, post.Text));
        Assert.Equal("Der Rahmen ist 😡 kaputt!\nSiehe Foto & “Rechnung” 🙁", rss.Text);
        Assert.Equal("Jan 🚲", rss.Author?.Name);
        Assert.Equal(Essence(rss), Essence(atom));
    }

    [WordPressFact]
    public async Task A_blog_that_did_not_change_is_not_read_twice()
    {
        await blog.CommentAsync(Comment("Lena", "Schön!"));

        await PageAsync(Comments);
        var again = await PollAsync(Comments);

        Assert.IsType<FetchOutcome.Unchanged>(again);
        Assert.Equal([200, 304], await blog.AnswersAsync(2));
    }

    [WordPressFact]
    public async Task An_edited_comment_keeps_its_id_and_gets_another_revision()
    {
        var comments = await blog.CommentAsync(Comment("Lena", "Ganz gut."), Comment("Jan", "Danke!", minutes: 5));
        var before = (await PageAsync(Comments)).Mentions[0];

        await blog.EditAsync(comments[0], "Nach zwei Wochen kaputt.");
        var hidden = await PollAsync(Comments);
        _time.Now += TimeSpan.FromHours(2);
        var after = Assert.Single((await PageAsync(Comments)).Mentions);

        Assert.IsType<FetchOutcome.Unchanged>(hidden);
        Assert.Equal((before.Id, "Nach zwei Wochen kaputt."), (after.Id, after.Text));
        Assert.NotEqual(before.Revision, after.Revision);
        Assert.Equal([200, 304, 200], await blog.AnswersAsync(3));
    }

    [WordPressFact]
    public async Task A_comment_approved_late_is_found_although_the_blog_says_nothing_changed()
    {
        var held = (await blog.CommentAsync(Comment("Lena", "Bremse kaputt!") with { Held = true }, Comment("Jan", "Danke!", minutes: 30)))[
            0];
        Assert.Equal("Jan", Assert.Single((await PageAsync(Comments)).Mentions).Author?.Name);

        await blog.ApproveAsync(held);
        for (var poll = 0; poll < 11; poll++)
        {
            Assert.IsType<FetchOutcome.Unchanged>(await PollAsync(Comments));
        }

        var late = Assert.Single((await PageAsync(Comments)).Mentions);
        Assert.Equal(("Lena", Morning.AddHours(1)), (late.Author?.Name, late.PostedAt));
        Assert.Equal([200, .. Enumerable.Repeat(304, 11), 200], await blog.AnswersAsync(13));
    }

    [WordPressFact]
    public async Task More_comments_than_a_feed_holds_leave_a_note_of_the_gap()
    {
        await blog.CommentAsync(Comment("Lena", "Erste!"));
        await PageAsync(Comments);

        await blog.CommentAsync(Enumerable.Range(1, 13).Select(i => Comment($"Leser {i}", $"Kommentar {i}", minutes: i)));
        var gap = await PageAsync(Comments);
        await blog.CommentAsync(Comment("Jan", "Viel los hier.", minutes: 20));
        var after = await PageAsync(Comments);

        Assert.Equal(Enumerable.Range(4, 10).Select(i => $"Kommentar {i}"), gap.Mentions.Select(mention => mention.Text));
        Assert.Contains("some in between may be missing", Assert.Single(gap.Notes).Sentence, StringComparison.Ordinal);
        Assert.Equal("Jan", Assert.Single(after.Mentions).Author?.Name);
        Assert.Empty(after.Notes);
    }

    [WordPressFact]
    public async Task A_comment_that_left_the_feed_is_not_taken_for_deleted()
    {
        var comments = await blog.CommentAsync(Comment("Lena", "Erste!"), Comment("Jan", "Danke!", minutes: 5));
        await PageAsync(Comments);

        await blog.DeleteAsync(comments[0]);
        _time.Now += TimeSpan.FromHours(2);

        Assert.IsType<FetchOutcome.Unchanged>(await PollAsync(Comments));
        Assert.Equal([200, 200], await blog.AnswersAsync(2));
    }

    [WordPressFact]
    public async Task A_comment_is_no_edit_when_its_post_is_renamed_or_another_feed_tells_it()
    {
        await blog.CommentAsync(Comment("Lena", "Schön!"));
        var all = Assert.Single((await PageAsync(Comments)).Mentions);

        var own = Assert.Single((await PageAsync("/2024/11/der-winter-wir/feed/")).Mentions);
        await blog.RenameAsync(_post, "Der Winter und wir");
        _time.Now += TimeSpan.FromHours(2);
        var renamed = await PollAsync(Comments);

        Assert.Equal((all.Id, all.Revision), (own.Id, own.Revision));
        Assert.IsType<FetchOutcome.Unchanged>(renamed);
    }

    [WordPressFact]
    public async Task An_angry_comment_becomes_one_case_however_often_it_is_met()
    {
        await blog.CommentAsync(
            Comment("Lena", "Der Rahmen ist kaputt, und niemand antwortet."), Comment("Jan", "Danke für die Reifen!", minutes: 5));
        using var installation = new Installation();
        installation.Connector.Script("blog", await PageAsync(Comments), await PageAsync("/comments/feed/atom/"));

        await installation.RunAsync();

        var alert = Assert.Single(installation.Alerts.Sent, sent => sent.Queue == "care-alerts");
        Assert.Contains("Der Rahmen ist kaputt", alert.Json, StringComparison.Ordinal);
    }

    [WordPressFact]
    public async Task A_comment_is_judged_by_its_own_words_not_by_its_posts_title()
    {
        var recall = await blog.PostAsync("Rahmen kaputt? Unser Rückruf", "<p>Wir tauschen ihn um.</p>", Morning.AddHours(1));
        await blog.CommentAsync(new BlogComment(recall, "Lena", "Das ging schnell, danke!", Morning.AddHours(2)));
        using var installation = new Installation();
        installation.Connector.Script("blog", await PageAsync(Comments));

        await installation.RunAsync();

        Assert.DoesNotContain(installation.Alerts.Sent, sent => sent.Queue == "care-alerts");
    }

    private BlogComment Comment(string author, string text, int minutes = 0) =>
        new(_post, author, text, Morning.AddHours(1).AddMinutes(minutes));

    /// <summary>What must not depend on the format. Only Atom tells when a post was updated.</summary>
    private static object Essence(Mention mention) =>
        (mention.Id, mention.Platform, mention.NativeId, mention.Url, mention.Title, mention.Text, mention.Author?.Name, mention.PostedAt,
            Revisions.WordsOf(mention.Revision));

    private async Task<FetchOutcome.Page> PageAsync(string feed) => Assert.IsType<FetchOutcome.Page>(await PollAsync(feed));

    /// <summary>Reads a feed once more, and keeps its cursor as the service does.</summary>
    private async Task<FetchOutcome> PollAsync(string feed)
    {
        var options = new FeedOptions { Url = blog.Url(feed), AllowPrivateNetwork = true };
        var source = new SourceConfig { Name = "blog", Type = "feed", Options = options };
        var request = new FetchRequest(source, [], _cursors.GetValueOrDefault(feed), _time.Now);
        var outcome = await new FeedConnector(_http).FetchAsync(request, default);
        _cursors[feed] = outcome switch
        {
            FetchOutcome.Page page => page.Cursor,
            FetchOutcome.Unchanged unchanged => unchanged.Cursor,
            _ => throw new InvalidOperationException($"The blog cannot be read: {outcome}"),
        };
        return outcome;
    }
}
