using Listening.AzureStorage;
using Listening.Domain;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>The set that ships, on sentences written for this project: what a customer would notice first.</summary>
public sealed class ShippedModelTests
{
    private static readonly ZipTextModel Model = ZipTextModel.LoadShipped();

    [Fact]
    public void At_most_one_of_ten_ordinary_sentences_comes_out_negative() =>
        Assert.InRange(SampleSet.Read("smoke.tsv").Rows.Count(row => Label(row["text"]) == "negative"), 0, 1);

    /// <summary>Accuracy per set and language, as the model card shows it: a new set may be better, never worse.</summary>
    [Theory]
    [InlineData("negation.tsv", "de", 0.75)]
    [InlineData("negation.tsv", "en", 0.72)]
    [InlineData("irony.tsv", "de", 0.45)]
    [InlineData("irony.tsv", "en", 0.45)]
    [InlineData("ordinary.tsv", "de", 0.86)]
    [InlineData("ordinary.tsv", "en", 0.88)]
    public void A_set_of_sentences_is_understood_as_well_as_the_card_says(string file, string language, double atLeast)
    {
        var rows = SampleSet.Read(file).Rows.Where(row => row["language"] == language).ToList();

        var right = rows.Count(row => Label(row["text"]) == row["label"]) / (double)rows.Count;

        Assert.InRange(right, atLeast, 1);
    }

    /// <summary>
    /// How many labels of a hundred a change may change, of sentences of which every second is a negation or ironic. The encoder knows
    /// German nouns by their capitals, and ä as one letter.
    /// </summary>
    public static TheoryData<string, double> Changes
    {
        get
        {
            var most = new Dictionary<string, double> { ["ä written ae"] = 4, ["upper case"] = 7, ["lower case"] = 7 };
            var changes = new TheoryData<string, double>();
            foreach (var change in Changed.Keys)
            {
                changes.Add(change, most.GetValueOrDefault(change, 2));
            }

            return changes;
        }
    }

    /// <summary>
    /// A text before and after the change. An address or a name is exchanged for another one, as its presence may have a meaning.
    /// </summary>
    private static readonly Dictionary<string, Func<string, (string Before, string After)>> Changed = new()
    {
        ["ä written ae"] = text => (text, text
            .Replace("ä", "ae").Replace("ö", "oe").Replace("ü", "ue").Replace("ß", "ss")
            .Replace("Ä", "Ae").Replace("Ö", "Oe").Replace("Ü", "Ue")),
        ["a with combining dots"] = text => (text, text
            .Replace("ä", "a\u0308").Replace("ö", "o\u0308").Replace("ü", "u\u0308")
            .Replace("Ä", "A\u0308").Replace("Ö", "O\u0308").Replace("Ü", "U\u0308")),
        ["upper case"] = text => (text, text.ToUpperInvariant()),
        ["lower case"] = text => (text, text.ToLowerInvariant()),
        ["a word drawn out"] = text => (text, DrawnOut(text)),
        ["another URL"] = text => (text + " http://t.co/abc", text + " https://example.org/b/2?x=y"),
        ["another name"] = text => ("@morgenrot " + text, "@frau_holle7 " + text),
        ["white space at the end"] = text => (text, text + " \t\n "),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_that_says_nothing_changes_few_labels(string change, double atMost)
    {
        var pairs = Texts().Select(Changed[change]).ToList();

        var changed = pairs.Count(pair => Label(pair.Before) != Label(pair.After));

        Assert.InRange(100.0 * changed / pairs.Count, 0, atMost);
    }

    [Fact]
    public void How_a_source_is_read_counts_three_times_as_much_where_its_posts_are_unlike_those_to_brands()
    {
        const string Text = "Naja, die Lieferung kam am Dienstag.";
        var alone = Model.Read(Text, learned: null).Sentiment;

        // Both are read by the general head, as neither is of a known school.
        var (like, unlike) = (Model.Read(Text, Near("posts")).Sentiment, Model.Read(Text, Near("potts")).Sentiment);

        Assert.NotEqual(alone.Neutral, like.Neutral, 0.001);
        Assert.Equal(3 * (like.Neutral - alone.Neutral), unlike.Neutral - alone.Neutral, 0.0001);

        static LearnedProfile Near(string school) => new(
            ZipTextModel.Shipped,
            200,
            new[] { "mobasa", "other", "posts", "potts" }.SelectMany(name => new[] { name, $"near {name}" })
                .ToDictionary(name => name, name => name == $"near {school}" ? 1.0 : 0),
            new SentimentScores(0.3, 0.4, 0.3),
            new OddsFactors(1, 1, 1));
    }

    [Fact]
    public void Nothing_that_can_be_posted_makes_it_throw()
    {
        var random = new Random(7);
        var strange = Enumerable.Range(0, 500).Select(_ => string.Create(random.Next(0, 200), random, (units, dice) =>
        {
            for (var i = 0; i < units.Length; i++)
            {
                units[i] = (char)dice.Next(0, 0x10000);
            }
        }));
        var endless = string.Concat(Enumerable.Repeat("nicht schlecht 😀 ", 2_000));
        Assert.All(["", " ", "😡😡😡", "👍🏽", new string('a', 30_000), endless, .. strange],
            text => Assert.Contains(Label(text), (string[])["negative", "neutral", "positive"]));
    }

    private static IReadOnlyList<string> Texts() =>
        [.. new[] { "ordinary.tsv", "negation.tsv", "irony.tsv" }.SelectMany(file => SampleSet.Read(file).Rows).Select(row => row["text"])];

    // The first vowel of the longest word, as people write it: "suuuuper".
    private static string DrawnOut(string text)
    {
        var word = text.Split(' ').Where(word => word.All(char.IsLetter)).MaxBy(word => word.Length);
        var vowel = word?.IndexOfAny(['a', 'e', 'i', 'o', 'u']) ?? -1;
        return word is null || vowel < 0 ? text : text.Replace(word, word.Insert(vowel, new string(word[vowel], 4)));
    }

    private static string Label(string text) => Model.Read(text, learned: null).Sentiment.Likeliest.ToWord();
}
