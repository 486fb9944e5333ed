using Listening.Encoder;
using Listening.Training.Card;
using Listening.Training.Commands;
using Listening.Training.Embeddings;
using Listening.Training.Heads;
using Listening.Training.SourceProfiles;
using Microsoft.ML;

namespace Listening.Training.Pipeline;

/// <summary><c>train</c>: trains a set of heads, from the corpora to the finished files.</summary>
internal static class SetTraining
{
    /// <exception cref="TrainingDataException">A file is missing, has another hash than the manifest says, or is not valid.</exception>
    public static void Run(TrainOptions options)
    {
        var corpora = CorporaManifest.Read(Path.Combine(options.Recipe, options.CorporaFile)).Corpora;
        var recipe = HeadsRecipe.Read(Path.Combine(options.Recipe, options.HeadsFile));
        var heads = recipe.Heads
            .Where(head => options.Head is null ? options.Encoder is null || !head.WordsTell : head.Name == options.Head).ToList();
        TrainingDataException.ThrowUnless(
            heads.Count > 0, "heads.json",
            $"there is no head {options.Head}; there are {string.Join(", ", recipe.Heads.Select(head => head.Name))}");
        ModelCard.CheckMarkers(options.Out);

        // Words are learned from the texts of all heads, so that a set with an encoder has the same as the one without.
        var tasks = (options.Head is null ? recipe.Heads : heads).Select(head => head.Task).ToHashSet();
        var chosen = corpora
            .Where(corpus => tasks.Contains(corpus.Task) && (corpus.Commercial || options.Profile == TrainOptions.Research))
            .Select(corpus => options.Encoder is not null && corpus.EncoderSaw
                ? corpus with { Weight = corpus.Weight * recipe.SeenWeight }
                : corpus)
            .ToList();
        using var encoder = options.Encoder is null ? null : SentenceEncoder.Load(options.Encoder);
        var golden = File.ReadAllLines(Path.Combine(options.Recipe, "golden-texts.jsonl"));
        var examples = Progress.Run(
            "reading corpora", chosen.Count + options.Annotations.Count, done => ReadExamples(options, chosen, tasks, done));
        if (options.Profile == TrainOptions.Commercial)
        {
            heads = RestrictToLicensed(heads, [.. examples.Select(example => example.Example)]);
        }

        var ml = new MLContext(options.Seed);
        var words = Progress.Run("learning words", 100, done => BuildEmbeddings(options, recipe, examples, done));
        var all = examples;
        examples = [.. examples.Where(example => heads.Any(head => head.Task == example.Example.Corpus.Task))];
        var sentences = encoder is null ? null : Progress.Run("reading sentences", examples.Count, done =>
            SentenceVectors.Read(encoder, recipe.SentenceScale, examples, () => done(null)));
        var featurization = new Featurization(
            ml, recipe.Features, WordEmbeddings.Parse(words, $"{options.Name}.words.bin"), sentences);
        var features = Progress.Run("computing features", examples.Count, done =>
            featurization.Read([.. examples.Select(example => (example.Example.Text, example.Normalized))], () => done(null)));
        var featurized = examples.Zip(features, (example, row) => new FeaturizedExample(example, row)).ToList();
        var trained = Progress.Run("training", heads.Count * (recipe.Folds + 1), done => heads
            .Select(head => Training(head).Run(featurized, done))
            .ToList());

        var sources = SourceSentimentHeads.Find(heads) is { } combined
            ? TrainSourceSentiment(options, recipe, combined, trained, examples, Progress.Run(
                "leaving schools out", combined.Own.Count,
                done => LogitsWithoutSchools(combined, Training(combined.School), featurized, done)))
            : null;
        if (sources is not null)
        {
            // One threshold for texts with and without a source profile, so that the source does not decide whether a person reads a text.
            trained =
            [
                .. trained.Select(head => head.Name == sources.Manifest.General
                    ? head with { Threshold = sources.Threshold, Figures = sources.Default }
                    : head),
            ];
        }

        var figures = new ReleaseFigures(options.Name, trained.ToDictionary(head => head.Name, head => head.Figures), sources?.Figures);
        var wordsFile = new WordsManifest(ReleaseFolder.WordsName(options.Out, options.Name, words), CorpusReader.Hash(words));
        var manifest = CreateManifest(options, recipe, wordsFile, sentences?.Manifest, trained, sources?.Manifest, all);
        ReleaseFolder.Write(
            options.Out, manifest, figures, words, trained.ToDictionary(head => head.Name, head => head.Zip),
            GoldenFile.Create(ml, trained, featurization, golden));
        Console.Out.WriteLine($"{Path.Combine(options.Out, options.Name)}.json: {string.Join(", ", heads.Select(head => head.Name))}");

        HeadTraining Training(HeadRecipe head) =>
            new(new(ml, featurization, recipe.Solver, head), head, recipe.Folds, options.Seed, withEncoder: encoder is not null);
    }

