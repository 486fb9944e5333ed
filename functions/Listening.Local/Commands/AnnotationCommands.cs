using Listening.Annotations;
using Listening.AzureStorage;
using Listening.Domain;
using Listening.Local.Views;
using Microsoft.Extensions.Logging;

namespace Listening.Local.Commands;

/// <summary><c>annotation</c> and <c>annotations</c>: what people say of mentions, and the file that retraining learns it from.</summary>
internal static class AnnotationCommands
{
    /// <summary>Mentions looked up at once.</summary>
    private const int Chunk = 100;

    public static async Task<int> AnnotateAsync(
        LocalHostOptions options, string brand, MentionId mention, Polarity polarity, Intent? intent, string by, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var found = (await new TableMentions(storage.Account).FindAsync([(brand, mention)], stopping)).Single();
        if (found is null or { Mention.Deleted: true })
        {
            output.Error(found is null
                ? $"There is no mention {mention} of brand '{brand}'; 'mentions --json' shows the id of each, and an alert its mentionId."
                : $"Mention {mention} was taken back by its author; there is nothing left to learn from it.");
            return ExitCodes.Failed;
        }

        await new TableAnnotations(storage.Account).SaveAsync(new Annotation(brand, mention, polarity, intent, by, DateTimeOffset.UtcNow), stopping);
        output.Result($"{mention} is {Word(polarity)}{(intent is null ? "" : $", {Word(intent)}")}, says {by}; {found.Verdict.Model} said {Word(found.Verdict.LikeliestSentiment)}.");
        return ExitCodes.Done;
    }

    public static async Task<int> ExportAsync(LocalHostOptions options, string? brand, ConsoleOutput output, CancellationToken stopping)
    {
        await using var storage = await StorageConnection.OpenAsync(options, output, stopping);
        var annotations = AnnotationTsv.Latest(await new TableAnnotations(storage.Account).AllAsync(brand, stopping).ToListAsync(stopping));
        var mentions = new TableMentions(storage.Account);
        var exported = 0;
        output.Result(AnnotationTsv.Header);
        foreach (var chunk in annotations.Chunk(Chunk))
        {
            var rows = await mentions.FindAsync([.. chunk.Select(annotation => (annotation.Brand, annotation.Mention))], stopping);
            foreach (var line in chunk.Zip(rows, AnnotationTsv.Line).OfType<string>())
            {
                output.Result(line);
                exported++;
            }
        }

        output.Log(LogLevel.Warning, exported == annotations.Count
            ? $"{Quantity.Format(exported, "annotation")} exported."
            : $"{Quantity.Format(exported, "annotation")} exported; {Quantity.Format(annotations.Count - exported, "mention")} left out, gone or taken back since.");
        return ExitCodes.Done;
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
