using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>
/// How well the models that ship understand posts of writers that nothing was trained on. A new set may be better, never worse: the floors
/// lie a little below the figures of the model cards.
/// </summary>
public sealed class UnseenWritersTests
{
    [Fact]
    public void Needs_of_action_come_first_whether_the_encoder_reads_or_words_alone()
    {
        var posts = UnseenPosts.Of("test.tsv");

        Assert.InRange(AveragePrecision(posts, post => post.Output), 0.97, 1);
        Assert.InRange(AveragePrecision(posts, post => post.Words), 0.925, 1);
    }

    [Fact]
    public void Alerts_are_right_and_few_are_missed()
    {
        var alerts = Rates(UnseenPosts.Of("test.tsv"), Alerts, post => post.NeedsAction);

        Assert.InRange(alerts.Precision, 0.86, 1);
        Assert.InRange(alerts.Recall, 0.93, 1);
    }

    /// <summary>As the service does it: the language that it finds decides too.</summary>
    [Theory]
    [InlineData("test-plain.tsv", 0.9, 0.85)]
    [InlineData("test-contrasts.tsv", 0.85, 0.88)]
    public void Somebody_is_alerted_where_somebody_must_act(string file, double precision, double recall)
    {
        var alerts = Rates(UnseenPosts.Of(file), post => post.Alerts, post => post.NeedsAction);

        Assert.True(alerts.Precision >= precision && alerts.Recall >= recall, $"{alerts}");
    }

    [Fact]
    public void French_Italian_Spanish_and_Portuguese_customers_are_heard_too()
    {
        var posts = UnseenPosts.OfAll.Where(post => post.Language is "fr" or "it" or "es" or "pt").ToList();

        var (judged, alerts) = (posts.Count(post => post.Verdict.Care is not null), Rates(posts, post => post.Alerts, post => post.NeedsAction));

        Assert.True(posts.Count > 100, $"{posts.Count}");
        Assert.True(judged >= 0.9 * posts.Count && alerts is { Precision: >= 0.85, Recall: >= 0.85 }, $"{judged} of {posts.Count}, {alerts}");
    }

    /// <summary>Languages that nothing was trained on: an answer would be a guess.</summary>
    [Theory]
    [InlineData("Mijn pakket is al twee weken onderweg en niemand reageert op mijn mails.")]
    [InlineData("De klantenservice is echt heel slecht, ik wil mijn geld terug.")]
    [InlineData("Paketim iki haftadır yolda ve kimse cevap vermiyor, çok kötü bir hizmet.")]
    [InlineData("Moja paczka jest w drodze od dwóch tygodni i nikt nie odpowiada na maile.")]
    [InlineData("Mitt paket har varit på väg i två veckor och ingen svarar på mejl.")]
    [InlineData("Min pakke har vært på vei i to uker, og ingen svarer på e-post.")]
    [InlineData("Coletul meu este pe drum de două săptămâni și nimeni nu răspunde.")]
    [InlineData("Můj balík je na cestě už dva týdny a nikdo neodpovídá na maily.")]
    [InlineData("A csomagom két hete úton van, és senki sem válaszol a levelekre.")]
    [InlineData("Pakettini on ollut matkalla kaksi viikkoa eikä kukaan vastaa.")]
    [InlineData("Moj paket je već dvije sedmice na putu i niko ne odgovara na poruke.")]
    [InlineData("Paket saya sudah dua minggu di jalan dan tidak ada yang menjawab.")]
    [InlineData("Моя посылка уже две недели в пути, и никто не отвечает.")]
    public void A_language_that_nothing_was_trained_on_is_none_of_those_that_are_judged(string text)
    {
        using var model = ZipTextModel.LoadShipped();

        var verdict = new UnderstandStep(model).Judge(text);

        Assert.Null(verdict.Care);
        Assert.Equal(Polarity.Unsure, verdict.Polarity);
    }

