using Listening.Domain;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>The heads for care that ship, on posts that nothing was trained on.</summary>
public sealed class CareModelTests : IClassFixture<CareModelTests.Shipped>
{
    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");

    private readonly CareModel _model;

    public CareModelTests(Shipped shipped) => _model = shipped.Model;

    [Theory]
    [InlineData("Warte seit dem 4. auf die Gutschrift, im Chat heißt es jeden Tag: in Bearbeitung.", true)]
    [InlineData("Bei uns in der Bergstraße seit heute früh kein Strom, die Störungsnummer ist besetzt.", true)]
    [InlineData("My order has shown 'ready to ship' for nine days, any news?", true)]
    [InlineData("Ab wann kann man das Deutschland-Abo bei euch kündigen, und wohin schicke ich das?", true)]
    [InlineData("Ich liebe dieses Müsli, jeden Morgen wieder.", false)]
    [InlineData("Hat sich erledigt, das Paket lag beim Nachbarn.", false)]
    [InlineData("Die neue Werbung ist ja mal richtig peinlich.", false)]
    [InlineData("haha genau so 😂", false)]
    public void It_tells_what_somebody_must_act_on_from_what_nobody_must(string text, bool act) =>
        Assert.True(act == Read(text).Level >= AlertLevel.Balanced, $"{Read(text)}");

    [Theory]
    [InlineData("Nach dem Laden ist der Akku in der Küche in Brand geraten, die Feuerwehr war da.", Severity.Safety)]
    [InlineData("In meinem Kundenkonto stehen plötzlich Adresse und Rechnungen einer anderen Frau.", Severity.Privacy)]
    [InlineData("Mein Anwalt hat Ihnen am Montag geschrieben, die Frist läuft bis zum 15.", Severity.Legal)]
    [InlineData("Nach elf Jahren kündige ich zum Monatsende, das war es für mich.", Severity.Leaving)]
    public void It_tells_what_is_severe_however_calmly_it_is_told(string text, Severity severity)
    {
        var reading = Read(text);

        Assert.True(reading.Severe && reading.Severity == severity, $"{reading}");
    }

    [Fact]
    public void Of_a_long_text_the_part_that_tells_is_quoted_wherever_it_stands()
    {
        const string Friendly = "Wir waren zum dritten Mal dort und haben uns wieder sehr wohl gefühlt. Das Zimmer war groß und hell, das "
            + "Frühstück reichlich, die Leute an der Rezeption hatten immer ein freundliches Wort. Der Weg zum See ist kurz, abends saßen "
            + "wir lange auf der Terrasse. Auch die Kinder hatten ihren Spaß, der Spielplatz ist neu. ";
        const string Case = "Nur auf die Rückzahlung der doppelt abgebuchten Kurtaxe warten wir seit vier Wochen, auf drei Mails kam keine "
            + "Antwort.";

        var open = Read($"{Friendly}{Friendly}{Case} {Friendly}");
        var satisfied = Read($"{Friendly}{Friendly}{Friendly}");

        Assert.Contains("Kurtaxe", open.Passage, StringComparison.Ordinal);
        Assert.True(open.NeedsAction > satisfied.NeedsAction, $"{open}, {satisfied}");
        Assert.True(satisfied.Level < AlertLevel.Balanced, $"{satisfied}");
    }

