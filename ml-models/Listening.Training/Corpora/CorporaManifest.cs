namespace Listening.Training.Corpora;

/// <summary>The data manifest, <c>corpora.json</c>.</summary>
internal sealed record CorporaManifest(IReadOnlyList<Corpus> Corpora)
{
    public static readonly IReadOnlyList<string> Tasks =
        ["sentiment", "language", "intent", "abuse", "spam", "needs-action", "severity", "voice", "department"];

    /// <exception cref="TrainingDataException">The file is not JSON, or an entry is not valid.</exception>
    public static CorporaManifest Read(string path) =>
        RecipeFile.Read(path, RecipeJson.Default.CorporaManifest, (manifest, file) => manifest.Check(file));

    private void Check(string file)
    {
        var twice = Corpora.GroupBy(corpus => corpus.Name).FirstOrDefault(group => group.Count() > 1);
        TrainingDataException.ThrowUnless(twice is null, file, $"the name {twice?.Key} occurs twice");
        foreach (var corpus in Corpora)
        {
            Expect(corpus, Tasks.Contains(corpus.Task), $"task must be one of {string.Join(", ", Tasks)}");
            Expect(
                corpus, corpus.Sha256 is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower),
                "sha256 must be 64 lower-case hexadecimal digits");
            Expect(corpus, corpus.Role != CorpusRole.Unknown, "role must be train or dev");
            Expect(corpus, corpus.Weight is > 0 and <= 1000, "weight must be above 0 and at most 1000");
            Expect(corpus, corpus.Language is null != corpus.LanguageColumn is null, "either language or languageColumn must be given");
            Expect(
                corpus, corpus.Always is null != corpus.Label is null,
                "either label, the column, or always, the label of all texts, must be given");
            Expect(corpus, corpus.Label is null || corpus.Labels.Count > 0, "labels must map the column's labels to ours");
        }

        void Expect(Corpus corpus, bool fulfilled, string rule) =>
            TrainingDataException.ThrowUnless(fulfilled, file, $"corpus {corpus.Name}: {rule}");
    }
}

/// <summary>Reads the two JSON files that describe a training, with errors that name the file and the line.</summary>
internal static class RecipeFile
{
    public static T Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Action<T, string> check)
        where T : class
    {
        var name = Path.GetFileName(path);
        try
        {
            var recipe = JsonSerializer.Deserialize(File.ReadAllBytes(path), type)
                ?? throw new TrainingDataException(name, 1, "this is null");
            check(recipe, name);
            return recipe;
        }
        catch (JsonException fault)
        {
            throw new TrainingDataException(name, (int?)(fault.LineNumber + 1), $"this is not valid at {fault.Path ?? "$"}", fault);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CorporaManifest))]
[JsonSerializable(typeof(Heads.HeadsRecipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;