    // Heads and labels without texts are left out.
    private static List<HeadRecipe> RestrictToLicensed(List<HeadRecipe> heads, List<Example> examples)
    {
        var restricted = new List<HeadRecipe>();
        foreach (var head in heads)
        {
            var within = head.Within(examples);
            var missing = head.Labels.Except(within?.Labels ?? []).ToList();
            if (missing.Count > 0 || within is null)
            {
                var what = within is null ? "is left out" : $"does not learn {string.Join(", ", missing)}";
                Progress.Write($"head {head.Name} {what}: no corpus for it permits commercial use");
            }

            restricted.AddRange(within is null ? [] : [within]);
        }

        return restricted;
    }

    private static IReadOnlyList<PreparedExample> ReadExamples(
        TrainOptions options, List<Corpus> corpora, HashSet<string> tasks, Action<string?> done)
    {
        // The operator's annotations come first, so that they are kept of two copies of a text.
        var examples = new List<Example>();
        foreach (var file in options.Annotations)
        {
            examples.AddRange(AnnotationFile.Read(file).Where(example => tasks.Contains(example.Corpus.Task)));
            done(file);
        }

        foreach (var corpus in corpora)
        {
            examples.AddRange(CorpusReader.Read(corpus, options.Data, options.Recipe));
            done(corpus.Name);
        }

        return Duplicates.Remove([.. examples.Select(PreparedExample.Prepare)]);
    }

    private static byte[] BuildEmbeddings(
        TrainOptions options, HeadsRecipe recipe, IReadOnlyList<PreparedExample> examples, Action<string?> done)
    {
        var percent = 0;
        return EmbeddingsBuilder.Build(
            examples, [.. recipe.Lexicons.Select(Read)], Read("emoji"), recipe.Words with { Seed = options.Seed }, share =>
        {
            for (; percent < share * 100; percent++)
            {
                done(null);
            }
        });

        Lexicon Read(string name) => Lexicon.Read(Path.Combine(options.Recipe, "data", "lexicon", $"{name}.tsv"));
    }

    private static Dictionary<int, float[]> LogitsWithoutSchools(
        SourceSentimentHeads heads, HeadTraining school, List<FeaturizedExample> examples, Action<string?> done)
    {
        var logits = new Dictionary<int, float[]>();
        foreach (var own in heads.Own)
        {
            foreach (var (index, values) in school.LogitsWithoutSchool(examples, own.School!))
            {
                logits[index] = values;
            }

            done(own.School);
        }

        return logits;
    }

    private static TrainedSourceSentiment TrainSourceSentiment(
        TrainOptions options,
        HeadsRecipe recipe,
        SourceSentimentHeads combined,
        List<TrainedHead> trained,
        IReadOnlyList<PreparedExample> examples,
        Dictionary<int, float[]> withoutSchools)
    {
        var heads = combined.All.Select(wanted => trained.Single(head => head.Name == wanted.Name)).ToList();
        var texts = from example in examples.Index()
                    let target = combined.General.Target(example.Item.Example)
                    where target is not null
                    let isTrain = example.Item.Example.Corpus.Role == CorpusRole.Train
                    select new SentimentText(
                        example.Item.Example,
                        combined.General.Labels.ToList().IndexOf(target),
                        isTrain ? Folds.Assign(example.Item.Fold, recipe.Folds, options.Seed) : -1,
                        [.. heads.SelectMany(head => head.Logits[example.Index]!)],
                        withoutSchools.GetValueOrDefault(example.Index));
        var manifests = heads.Select(head => head.Manifest(options.Name)).ToList();
        return new SourceSentimentTraining(
            combined, manifests, recipe.SourceProfiles, recipe.Folds, options.Seed, withEncoder: options.Encoder is not null).Run([.. texts]);
    }

    private static ModelSetManifest CreateManifest(
        TrainOptions options,
        HeadsRecipe recipe,
        WordsManifest words,
        SentenceManifest? sentence,
        List<TrainedHead> heads,
        SourceProfilesManifest? sourceProfiles,
        IReadOnlyList<PreparedExample> examples)
    {
        var data = examples.Where(example => example.Example.Corpus.Role == CorpusRole.Train).GroupBy(example => example.Example.Corpus)
            .Select(corpus => new TrainingFile(
                corpus.Key.Name, corpus.Key.Sha256!, corpus.Key.Licence, corpus.Key.Commercial, corpus.Count())).ToList();
        return new()
        {
            Version = options.Name,
            Normalizer = TextNormalizer.Version,
            Languages = recipe.Languages,
            Description = $"Trained by ML.NET (LbfgsMaximumEntropy) on {data.Sum(file => file.Texts)} texts of {data.Count} corpora; "
                + (data.All(file => file.Commercial)
                    ? "the licences of all of them permit commercial use."
                    : "the licences of some of them do not permit commercial use, or state nothing."),
            Profile = options.Profile,
            Seed = options.Seed,
            Words = words,
            Sentence = sentence,
            Heads = [.. heads.Select(head => head.Manifest(options.Name))],
            SourceProfiles = sourceProfiles,
            Data = data,
        };
    }
}