    [Fact]
    public void What_is_severe_is_so_in_whatever_praise_it_stands()
    {
        const string Praise = "I have used this kettle every morning for two years and it still looks like new. It heats quickly, it is quiet, "
            + "the handle stays cool and it pours without spilling. My sister bought one too, and so did my neighbour. ";
        const string Shock = "Last week it gave me an electric shock when I touched the base. My hand was burnt, I fell and had to be taken "
            + "to hospital by ambulance, and the doctor said that the insulation must have failed. The cable still smells of burning. ";

        var reading = Read($"{Praise}{Praise}{Praise}{Shock}{Praise}{Praise}{Praise}Great design, great colour.");

        Assert.True(reading is { Severe: true, Severity: Severity.Safety }, $"{reading}");
        Assert.Contains("electric shock", reading.Passage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I love this kettle, it looks great in our kitchen. Last week it gave me an electric shock and I had to go to hospital. "
        + "Otherwise a lovely design, and my mother has one too.", "electric shock")]
    [InlineData("Seit Jahren unser Lieblingshotel, das Frühstück ist ein Traum, die Leute an der Rezeption kennen uns mit Namen. Letzten "
        + "Samstag bin ich in der Sauna auf einer losen Fliese gestürzt und habe mir das Handgelenk gebrochen. Im Herbst kommen wir wieder, "
        + "der Blick auf den See ist jedes Mal herrlich, und der Kuchen am Nachmittag auch.", "Handgelenk")]
    public void One_severe_sentence_among_friendly_ones_is_found_and_quoted(string text, string part)
    {
        var reading = Read(text);

        Assert.True(reading is { Severe: true, Severity: Severity.Safety }, $"{reading}");
        Assert.Contains(part, reading.Passage ?? text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mein Bruder arbeitet im Krankenhaus. Euer Müsli ist bei uns jeden Morgen auf dem Tisch. Weiter so!")]
    [InlineData("Kurz der Schock an der Kasse. Danach nur noch Freude, der Wasserkocher läuft seit zwei Jahren.")]
    public void A_harmless_sentence_with_an_alarming_word_is_none(string text) => Assert.False(Read(text).Severe, $"{Read(text)}");

    [Fact]
    public void Words_decide_alone_where_they_tell_and_the_row_says_which_heads_spoke()
    {
        var heads = new[] { "Tolle Räder, danke!", "Seit gestern geht bei mir nichts, weiß jemand mehr?" }.Select(text => Read(text).Heads);

        Assert.Equal([CareReading.WordsAlone, CareReading.WordsAndEncoder], heads);
    }

    [Fact]
    public void Without_the_encoder_by_choice_words_decide_alone()
    {
        var reading = Read("Seit gestern geht bei mir nichts, weiß jemand mehr?", Understanding.Words);

        Assert.Equal(CareReading.WordsAlone, reading.Heads);
    }

    [Theory]
    [InlineData(AlertLevel.Quiet)]
    [InlineData(AlertLevel.Balanced)]
    [InlineData(AlertLevel.Thorough)]
    public void It_knows_how_good_its_alerts_are_and_better_with_the_encoder(AlertLevel level)
    {
        var (both, words) = (_model.Expect(level, Understanding.Full), _model.Expect(level, Understanding.Words));

        Assert.InRange(both.Precision + both.Recall, words.Precision + words.Recall, 2);
        Assert.InRange(words.Precision, 0.3, 1);
    }

    [Fact]
    public void A_text_is_judged_the_same_whenever_and_beside_whatever_it_is_read()
    {
        string[] texts = ["Warte seit dem 4. auf die Gutschrift.", "Wo bleibt mein Paket?", "Nett hier.", "Anwalt ist eingeschaltet."];
        var alone = texts.Select(text => Read(text)).ToList();

        var together = Enumerable.Repeat(texts, 8).SelectMany(all => all).AsParallel().AsOrdered()
            .Select(text => Read(text)).ToList();

        Assert.Equal(Enumerable.Repeat(alone, 8).SelectMany(all => all), together);
    }

    [Fact]
    public void Without_the_encoder_words_decide_and_the_problem_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Copy("care", folder.Path);
        using var model = CareModel.Load(folder.Path);

        var reading = model.Read("Warte seit dem 4. auf die Gutschrift.").Output;

        Assert.Equal(CareReading.WordsAlone, reading.Care!.Heads);
        Assert.Contains("encoder-1.json", model.Warm(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoder/encoder-1.onnx")]
    [InlineData("encoder/encoder-1.tokenizer.model")]
    [InlineData("care/care-5-encoder.needs-action.zip")]
    public void A_damaged_file_of_the_encoder_leaves_the_words(string file)
    {
        using var folder = new TemporaryFolder();
        Copy("care", folder.Path);
        Copy("encoder", folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, file), "damaged");
        using var model = CareModel.Load(folder.Path);

        Assert.Equal(CareReading.WordsAlone, model.Read("Warte seit dem 4. auf die Gutschrift.").Output.Care!.Heads);
        Assert.StartsWith($"{Path.GetFileName(file)}: its SHA-256 is ", model.Warm(), StringComparison.Ordinal);
    }

    private CareReading Read(string text, Understanding understanding = Understanding.Full) =>
        _model.Read(text, understanding).Output.Care!;

    private static void Copy(string name, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Models, name)))
        {
            File.Copy(file, Path.Combine(folder, name, Path.GetFileName(file)));
        }
    }

    public sealed class Shipped : IDisposable
    {
        public CareModel Model { get; } = CareModel.Load(Models);

        public void Dispose() => Model.Dispose();
    }
}
