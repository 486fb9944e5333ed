using Listening.Training.Embeddings;
using Listening.Training.SourceProfiles;

namespace Listening.Training.Heads;

/// <summary>What is trained and how: the file <c>heads.json</c>. With the weights of the corpora it holds all parameters.</summary>
/// <param name="Languages">BCP 47 tags of the languages with good enough figures, which are not all those of the training data.</param>
/// <param name="Lexicons">The languages of our lists of positive and negative words; the first applies to words of no language.</param>
/// <param name="Folds">The number of folds in which a head is trained and measured before it is trained on all texts.</param>
internal sealed record HeadsRecipe(
    IReadOnlyList<string> Languages,
    FeatureSettings Features,
    IReadOnlyList<string> Lexicons,
    SolverSettings Solver,
    IReadOnlyList<HeadRecipe> Heads,
    int Folds = 5)
{
    /// <summary>How word vectors are learned.</summary>
    public SkipGramSettings Words { get; set; } = new();

    /// <summary>The standard deviation of a value of the sentence vector, which the heads read beside n-grams of length 1.</summary>
    public float SentenceScale { get; set; } = 0.05f;

    /// <summary>
    /// The factor for the weight of corpora that the encoder was trained on, in a set that reads its vectors: there they tell more than of
    /// other texts.
    /// </summary>
    public double SeenWeight { get; set; } = 1;

    /// <summary>How the sentiment heads are combined for sources.</summary>
    public SourceProfileSettings SourceProfiles { get; set; } = new();

    /// <exception cref="TrainingDataException">The file is not JSON, or an entry is not valid.</exception>
    public static HeadsRecipe Read(string path) =>
        RecipeFile.Read(path, RecipeJson.Default.HeadsRecipe, (recipe, file) => recipe.Check(file));

    private void Check(string file)
    {
        Expect(Folds is >= 2 and <= 20, "folds must be 2 to 20");
        Expect(Languages.Count > 0, "languages must name at least one");
        Expect(Heads.Count > 0, "heads must name at least one head");
        Expect(Heads.Select(head => head.Name).Distinct().Count() == Heads.Count, "heads must not name a head twice");
        Expect(
            Features is { WordBits: >= 1 and <= 22, CharacterBits: >= 1 and <= 22, NegationBits: >= 1 and <= 22 },
            "feature bits must be 1 to 22");
        Expect(
            SourceProfiles is { Balance: >= 0 and < 1, L2: > 0, PriorBound: >= 1 and <= 10 },
            "sourceProfiles: balance must be 0 to below 1, l2 above 0, priorBound 1 to 10");
        Expect(SeenWeight is > 0 and <= 1, "seenWeight must be above 0, and at most 1");
        Expect(Lexicons.Count > 0, "lexicons must name at least one language");
        foreach (var head in Heads)
        {
            var at = $"head {head.Name}";
            Expect(CorporaManifest.Tasks.Contains(head.Task), $"{at}: task must be one of {string.Join(", ", CorporaManifest.Tasks)}");
            Expect(
                head.Labels.Distinct().Count() == head.Labels.Count && head.Labels.Count >= 2,
                $"{at}: labels must name at least two, none twice");
            Expect(
                head.Labels.SequenceEqual(head.Labels.Order(StringComparer.Ordinal)),
                $"{at}: labels must be in alphabetical order, which is that of the scores");
            Expect(
                head is { L1: >= 0, L2: >= 0, Balance: >= 0 and <= 1, OtherSchoolsWeight: >= 0 },
                $"{at}: l1, l2 and otherSchoolsWeight must not be negative, balance must be 0 to 1");
            Expect(
                head is { Precision: > 0 and < 1, MinThreshold: >= 0 and <= 1, MaxTextsPerCorpus: > 0 },
                $"{at}: precision must be between 0 and 1, minThreshold 0 to 1, maxTextsPerCorpus above 0");
            Expect(
                head.Levels.Count == 0 || (head.Positive?.Count > 0 && head.Positive.All(head.Labels.Contains)),
                $"{at}: levels need the labels that count, in positive");
            Expect(head.School is null || !head.PredictsSchool, $"{at}: a head of one school cannot predict schools");
        }

        void Expect(bool fulfilled, string rule) => TrainingDataException.ThrowUnless(fulfilled, file, rule);
    }
}

