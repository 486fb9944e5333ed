using Listening.Training.Corpora;
using Listening.Training.Heads;

namespace Listening.Training.Tests;

public sealed class RecipeTests
{
    private const string Corpus = """
        { "name": "kunden", "file": "kunden.tsv", "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
          "licence": "MIT", "commercial": true,
          "task": "sentiment", "language": "de", "label": "label", "labels": { "positive": "positive" }, "role": "train" }
        """;

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "recipe");

    [Fact]
    public void The_recipe_we_ship_is_sound_and_its_own_corpora_are_the_ones_it_means()
    {
        var corpora = CorporaManifest.Read(Path.Combine(Shipped, "corpora.json")).Corpora;
        var heads = HeadsRecipe.Read(Path.Combine(Shipped, "heads.json")).Heads;

        var own = corpora.Where(corpus => corpus.File.StartsWith("./", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(own);
        Assert.All(own, corpus => Assert.NotEmpty(CorpusReader.Read(corpus, "unused", Shipped)));
        Assert.All(heads.Where(head => head.School is not null), head => Assert.Contains(corpora, corpus => corpus.School == head.School));
        Assert.All(heads, head => Assert.Contains(corpora, corpus => corpus.Task == head.Task));
    }

    [Fact]
    public void The_posts_of_the_heads_for_care_are_all_licensed_and_no_writer_is_trained_on_and_tested()
    {
        var corpora = CorporaManifest.Read(Path.Combine(Shipped, "care.corpora.json")).Corpora;
        var heads = HeadsRecipe.Read(Path.Combine(Shipped, "care.heads.json")).Heads;

        Assert.All(corpora, corpus => Assert.True(corpus.Commercial));
        Assert.All(heads, head => Assert.Contains(corpora, corpus => corpus.Task == head.Task));
        var own = corpora.Where(corpus => corpus.File.StartsWith("./", StringComparison.Ordinal));
        var examples = own.SelectMany(corpus => CorpusReader.Read(corpus, "unused", Shipped)).ToList();
        Assert.Empty(Writers(CorpusRole.Train).Intersect(Writers(CorpusRole.Dev)));
        Assert.All(heads, head => Assert.Equal(
            head.Labels, examples.Where(example => example.Corpus.Task == head.Task).Select(example => example.Label).Distinct().Order()));
        Assert.DoesNotContain(examples, example => example.Text.Contains("\\n", StringComparison.Ordinal));

        HashSet<string> Writers(CorpusRole role) =>
            [.. examples.Where(example => example.Corpus.Role == role).Select(example => example.Writer).OfType<string>()];
    }

    [Theory]
    [InlineData("\"weight\": 0, \"role\"", "corpora.json: corpus kunden: weight must be above 0 and at most 1000.")]
    [InlineData("\"role\"", null)]
    [InlineData("\"always\": \"positive\", \"role\"",
        "corpora.json: corpus kunden: either label, the column, or always, the label of all texts, must be given.")]
    [InlineData("\"languageColumn\": \"language\", \"role\"",
        "corpora.json: corpus kunden: either language or languageColumn must be given.")]
    public void An_entry_that_contradicts_itself_is_refused_by_name(string member, string? sentence)
    {
        var file = Write("corpora.json", $$"""{ "corpora": [ {{Corpus.Replace("\"role\"", member, StringComparison.Ordinal)}} ] }""");

        Assert.Equal(sentence, Record.Exception(() => CorporaManifest.Read(file))?.Message);
    }

    [Fact]
    public void A_member_nobody_knows_is_refused_with_its_line()
    {
        var misspelt = Corpus.Replace("\"role\"", "\"wieght\": 2, \"role\"", StringComparison.Ordinal);
        var file = Write("corpora.json", $$"""{ "corpora": [ {{misspelt}} ] }""");

        Assert.Matches(@"^corpora\.json, line 3: this is not valid at \$\.corpora\[0\]",
            Assert.Throws<TrainingDataException>(() => CorporaManifest.Read(file)).Message);
    }

    [Fact]
    public void A_name_that_occurs_twice_is_refused()
    {
        var file = Write("corpora.json", $$"""{ "corpora": [ {{Corpus}}, {{Corpus}} ] }""");

        Assert.Equal("corpora.json: the name kunden occurs twice.", Assert.Throws<TrainingDataException>(() => CorporaManifest.Read(file))
            .Message);
    }

    [Fact]
    public void Labels_out_of_order_are_refused_because_scores_would_be_taken_for_one_another()
    {
        var file = Write("heads.json", """
            { "languages": ["de"], "features": { "wordBits": 10, "characterBits": 10, "negationBits": 4 }, "lexicons": ["de"],
              "solver": { "history": 20, "iterations": 100, "tolerance": 1e-6 },
              "heads": [ { "name": "spam", "task": "spam", "labels": ["spam", "ham"], "l1": 0, "l2": 1 } ] }
            """);

        Assert.Equal(
            "heads.json: head spam: labels must be in alphabetical order, which is that of the scores.",
            Assert.Throws<TrainingDataException>(() => HeadsRecipe.Read(file)).Message);
    }

    private static string Write(string name, string content)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
