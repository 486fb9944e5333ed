using Listening.Scoring;
using Listening.Training.Card;
using Listening.Training.Commands;
using Listening.Training.Corpora;
using Listening.Training.Heads;
using Listening.Training.Meanings;
using Listening.Training.Streams;
using Microsoft.ML;

namespace Listening.Training.Pipeline;

/// <summary>Trains a set of heads from the corpora to the finished files.</summary>
internal static class SetTraining
{
    /// <exception cref="TrainingDataException">A file is missing, is another one than the manifest means, or holds what it should not.</exception>
    public static Release Run(TrainOptions options, CorporaManifest corpora, HeadsRecipe recipe, IProgressLines progress)
    {
        var heads = recipe.Heads.Where(head => options.Head is null || head.Name == options.Head).ToList();
        if (heads.Count == 0)
        {
            throw new TrainingDataException("heads.json", null, $"there is no head {options.Head}; there are {string.Join(", ", recipe.Heads.Select(head => head.Name))}");
        }

        ModelCard.ExpectPlace(options.Out);
        var tasks = heads.Select(head => head.Task).ToHashSet();
        var chosen = corpora.Corpora.Where(corpus => tasks.Contains(corpus.Task) && (corpus.Commercial || options.Profile == TrainOptions.All)).ToList();
        var golden = File.ReadAllLines(Path.Combine(options.Recipe, "golden-texts.jsonl"));
        var examples = progress.Work("reading corpora", chosen.Count + options.Labels.Count, done => Examples(options, chosen, tasks, done));

        if (options.Profile == TrainOptions.CommercialOnly)
        {
            heads = Permitted(heads, [.. examples.Select(example => example.Example)], progress);
        }

        var ml = new MLContext(options.Seed);
        var words = progress.Work("learning words", 100, done => Meanings(options, recipe, examples, done));
        var featurization = new Featurization(ml, recipe.Features, WordMeanings.Of(words, ReleaseFolder.WordsName(options.Name)));
        var features = progress.Work("reading features", examples.Count, done =>
            featurization.Read([.. examples.Select(example => example.Normalized)], () => done(null)));
        var featurized = examples.Zip(features, (example, row) => new FeaturizedExample(example, row)).ToList();

        var trained = progress.Work("training", heads.Count * (recipe.Folds + 1), done => heads
            .Select(head => new HeadTraining(new(ml, featurization, recipe.Solver, head), head, recipe.Folds, options.Seed).Run(featurized, done))
            .ToList());

        var streams = StreamHeads.Of(heads) is { } reading
            ? Streams(options, recipe, reading, trained, examples, progress.Work("forgetting schools", reading.Own.Count, done => Unseen(
                reading, new(new(ml, featurization, recipe.Solver, reading.School), reading.School, recipe.Folds, options.Seed), featurized, done)))
            : null;
        if (streams is not null)
        {
            // One threshold serves texts of a stream and without one: which stream a text is from must not decide whether a person looks at it.
            trained = [.. trained.Select(head => head.Name == streams.Manifest.General ? head with { Threshold = streams.Threshold, Figures = streams.Neutral } : head)];
        }

        var figures = new ReleaseFigures(options.Name, trained.ToDictionary(head => head.Name, head => head.Figures), streams?.Figures);
        var release = Describe(options, recipe, words, trained, figures, examples) with { Streams = streams?.Manifest };
        ReleaseFolder.Write(options.Out, release, figures, words, trained.ToDictionary(head => head.Name, head => head.Zip), GoldenFile.Of(ml, trained, featurization, golden));
        return release;
    }

    private static List<HeadRecipe> Permitted(List<HeadRecipe> heads, List<Example> examples, IProgressLines progress)
    {
        var permitted = new List<HeadRecipe>();
        foreach (var head in heads)
        {
            var within = head.Within(examples);
            var missing = within is null ? "is left out" : head.Labels.Except(within.Labels).ToList() is { Count: > 0 } labels ? $"does not learn {string.Join(", ", labels)}" : null;
            if (missing is not null)
            {
                progress.Say($"head {head.Name} {missing}: no corpus for it permits commercial use");
            }

            permitted.AddRange(within is null ? [] : [within]);
        }

        return permitted;
    }