    /// <summary>Words decide alone where they are sure, and are right there.</summary>
    [Fact]
    public void Words_spare_the_encoder_a_part_of_the_posts_at_no_loss()
    {
        var posts = UnseenPosts.Of("test.tsv");
        var byWords = posts.Where(post => post.Output.Care!.Heads == CareReading.WordsAlone).ToList();

        Assert.InRange((double)byWords.Count / posts.Count, 0.15, 0.5);
        Assert.InRange(byWords.Count(post => Alerts(post) == post.NeedsAction) / (double)byWords.Count, 0.97, 1);
        Assert.InRange(byWords.Count(IsSentimentRight) / (double)byWords.Count, 0.93, 1);
    }

    [Fact]
    public void Long_texts_are_understood_as_well_as_short_ones()
    {
        var posts = UnseenPosts.Of("test-long.tsv");
        var polar = posts.Where(post => post.Label.Sentiment is Polarity.Negative or Polarity.Positive).ToList();

        Assert.InRange(AveragePrecision(posts, post => post.Output), 0.94, 1);
        Assert.InRange(posts.Count(post => Alerts(post) == post.NeedsAction) / (double)posts.Count, 0.9, 1);
        Assert.InRange(polar.Count(IsSentimentRight) / (double)polar.Count, 0.8, 1);
    }

    [Theory]
    [InlineData("test.tsv", 0.85, 0.8)]
    [InlineData("test-hidden.tsv", 0.85, 0.55)]
    public void What_is_severe_is_found_and_little_else(string file, double precision, double recall)
    {
        var severe = Rates(UnseenPosts.Of(file), post => post.Output.Care!.Severe, post => post.IsSevere);

        Assert.InRange(severe.Precision, precision, 1);
        Assert.InRange(severe.Recall, recall, 1);
    }

    [Fact]
    public void Reports_that_ask_for_nothing_alert_nobody()
    {
        var reports = UnseenPosts.Of("test.tsv").Where(post => post is { Voice: Voice.Report, NeedsAction: false }).ToList();

        var alerted = reports.Count(post =>
            post.Output.Care!.Severe || (Alerts(post) && post.Output.Care.Voice is not (Voice.Report or Voice.Advert)));

        Assert.True(reports.Count > 50, $"{reports.Count}");
        Assert.InRange(alerted / (double)reports.Count, 0, 0.12);
    }

    /// <summary>The mean distance of probabilities from frequencies, in ten bins: by language, and by how long a text is.</summary>
    [Theory]
    [InlineData("de", 0, int.MaxValue)]
    [InlineData("en", 0, int.MaxValue)]
    [InlineData(null, 0, 150)]
    [InlineData(null, 150, 500)]
    [InlineData(null, 500, int.MaxValue)]
    public void Probabilities_are_frequencies_whatever_language_and_length(string? language, int from, int below)
    {
        var posts = new[] { "test.tsv", "test-long.tsv" }.SelectMany(UnseenPosts.Of)
            .Where(post => (language is null || post.Language == language) && post.Text.Length >= from && post.Text.Length < below).ToList();

        var error = posts.GroupBy(post => Math.Min(9, (int)(post.Output.Care!.NeedsAction * 10)))
            .Sum(bin => Math.Abs(bin.Sum(post => post.Output.Care!.NeedsAction - (post.NeedsAction ? 1 : 0)))) / posts.Count;

        Assert.InRange(error, 0, 0.06);
    }

    private static bool Alerts(UnseenPost post) => post.Output.Care!.Level >= AlertLevel.Balanced;

    private static bool IsSentimentRight(UnseenPost post) => post.Output.Sentiment.Likeliest == post.Label.Sentiment;

    private static (double Precision, double Recall) Rates(
        IReadOnlyList<UnseenPost> posts, Func<UnseenPost, bool> found, Func<UnseenPost, bool> wanted)
    {
        var right = (double)posts.Count(post => found(post) && wanted(post));
        return (right / posts.Count(found), right / posts.Count(wanted));
    }

    private static double AveragePrecision(IReadOnlyList<UnseenPost> posts, Func<UnseenPost, ModelOutput> read)
    {
        var (sum, right, seen) = (0.0, 0, 0);
        foreach (var post in posts.OrderByDescending(post => read(post).Care!.NeedsAction))
        {
            seen++;
            if (post.NeedsAction)
            {
                sum += (double)++right / seen;
            }
        }

        return sum / right;
    }
}
