using System.CommandLine.Parsing;
using Listening.Azurite;

namespace Listening.Local.Commands;

/// <summary>The options that several commands have in common.</summary>
internal static class SharedOptions
{
    public static readonly Option<string> Folder = new("--folder")
    {
        Description = "Where Azurite keeps its data.",
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
        HelpName = "FILE",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static readonly Option<string?> Brand = new("--brand") { Description = "Only this brand, by its id.", HelpName = "BRAND" };

    public static LocalHostOptions Read(ParseResult parsed) => new(
        parsed.GetValue(Folder)!,
        parsed.GetValue(Storage),
        parsed.GetValue(Config),
        parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Warning);

    /// <summary>Runs the action on the account of <c>--storage</c>, else on the Azurite running in the folder, else on a new one.</summary>
    public static Command WithStorageAction(
        this Command command, ConsoleOutput output, Func<ParseResult, StorageAccount, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (parsed, stopping) =>
        {
            var options = Read(parsed);
            var connection = options.Storage ?? await AzuriteProcess.FindRunningAsync(options.Folder, stopping);
            await using var azurite = connection is null
                ? await AzuriteProcess.StartAsync(options.Folder, output, stopping)
                : null;
            var account = StorageAccount.Connect(connection ?? azurite!.ConnectionString);
            await account.CreateAsync(stopping);
            return await action(parsed, account, stopping);
        });
        return command;
    }

    /// <summary>Refuses an argument with a sentence for the user.</summary>
    public static T? Refuse<T>(SymbolResult result, string sentence)
    {
        result.AddError(sentence);
        return default;
    }
}
