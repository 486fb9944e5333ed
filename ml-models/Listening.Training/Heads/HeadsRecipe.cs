using Listening.Training.Corpora;
using Listening.Training.Meanings;
using Listening.Training.Streams;

namespace Listening.Training.Heads;

/// <summary>What is trained and how, <c>heads.json</c>: all numbers a person may turn, in one place beside the weights of the corpora.</summary>
internal sealed record HeadsRecipe
{
    /// <summary>BCP 47 tags of the languages it may judge: those we measured it good enough in, not all it saw.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required FeatureSettings Features { get; init; }

    /// <summary>How the vectors of words are learned.</summary>
    public SkipGramSettings Words { get; set; } = new();

    /// <summary>The languages of our lists of kind and unkind words; the first is that of words at home in none.</summary>
    public required IReadOnlyList<string> Lexicons { get; init; }

    public required SolverSettings Solver { get; init; }

    /// <summary>In how many folds a head is trained and measured before it is trained on everything.</summary>
    public int Folds { get; set; } = 5;

    public required IReadOnlyList<HeadRecipe> Heads { get; init; }

    /// <summary>How the sentiment heads are put together to read streams.</summary>
    public StreamSettings Streams { get; set; } = new();

    /// <exception cref="TrainingDataException">It is not JSON, or an entry contradicts itself.</exception>
    public static HeadsRecipe Read(string path) =>
        RecipeFile.Read(path, RecipeJson.Default.HeadsRecipe, (recipe, file) => recipe.Check(file));

    private void Check(string file)
    {
        Expect(Folds is >= 2 and <= 20, "folds must be 2 to 20");
        Expect(Languages.Count > 0, "languages must name at least one");
        Expect(Heads.Count > 0, "heads must name at least one head");
        Expect(Heads.Select(head => head.Name).Distinct().Count() == Heads.Count, "heads must not name a head twice");
        Expect(new[] { Features.WordBits, Features.CharacterBits, Features.SignBits }.All(bits => bits is >= 1 and <= 22), "feature bits must be 1 to 22");
        Expect(Streams is { Balance: >= 0 and < 1, L2: > 0, PriorBound: >= 1 and <= 10 }, "streams: balance must be 0 to below 1, l2 above 0, priorBound 1 to 10");
        foreach (var head in Heads)
        {
            Expect(CorporaManifest.Tasks.Contains(head.Task), $"head {head.Name}: task must be one of {string.Join(", ", CorporaManifest.Tasks)}");
            Expect(head.Labels.Distinct().Count() == head.Labels.Count && head.Labels.Count >= 2, $"head {head.Name}: labels must name at least two, none twice");
            Expect(head.Labels.SequenceEqual(head.Labels.Order(StringComparer.Ordinal)), $"head {head.Name}: labels must stand in the order of the alphabet, which is that of the scores");
            Expect(head is { L1: >= 0, L2: >= 0, Balance: >= 0 and <= 1, Precision: > 0 and < 1, Others: >= 0, Most: > 0, Least: >= 0 and <= 1 }, $"head {head.Name}: l1, l2 and others must not be negative, most must be above 0, least 0 to 1, balance must be 0 to 1, precision between 0 and 1");
            Expect(Lexicons.Count > 0, "lexicons must name at least one language");
            Expect(!(head.School is not null && head.TellsSchool), $"head {head.Name}: a head of one school cannot tell schools apart");
        }

        void Expect(bool fulfilled, string rule)
        {
            if (!fulfilled)
            {
                throw new TrainingDataException(file, null, rule);
            }
        }
    }
}

/// <summary>How many features each block has, as powers of two. All heads share them, so that one reading of a text serves all.</summary>
internal sealed record FeatureSettings(int WordBits, int CharacterBits, int SignBits);

/// <param name="History">Steps that L-BFGS remembers.</param>
/// <param name="Iterations">More than it needs: a fit that is cut short looks like one that does not generalise.</param>
/// <param name="Tolerance">It stops where the loss falls by less.</param>
internal sealed record SolverSettings(int History, int Iterations, float Tolerance);

/// <summary>One head, which becomes one zip.</summary>
internal sealed record HeadRecipe
{
    /// <summary>The label of corpora whose school a head that tells schools has no label for.</summary>
    public const string OtherSchool = "other";

    public required string Name { get; init; }

    /// <summary>The corpora it is trained on: those of this task.</summary>
    public required string Task { get; init; }

    /// <summary>In the order of the scores. Texts with another label are left out.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The school it speaks for: its corpora keep their weights, all others are multiplied by <see cref="Others"/>.</summary>
    public string? School { get; init; }

    public double Others { get; set; } = 1;

    /// <summary>It learns from at most so many texts of a corpus, drawn by chance; more would only take time.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>True if it tells which school's corpora a text resembles, whatever the text's own label.</summary>
    public bool TellsSchool { get; set; }

    /// <summary>Strength of the penalty on the sum of absolute weights, which makes most of them zero.</summary>
    public required float L1 { get; init; }

    /// <summary>Strength of the penalty on the sum of squared weights.</summary>
    public required float L2 { get; init; }

    /// <summary>0 leaves the classes of a corpus as frequent as they are, 1 makes them count alike.</summary>
    public double Balance { get; set; } = 0.5;

    /// <summary>What share of the texts whose verdict is not unsure must be right; it sets the threshold.</summary>
    public double Precision { get; set; } = 0.8;

    /// <summary>The threshold is never lower, 0 to 1: for heads that will meet texts unlike any corpus, such as other languages.</summary>
    public double Least { get; set; }

    /// <summary>The label this head should learn from an example, or null if it has no use for it.</summary>
    public string? Target(Example example)
    {
        var target = !TellsSchool ? example.Label : example.Corpus.School is { } school && Labels.Contains(school) ? school : OtherSchool;
        return example.Corpus.Task == Task && Labels.Contains(target) ? target : null;
    }

    /// <summary>
    /// The head as far as there are texts for it: without labels that none has; null if its school has none, or fewer than two labels are left.
    /// For a profile that leaves corpora out, where what is missing is no mistake.
    /// </summary>
    public HeadRecipe? Within(IReadOnlyCollection<Example> examples)
    {
        var there = examples.Where(example => example.Corpus.Role == CorpusRole.Train).ToList();
        var labels = Labels.Intersect(there.Select(Target)).OfType<string>().ToList();
        return labels.Count < 2 || (School is not null && !there.Exists(example => example.Corpus.School == School)) ? null : this with { Labels = labels };
    }

    /// <summary>True if the head is meant for texts like these, so that it is measured on them.</summary>
    public bool SpeaksFor(Corpus corpus) => School is null || corpus.School == School;
}