/// <summary>The sizes of the feature blocks as powers of two. All heads share the blocks, so a text is read once for all of them.</summary>
internal sealed record FeatureSettings(int WordBits, int CharacterBits, int NegationBits);

/// <param name="History">Steps that L-BFGS remembers.</param>
/// <param name="Iterations">More than needed: a fit that stops early looks like one that does not generalise.</param>
/// <param name="Tolerance">The fit stops when the loss decreases by less.</param>
internal sealed record SolverSettings(int History, int Iterations, float Tolerance);

/// <summary>Which threshold a level of alerts gets: the lowest of the given precision, else the highest of the given recall, else that of
/// the best F1.</summary>
internal sealed record LevelRecipe(double? Precision = null, double? Recall = null);

/// <summary>One head, which becomes one zip.</summary>
/// <param name="Task">It is trained on the corpora of this task.</param>
/// <param name="Labels">In the order of the scores. Texts with other labels are skipped.</param>
/// <param name="L1">Strength of the penalty on absolute weights, which makes most of them zero.</param>
/// <param name="L2">Strength of the penalty on squared weights.</param>
/// <param name="School">The school it is trained for; null for all schools.</param>
/// <param name="OtherSchoolsWeight">Factor for the weights of corpora of other schools than <see cref="School"/>.</param>
/// <param name="MaxTextsPerCorpus">It is trained on at most so many texts of a corpus, drawn at random.</param>
/// <param name="PredictsSchool">True if it predicts the school of a text instead of the text's label.</param>
/// <param name="Balance">With 0 the classes of a corpus count by their frequency, with 1 equally.</param>
/// <param name="Precision">The share of verdicts that must be right among those that are not unsure; it determines the threshold.</param>
/// <param name="MinThreshold">The lowest threshold, 0 to 1, for heads that will score texts unlike any corpus.</param>
/// <param name="WordsTell">True if words alone tell as much: it is left out of a set that reads an encoder's vectors.</param>
internal sealed record HeadRecipe(
    string Name,
    string Task,
    IReadOnlyList<string> Labels,
    float L1,
    float L2,
    string? School = null,
    double OtherSchoolsWeight = 1,
    int MaxTextsPerCorpus = int.MaxValue,
    bool PredictsSchool = false,
    double Balance = 0.5,
    double Precision = 0.8,
    double MinThreshold = 0,
    bool WordsTell = false)
{
    /// <summary>The labels whose probabilities together say that somebody is alerted; null for a head that alerts nobody.</summary>
    public IReadOnlyList<string>? Positive { get; set; }

    /// <summary>How its thresholds for alerts are chosen, by their names.</summary>
    public IReadOnlyDictionary<string, LevelRecipe> Levels { get; set; } = new Dictionary<string, LevelRecipe>();

    /// <summary>The label for corpora whose school is not a label of the head that predicts schools.</summary>
    public const string OtherSchool = "other";

    /// <summary>The label that the head learns from an example, or null if it does not use the example.</summary>
    public string? Target(Example example)
    {
        var school = example.Corpus.School is { } name && Labels.Contains(name) ? name : OtherSchool;
        var target = PredictsSchool ? school : example.Label;
        return example.Corpus.Task == Task && Labels.Contains(target) ? target : null;
    }

    /// <summary>
    /// The head without the labels for which there are no texts; null if there are none of its school, or fewer than two labels are left.
    /// For profiles that exclude corpora, where missing texts are not an error.
    /// </summary>
    public HeadRecipe? Within(IReadOnlyCollection<Example> examples)
    {
        var there = examples.Where(example => example.Corpus.Role == CorpusRole.Train).ToList();
        var labels = Labels.Intersect(there.Select(Target)).OfType<string>().ToList();
        var isOfMissingSchool = School is not null && !there.Exists(example => example.Corpus.School == School);
        return labels.Count < 2 || isOfMissingSchool ? null : this with { Labels = labels };
    }

    /// <summary>True if the head is intended for texts of the corpus, so that it is measured on them.</summary>
    public bool AppliesTo(Corpus corpus) => School is null || corpus.School == School;
}
