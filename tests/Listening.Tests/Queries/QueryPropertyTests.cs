using FsCheck;
using FsCheck.Fluent;
using Listening.Domain;
using Listening.Queries;

namespace Listening.Tests.Queries;

public sealed class QueryPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void A_printed_tree_is_read_as_the_same_tree() =>
        Prop.ForAll(Arb.From(QueryGenerators.Trees.Where(QueryGenerators.IsQuery)), tree =>
        {
            var read = QueryParser.Parse(QueryPrinter.Print(tree), out var problem);
            Assert.True(tree.Equals(read), $"{QueryPrinter.Print(tree)}: {problem}");
        }).Check(Thorough);

    [Fact]
    public void The_matcher_finds_what_the_plainest_reading_of_a_tree_finds() =>
        Prop.ForAll(Arb.From(QueryGenerators.Trees), Arb.From(QueryGenerators.Posts), (tree, post) =>
        {
            var matches = new QuerySet([tree]).Matching(post).Count > 0;
            Assert.True(
                QueryReference.Matches(tree, post) == matches, $"{QueryPrinter.Print(tree)} on '{post.Title}' '{post.Text}': {matches}");
        }).Check(Thorough);

    [Fact]
    public void A_set_finds_what_its_queries_find_one_by_one() =>
        Prop.ForAll(Arb.From(QueryGenerators.Trees.ListOf(20)), Arb.From(QueryGenerators.Posts), (trees, post) =>
        {
            var matching = new QuerySet([.. trees]).Matching(post);
            Assert.Equal(Enumerable.Range(0, trees.Count).Where(tree => new QuerySet([trees[tree]]).Matching(post).Count > 0), matching);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    /// <summary>Each word of a text, asked for as it stands there, is found in every spelling of the text.</summary>
    [Fact]
    public void Folding_never_loses_a_match()
    {
        var letters = Gen.Elements(
            "ä", "ö", "Ü", "ß", "é", "Ł", "s", "a", "e", "u", "u\u0308", "i", "İ", "ﬁ", "𝗡", "ｗ", "ς", "ё", "日", "7", "-", "'");
        var words = letters.NonEmptyListOf().Select(string.Concat).Where(word => FoldedWords.Split(word).Count > 0);
        Prop.ForAll(Arb.From(words.NonEmptyListOf()), text =>
        {
            foreach (var spelling in Spellings(string.Join(' ', text)))
            {
                Assert.All(text, word => Assert.True(
                    new QuerySet([new QueryNode.Term(word)]).Matching(new QueryPost(null, spelling)).Count > 0,
                    $"'{word}' in '{spelling}'"));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Marked_words_are_words_of_the_post_and_a_post_without_marks_matches_by_fields_alone() =>
        Prop.ForAll(Arb.From(QueryGenerators.Trees), Arb.From(QueryGenerators.Posts), (tree, post) =>
        {
            var set = new QuerySet([tree]);
            var marks = set.Marks(0, post);
            Assert.All(marks, mark => Assert.Single(
                FoldedWords.Split((mark.InTitle ? post.Title! : post.Text).Substring(mark.Start, mark.Length))));
            Assert.True(marks.Count == 0 || set.Matching(post).Count > 0);
        }).Check(Thorough);

    private static IEnumerable<string> Spellings(string text) =>
    [
        text,
        text.ToUpperInvariant(),
        text.Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("Ü", "Ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal),
        text.Replace("ä", "a\u0308", StringComparison.Ordinal).Replace("Ü", "U\u0308", StringComparison.Ordinal)
            .Replace("é", "e\u0301", StringComparison.Ordinal),
        $"„{text.Replace(" ", "“ „", StringComparison.Ordinal)}“",
        $"#{text.Replace(" ", " #", StringComparison.Ordinal)}",
    ];
}
