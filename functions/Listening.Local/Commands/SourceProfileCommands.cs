using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Listening.AzureStorage;
using Listening.Domain;
using Listening.Local.Views;
using Listening.Understand;
using Spectre.Console;

namespace Listening.Local.Commands;

/// <summary><c>streams</c> and <c>streams reset</c>: what was learned of the posts about a brand from one source, and its end.</summary>
internal static class SourceProfileCommands
{
    public static async Task<int> ListAsync(LocalHostOptions options, bool json, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var sourceProfiles = (await new TableSourceProfiles(storage.Account).AllAsync(stopping))
            .OrderBy(item => item.Brand, StringComparer.Ordinal).ThenBy(item => item.Source, StringComparer.Ordinal)
            .ToList();
        if (json)
        {
            foreach (var sourceProfile in sourceProfiles)
            {
                output.Result(JsonSerializer.Serialize(SourceProfileLine.FromProfile(sourceProfile), SourceProfileLinesJson.Relaxed.SourceProfileLine));
            }
        }
        else
        {
            output.Result(SourceProfileTable.Format(sourceProfiles, ConsoleWidth.Current()));
        }

        return ExitCodes.Done;
    }

    public static async Task<int> ResetAsync(LocalHostOptions options, string brand, string source, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var sourceProfiles = new TableSourceProfiles(storage.Account);
        if ((await sourceProfiles.AllAsync(stopping)).FirstOrDefault(item => item.Brand == brand && item.Source == source) is not { } known)
        {
            output.Error($"Nothing was ever learned of the posts about '{brand}' from '{source}'; 'streams' lists what was.");
            return ExitCodes.Failed;
        }

        await sourceProfiles.ResetAsync(brand, source, DateTimeOffset.UtcNow, stopping);
        output.Result($"What was learned of the posts about {brand} from {source} is forgotten{(known.Profile is { } profile ? $" ({Quantity.Format(profile.Texts, "post")}; {profile.Describe})" : "")}. "
            + $"Within a minute each is read for itself, until {SourceProfileRules.MinTexts} new ones have come to learn from.");
        return ExitCodes.Done;
    }
}

/// <summary>A stream as one line of JSON; null where nothing was learned, or since a reset.</summary>
/// <param name="Schools">To what share its posts resemble the corpora of each school.</param>
/// <param name="Prior">How frequent each sentiment is there by estimate.</param>
/// <param name="Factors">What the odds of each sentiment are multiplied by for that.</param>
internal sealed record SourceProfileLine(
    string Brand, string Source, int? Posts, IReadOnlyDictionary<string, double>? Schools, SentimentScores? Prior, OddsFactors? Factors, string? Model,
    DateTimeOffset? LearnedAt, DateTimeOffset? FirstAt, DateTimeOffset? ResetAt)
{
    public static SourceProfileLine FromProfile(SourceProfile sourceProfile) => new(
        sourceProfile.Brand, sourceProfile.Source, sourceProfile.Profile?.Texts, sourceProfile.Profile?.Schools, sourceProfile.Profile?.Prior, sourceProfile.Profile?.Factors, sourceProfile.Profile?.Model,
        sourceProfile.LearnedAt, sourceProfile.FirstAt, sourceProfile.ResetAt);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SourceProfileLine))]
internal sealed partial class SourceProfileLinesJson : JsonSerializerContext
{
    public static SourceProfileLinesJson Relaxed => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Streams as a table for a person.</summary>
internal static class SourceProfileTable
{
    public static string Format(IReadOnlyList<SourceProfile> sourceProfiles, int width)
    {
        if (sourceProfiles.Count == 0)
        {
            return $"Nothing was learned of a stream yet: it takes {SourceProfileRules.MinTexts} posts about a brand from one source, and a model that was trained with sourceProfiles. The service looks every hour.";
        }

        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            new TableColumn("Brand").NoWrap(), new TableColumn("Source"), new TableColumn("Posts").RightAligned().NoWrap(),
            new TableColumn("Resembles"), new TableColumn("Prior"), new TableColumn("Learned at (UTC)").NoWrap());
        foreach (var sourceProfile in sourceProfiles)
        {
            table.AddRow(
                new Text(sourceProfile.Brand),
                new Text(sourceProfile.Source),
                new Text(sourceProfile.Profile?.Texts.ToString(CultureInfo.InvariantCulture) ?? ""),
                new Text(sourceProfile.Profile?.Resembles ?? ""),
                new Text(sourceProfile.Profile is { } profile ? Prior(profile) : $"reset {Minute(sourceProfile.ResetAt)}; each post is read for itself"),
                new Text(Minute(sourceProfile.LearnedAt)));
        }

        console.Write(table);
        console.WriteLine(Quantity.Format(sourceProfiles.Count, "stream"));
        return text.ToString().TrimEnd();
    }

    /// <summary><c>negative 41 % (×1.12), neutral 30 %, positive 29 %</c>.</summary>
    internal static string Prior(LearnedProfile profile) => string.Join(", ",
        Share("negative", profile.Prior.Negative, profile.Factors.Negative),
        Share("neutral", profile.Prior.Neutral, profile.Factors.Neutral),
        Share("positive", profile.Prior.Positive, profile.Factors.Positive));

    private static string Share(string name, double share, double factor)
    {
        var times = factor.ToString("0.00", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{name} {share:P0}") + (times == "1.00" ? "" : $" (×{times})");
    }

    private static string Minute(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
