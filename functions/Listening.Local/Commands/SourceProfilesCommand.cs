using Listening.Understand;
using Spectre.Console;

namespace Listening.Local.Commands;

/// <summary><c>source-profiles</c> and <c>source-profiles reset</c>: what the model learned about the posts of each source.</summary>
internal static class SourceProfilesCommand
{
    public static Command Create(ConsoleOutput output)
    {
        return new Command("source-profiles", """
            Show the profile of each brand's posts from each source. It is learned without annotations: by the words used, the model finds
            which of its training corpora they resemble ('other': none of them; 'near potts': potts is nearest, but they are unlike it
            and judged as any post), and estimates how frequent each sentiment is (Prior).
            'negative 41 % (×1.12)' means that negative posts are more frequent there than expected, so a borderline post is more likely
            to be judged negative. A clear post is judged the same everywhere. Correction is what the brand's annotations changed, where
            that makes verdicts on posts left out of the learning more right: '+0.84' is added to the log-odds of that answer.
            Examples:
              listening source-profiles
              listening source-profiles --json
              listening source-profiles reset morgenrot "Blog comments"
            """)
        {
            SharedOptions.Json, CreateReset(output),
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var profiles = (await new TableSourceProfiles(account).AllAsync(stopping))
                .OrderBy(item => item.Brand, StringComparer.Ordinal).ThenBy(item => item.Source, StringComparer.Ordinal)
                .ToList();
            if (parsed.GetValue(SharedOptions.Json))
            {
                profiles.ForEach(item => output.Json(JsonLine(item)));
            }
            else
            {
                output.Result(Format(profiles, TextTable.CurrentWidth));
            }

            return ExitCodes.Done;
        });
    }

    private static Command CreateReset(ConsoleOutput output)
    {
        var brand = new Argument<string>("brand") { Description = "The brand, by its id.", HelpName = "BRAND" };
        var source = new Argument<string>("source") { Description = "The source, by its name in listening.json.", HelpName = "SOURCE" };
        return new Command("reset", $"""
            Delete what was learned about a source, for example after it changed or was flooded with posts. Until there are
            {SourceProfileRules.MinTexts} new posts to learn from, each post is judged on its own; annotations made before do not correct
            it any more. Stored verdicts and annotations stay as they are.
            Example: listening source-profiles reset morgenrot "Blog comments"
            """)
        {
            brand, source,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var (brandId, sourceName) = (parsed.GetValue(brand)!, parsed.GetValue(source)!);
            var profiles = new TableSourceProfiles(account);
            var known = (await profiles.AllAsync(stopping)).FirstOrDefault(item => item.Brand == brandId && item.Source == sourceName);
            if (known is null)
            {
                output.Log($"There is no source profile for brand '{brandId}' and source '{sourceName}'; 'source-profiles' lists all.");
                return ExitCodes.Failed;
            }

            await profiles.ResetAsync(brandId, sourceName, DateTimeOffset.UtcNow, stopping);
            string?[] learned =
            [
                known.Profile is { } profile ? $"{Quantity.Format(profile.Texts, "post")}; {profile.Describe}" : null,
                known.Correction?.Describe,
            ];
            var deleted = learned.OfType<string>().ToList() is { Count: > 0 } all ? $" ({string.Join("; ", all)})" : "";
            output.Result($"The profile of the posts about {brandId} from {sourceName} is deleted{deleted}. Within a minute each post is "
                + $"judged on its own, until there are {SourceProfileRules.MinTexts} new posts to learn from.");
            return ExitCodes.Done;
        }, withoutData: ExitCodes.Failed);
    }

    private static object JsonLine(SourceProfile item) => new
    {
        item.Brand,
        item.Source,
        Posts = item.Profile?.Texts,
        item.Profile?.Schools,
        item.Profile?.Prior,
        item.Profile?.Factors,
        item.Profile?.Model,
        item.Correction,
        item.LearnedAt,
        item.FirstAt,
        item.ResetAt,
    };

    internal static string Format(IReadOnlyList<SourceProfile> profiles, int width) => profiles.Count == 0
        ? $"No source profiles yet. A profile needs {SourceProfileRules.MinTexts} posts about a brand from one source, "
            + "and a model trained with source profiles. The service learns every hour."
        : TextTable.Format(
            width,
            [
                TextTable.Fixed("Brand"), new("Source"), TextTable.Fixed("Posts").RightAligned(), new("Resembles"), new("Prior"),
                new("Correction"), TextTable.Fixed("Learned at (UTC)"),
            ],
            profiles.Select(item => (string[])
            [
                item.Brand, item.Source, item.Profile?.Texts.ToString(CultureInfo.InvariantCulture) ?? "", item.Profile?.Resembles ?? "",
                item.Profile is { } profile ? Prior(profile)
                    : item.ResetAt is { } reset ? $"reset {TextTable.Minute(reset)}; each post is judged on its own" : "",
                item.Correction?.Describe ?? "", TextTable.Minute(item.LearnedAt),
            ]),
            Quantity.Format(profiles.Count, "source profile"));

    /// <summary><c>negative 41 % (×1.12), neutral 30 %, positive 29 %</c>.</summary>
    private static string Prior(LearnedProfile profile) => string.Join(", ",
        Share("negative", profile.Prior.Negative, profile.Factors.Negative),
        Share("neutral", profile.Prior.Neutral, profile.Factors.Neutral),
        Share("positive", profile.Prior.Positive, profile.Factors.Positive));

    private static string Share(string name, double share, double factor)
    {
        var times = factor.ToString("0.00", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{name} {share:P0}") + (times == "1.00" ? "" : $" (×{times})");
    }
}
