using Listening.Training.Corpora;

namespace Listening.Training.Tests;

public sealed class CorpusReaderTests
{
    private static readonly Corpus Stars = TestData.Corpus("sterne") with
    {
        Labels = new Dictionary<string, string> { ["1"] = "negative", ["5"] = "positive" },
        Ignore = ["3"],
    };

    [Fact]
    public void Raw_labels_become_ours_and_ignored_ones_are_left_out()
    {
        var examples = Parse(Stars, "label\ttext\n1\tnie wieder\n3\tgeht so\n5\tgern wieder\n");

        Assert.Equal([("nie wieder", "negative"), ("gern wieder", "positive")], examples.Select(example => (example.Text, example.Label)));
    }

    [Fact]
    public void A_label_that_is_neither_mapped_nor_ignored_is_named_by_file_and_line() => Assert.Equal(
        "sterne.tsv, line 3: the label '4' is neither mapped nor ignored; corpus sterne maps 1, 5.",
        Assert.Throws<TrainingDataException>(() => Parse(Stars, "label\ttext\n1\tnie wieder\n4\tfast gut\n")).Message);

    [Fact]
    public void Escapes_are_decoded_where_the_corpus_has_them_and_nowhere_else()
    {
        const string Content = "label\ttext\n5\tsch\\u00f6n \\ud83d\\ude00\n";

        Assert.Equal("schön 😀", Parse(Stars with { Unescape = true }, Content).Single().Text);
        Assert.Equal("sch\\u00f6n \\ud83d\\ude00", Parse(Stars, Content).Single().Text);
    }

    [Fact]
    public void A_language_column_wins_where_texts_are_of_several_languages()
    {
        var corpus = Stars with { Language = null, LanguageColumn = "language" };

        Assert.Equal(["de", "en"], Parse(corpus, "language\tlabel\ttext\nde\t5\tgut\nen\t5\tgood\n").Select(example => example.Language));
    }

    [Fact]
    public void Another_file_than_the_manifest_means_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "sterne.tsv"), "label\ttext\n");

        var refused = Assert.Throws<TrainingDataException>(
            () => CorpusReader.Read(Stars with { Sha256 = new string('0', 64) }, folder.FullName, "unused"));

        Assert.StartsWith("sterne.tsv: its SHA-256 is ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($", but corpus sterne is {new string('0', 64)}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exported_annotations_teach_sentiment_and_the_intents_that_were_given()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "annotations.tsv");
        File.WriteAllText(
            file,
            "sentiment\tlanguage\tsource\tintent\ttext\n"
            + "negative\tde\tmorgenrot\tcomplaint\tKaffee kalt\npositive\tde\tmorgenrot\t\tKaffee warm\n");

        Assert.Equal(
            [("sentiment", "negative"), ("sentiment", "positive"), ("intent", "complaint")],
            AnnotationFile.Read(file).Select(example => (example.Corpus.Task, example.Label)));
    }

    [Fact]
    public void Exported_annotations_teach_every_head_what_somebody_said_of_its_question()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "annotations.tsv");
        File.WriteAllText(
            file,
            "writer\tlang\tindustry\tplatform\tbrand\tsentiment\tvoice\tintent\tdepartment\tneeds_action\tseverity\ttext\tsource\tmention\n"
            + "a1\tde\t\tforum\tmorgenrot\tnegative\texperience\tcomplaint\tcare\t1\tlegal\t'=Kaffee\\nkalt\tForum\tm1\n"
            + "a2\tde\t\tforum\tmorgenrot\t\t\t\t\t0\t\tKaffee warm\tForum\tm2\n");

        var examples = AnnotationFile.Read(file).ToList();

        Assert.Equal(
            [
                ("sentiment", "negative"), ("intent", "complaint"), ("needs-action", "act"), ("needs-action", "none"),
                ("severity", "legal"), ("voice", "experience"), ("department", "care"),
            ],
            examples.Select(example => (example.Corpus.Task, example.Label)));
        Assert.Equal(("=Kaffee\nkalt", "de", "a1"), (examples[0].Text, examples[0].Language, examples[0].Writer));
    }

    [Fact]
    public void Annotations_with_a_label_that_is_none_of_ours_are_refused_by_file_and_line()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "annotations.tsv");
        File.WriteAllText(file, "writer\tlang\tneeds_action\ttext\na1\tde\tyes\tKaffee kalt\n");

        Assert.StartsWith(
            "annotations.tsv, line 2: the label 'yes' is neither mapped nor ignored",
            Assert.Throws<TrainingDataException>(() => AnnotationFile.Read(file).ToList()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_apostrophe_that_guards_an_exported_text_from_spreadsheets_is_not_learned()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "annotations.tsv");
        File.WriteAllText(file, "sentiment\tlanguage\ttext\nneutral\tde\t'=5 Sterne\nneutral\tde\t'-)\nneutral\tde\t's ist kalt\n");

        Assert.Equal(["=5 Sterne", "-)", "'s ist kalt"], AnnotationFile.Read(file).Select(example => example.Text));
    }

    private static IReadOnlyList<Example> Parse(Corpus corpus, string content) =>
        CorpusReader.Parse(corpus, TsvFile.Parse(Encoding.UTF8.GetBytes(content), corpus.File));
}
