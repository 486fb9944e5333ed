using System.CommandLine.Parsing;
using Listening.Azurite;
using Listening.Configuration;

namespace Listening.Local.Commands;

/// <summary>The options that several commands have in common.</summary>
internal static class SharedOptions
{
    /// <summary>An answer that takes longer is worth a word. The tries that a refused connection gets take 6 seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static readonly Option<string> Folder = new("--folder")
    {
        Description = "Where Azurite keeps its data.",
        CustomParser = result => ParsePath(result, "--folder", "a folder"),
        DefaultValueFactory = _ => ".listening",
        Recursive = true,
        HelpName = "DIR",
    };

    public static readonly Option<string?> Storage = new("--storage")
    {
        Description = "Connection string of a storage account to use instead of Azurite.",
        Recursive = true,
        HelpName = "CONNECTION",
    };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Log every batch on standard error.", Recursive = true };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration file. Default: ./listening.json, or the sample brand if there is none.",
        CustomParser = result => ParsePath(result, "--config", "a file"),
        HelpName = "FILE",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static readonly Option<string?> Brand = new("--brand") { Description = "Only this brand, by its id.", HelpName = "BRAND" };

    public static readonly Argument<string> OneBrand = new("brand")
    {
        Description = "The brand it is about, by its id.",
        HelpName = "BRAND",
    };

    public static readonly Argument<MentionId> MentionId = new("mention")
    {
        Description = "The mention's id: 32 hex digits, as in 'mentions' and 'alerts'.",
        CustomParser = result => new MentionId(result.Tokens[0].Value) is { IsWellFormed: true } id
            ? id
            : Refuse<MentionId>(
                result, $"'{result.Tokens[0].Value}' is not a mention id; it has 32 hex digits, and 'mentions' prints it."),
        HelpName = "MENTION",
    };

    /// <summary>How far back stored mentions are read.</summary>
    /// <param name="days">What the command takes where nothing is given.</param>
    public static Option<TimeSpan?> Since(int days) => new("--since")
    {
        Description = $"How far back: 30m, 12h, 1d, 2w. Default: {days}d.",
        CustomParser = ParseSpan,
        HelpName = "SPAN",
    };

    /// <summary>
    /// The stored mention that <see cref="OneBrand"/> and <see cref="MentionId"/> name; null, and said why, if it has no text.
    /// </summary>
    /// <param name="purpose">What its text is wanted for, as in <c>no text to explain</c>.</param>
    public static async Task<JudgedMention?> FindMentionAsync(
        ParseResult parsed, StorageAccount account, string purpose, ConsoleOutput output, CancellationToken stopping)
    {
        var (brand, id) = (parsed.GetValue(OneBrand)!, parsed.GetValue(MentionId));
        var judged = (await new TableMentions(account).FindAsync([(brand, id)], stopping)).Single();
        if (judged is not (null or { Mention.Deleted: true }))
        {
            return judged;
        }

        output.Log(judged is null
            ? $"There is no mention {id} of brand '{brand}'; 'mentions' prints the ids, and an alert its mentionId."
            : $"Mention {id} was deleted by its author, so there is no text to {purpose}.");
        return null;
    }

    /// <summary>Null if the brand, of which nothing is stored, is configured, or if no brand is known at all.</summary>
    public static async Task<string?> UnknownBrandAsync(
        TableMentions table, string? brand, LocalHostOptions options, ConsoleOutput output, CancellationToken stopping)
    {
        if (brand is null)
        {
            return null;
        }

        var stored = await table.BrandsAsync(stopping).ToListAsync(stopping);
        var configured = (await LocatedConfig.TryReadAsync(options, output, stopping))?.Brands ?? [];
        string[] known = [.. stored.Union(configured.Select(one => one.Id)).Order(StringComparer.Ordinal)];
        return known.Length == 0 || known.Contains(brand) ? null
            : $"There is no brand '{brand}'; "
                + (SpellingSuggestion.Find(brand, known) is { } meant
                    ? $"did you mean '{meant}'?"
                    : $"the known ones are {string.Join(", ", known)}.");
    }

    public static LocalHostOptions Read(ParseResult parsed) => new(
        parsed.GetValue(Folder)!,
        parsed.GetValue(Storage),
        parsed.GetValue(Config),
        parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Warning);

    /// <summary>
    /// Runs the action on the account of <c>--storage</c>, else on the Azurite running in the folder, else on a new one with the folder's
    /// data. Without data there is nothing to act on, and the folder, which may be misspelt, is not created.
    /// </summary>
    /// <param name="withoutData">The exit code if nothing is stored in the folder.</param>
    public static Command WithStorageAction(
        this Command command,
        ConsoleOutput output,
        Func<ParseResult, StorageAccount, CancellationToken, Task<int>> action,
        int withoutData = ExitCodes.Done)
    {
        command.SetAction(async (parsed, stopping) =>
        {
            var options = Read(parsed);
            var connection = options.Storage ?? await AzuriteProcess.FindRunningAsync(options.Folder, stopping);
            if (connection is null && !AzuriteProcess.HasData(options.Folder))
            {
                output.Log($"Nothing is stored in {Path.GetFullPath(options.Folder)} yet; "
                    + "'run' does that, and --folder names another folder.");
                return withoutData;
            }

            await using var azurite = connection is null
                ? await AzuriteProcess.StartAsync(options.Folder, output, stopping)
                : null;
            var account = StorageAccount.Connect(connection ?? azurite!.ConnectionString);
            await ConnectAsync(account, output, stopping);
            return await action(parsed, account, stopping);
        });
        return command;
    }

    /// <summary>An account that does not answer is asked several times, which takes minutes.</summary>
    private static async Task ConnectAsync(StorageAccount account, ConsoleOutput output, CancellationToken stopping)
    {
        var answer = account.CreateAsync(stopping);
        if (await Task.WhenAny(answer, Task.Delay(Patience, stopping)) != answer && !stopping.IsCancellationRequested)
        {
            output.Log("The storage does not answer yet; trying again.");
        }

        await answer;
    }

    private static TimeSpan? ParseSpan(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var minutes = text.LastOrDefault() switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, 'w' => 7 * 24 * 60, _ => 0 };
        return minutes > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < 10_000
                ? TimeSpan.FromMinutes(minutes * number)
                : Refuse<TimeSpan?>(result, $"'{text}' is not a time span for --since; write 30m, 12h, 1d or 2w.");
    }

    private static string? ParsePath(ArgumentResult result, string option, string kind) =>
        string.IsNullOrWhiteSpace(result.Tokens[0].Value)
            ? Refuse<string>(result, $"{option} is empty; name {kind} after it, or leave it out.")
            : result.Tokens[0].Value;

    /// <summary>Refuses an argument with a sentence for the user.</summary>
    public static T? Refuse<T>(SymbolResult result, string sentence)
    {
        result.AddError(sentence);
        return default;
    }
}