    private static IReadOnlyList<PreparedExample> Examples(TrainOptions options, List<Corpus> corpora, HashSet<string> tasks, Action<string?> done)
    {
        // Labels of our own come first, so that of two copies of a text theirs stays.
        var examples = new List<Example>();
        foreach (var file in options.Labels)
        {
            examples.AddRange(LabelFile.Read(file).Where(example => tasks.Contains(example.Corpus.Task)));
            done(file);
        }

        foreach (var corpus in corpora)
        {
            examples.AddRange(CorpusReader.Read(corpus, options.Data, options.Recipe));
            done(corpus.Name);
        }

        return Duplicates.Remove([.. examples.Select(PreparedExample.Of)]);
    }

    private static byte[] Meanings(TrainOptions options, HeadsRecipe recipe, IReadOnlyList<PreparedExample> examples, Action<string?> done)
    {
        var lexicons = recipe.Lexicons.Select(Read).ToList();
        var percent = 0;
        return MeaningsBuilder.Build(examples, lexicons, Read("faces"), recipe.Words with { Seed = options.Seed }, share =>
        {
            for (; percent < share * 100; percent++)
            {
                done(null);
            }
        });

        Lexicon Read(string name) => Lexicon.Read(Path.Combine(options.Recipe, "data", "lexicon", $"{name}.tsv"));
    }

    // What the school head would say of each school's texts had it never seen them.
    private static Dictionary<int, float[]> Unseen(StreamHeads reading, HeadTraining school, List<FeaturizedExample> examples, Action<string?> done)
    {
        var unseen = new Dictionary<int, float[]>();
        foreach (var own in reading.Own)
        {
            foreach (var (place, logits) in school.Unseen(examples, own.School!))
            {
                unseen[place] = logits;
            }

            done(own.School);
        }

        return unseen;
    }

    private static TrainedStreams Streams(TrainOptions options, HeadsRecipe recipe, StreamHeads reading, List<TrainedHead> trained, IReadOnlyList<PreparedExample> examples, Dictionary<int, float[]> unseen)
    {
        var heads = reading.All.Select(wanted => trained.Single(head => head.Name == wanted.Name)).ToList();
        var texts = from example in examples.Index()
                    let target = reading.General.Target(example.Item.Example)
                    where target is not null
                    let fold = example.Item.Example.Corpus.Role == CorpusRole.Train ? Folds.Of(example.Item.Mask, recipe.Folds, options.Seed) : -1
                    select new StreamText(example.Item.Example, reading.General.Labels.ToList().IndexOf(target), fold, [.. heads.SelectMany(head => head.Logits[example.Index]!)], unseen.GetValueOrDefault(example.Index));
        return new StreamsTraining(reading, [.. heads.Select(head => head.Manifest(options.Name))], recipe.Streams, recipe.Folds, options.Seed).Run([.. texts]);
    }

    private static Release Describe(TrainOptions options, HeadsRecipe recipe, byte[] words, List<TrainedHead> heads, ReleaseFigures figures, IReadOnlyList<PreparedExample> examples)
    {
        var seen = examples.Where(example => example.Example.Corpus.Role == CorpusRole.Train).GroupBy(example => example.Example.Corpus)
            .Select(corpus => new ReleasedCorpus(corpus.Key.Name, corpus.Key.Sha256!, corpus.Key.Licence, corpus.Key.Commercial, corpus.Count())).ToList();
        return new()
        {
            Version = options.Name,
            Normalizer = TextNormalizer.Version,
            Languages = recipe.Languages,
            Description = $"Trained by ML.NET (LbfgsMaximumEntropy) on {seen.Sum(corpus => corpus.Texts)} texts of {seen.Count} corpora; "
                + (seen.All(corpus => corpus.Commercial) ? "the licences of all of them permit commercial use." : "the licences of some of them do not permit commercial use, or state nothing."),
            Profile = options.Profile,
            Seed = options.Seed,
            Words = new(ReleaseFolder.WordsName(options.Name), CorpusReader.Hash(words)),
            Heads = [.. heads.Select(head => new ReleasedHead(head.Name, ReleaseFolder.ZipName(options.Name, head.Name), CorpusReader.Hash(head.Zip), head.Labels, head.Temperature, head.Threshold))],
            Data = seen,
            Metrics = figures.Summary(),
        };
    }
}
