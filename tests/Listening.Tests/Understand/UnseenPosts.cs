using Listening.Cases;
using Listening.Configuration;
using Listening.Domain;
using Listening.Testing;
using Listening.Understand;

namespace Listening.Tests.Understand;

/// <summary>Our own posts by writers that neither heads nor encoder were trained on, as the models that ship read them.</summary>
internal static class UnseenPosts
{
    private static readonly Lazy<IReadOnlyList<UnseenPost>> All = new(ReadAll);

    /// <summary>
    /// The posts of a file, read once: <c>test.tsv</c>, <c>test-long.tsv</c> (long), <c>test-hidden.tsv</c> (a severe sentence among
    /// others), <c>test-plain.tsv</c> (what thousands write), <c>test-contrasts.tsv</c> (half of them hard to tell apart).
    /// </summary>
    public static IReadOnlyList<UnseenPost> Of(string file) => [.. All.Value.Where(post => post.File == file)];

    public static IReadOnlyList<UnseenPost> OfAll => All.Value;

    private static IReadOnlyList<UnseenPost> ReadAll()
    {
        using var model = ZipTextModel.LoadShipped();
        return
        [
            .. new[] { "test.tsv", "test-long.tsv", "test-hidden.tsv", "test-plain.tsv", "test-contrasts.tsv" }
                .SelectMany(file => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "posts", file)).Skip(1)
                    .Select(line => (file, Cells: line.Split('\t'))))
                .AsParallel().AsOrdered()
                .Select(post => Read(model, post.file, post.Cells)),
        ];
    }

    private static UnseenPost Read(ZipTextModel model, string file, string[] cells)
    {
        var text = cells[11].Replace("\\n", "\n", StringComparison.Ordinal);
        var voice = Enum.Parse<Voice>(cells[6], ignoreCase: true);
        var output = model.Read(text, learned: null);
        return new UnseenPost(file, cells[1], voice, text, Label(cells), output)
        {
            Verdict = VerdictRules.Decide(model, text, output),
            Words = model.Read(text, learned: null, Understanding.Words),
        };
    }

    private static Annotation Label(string[] cells) => new("nordrad", default, "Jana", default)
    {
        Sentiment = Enum.Parse<Polarity>(cells[5], ignoreCase: true),
        Intent = Enum.Parse<Intent>(cells[7], ignoreCase: true),
        Department = Enum.Parse<Department>(cells[8], ignoreCase: true),
        NeedsAction = cells[9] == "1",
        Severity = Enum.Parse<Severity>(cells[10], ignoreCase: true),
    };
}

/// <param name="Output">As the service reads it.</param>
internal sealed record UnseenPost(string File, string Language, Voice Voice, string Text, Annotation Label, ModelOutput Output)
{
    /// <summary>As it is read by words alone.</summary>
    public required ModelOutput Words { get; init; }

    /// <summary>What the service makes of it: its language decides too.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Whether somebody is alerted where no rules are given.</summary>
    public bool Alerts =>
        RoutingRules.Decide(Samples.Post("1", Text).Judged() with { Verdict = Verdict }, ListeningConfig.DefaultRouting) is not null;

    public bool NeedsAction => Label.NeedsAction == true;

    public bool IsSevere => Label.Severity != Severity.None;
}
