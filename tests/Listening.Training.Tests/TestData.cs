using Listening.Training.Corpora;

namespace Listening.Training.Tests;

internal static class TestData
{
    public static Corpus Corpus(string name, CorpusRole role = CorpusRole.Train, string task = "sentiment") => new(
        name, $"{name}.tsv", Licence: "MIT", Commercial: true, task, role, Language: "de", School: name, Label: "label")
    {
        Labels = new Dictionary<string, string> { ["negative"] = "negative", ["positive"] = "positive" },
    };

    public static PreparedExample Example(Corpus corpus, string text, string label = "positive") =>
        PreparedExample.Prepare(new(corpus, text, label, "de"));
}
