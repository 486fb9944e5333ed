namespace Listening.Local.Commands;

/// <summary><c>run</c>: until it is stopped, or with <c>--once</c> until there is nothing left to do.</summary>
internal static class RunCommand
{
    public static Command Create(ConsoleOutput output)
    {
        var once = new Option<bool>("--once") { Description = "Read all sources, empty all queues, print a summary and stop." };
        var run = new Command("run", "Run the service. Example: listening run --once --json --config listening.json")
        {
            once, SharedOptions.Config, SharedOptions.Json,
        };
        run.SetAction(async (parsed, stopping) =>
        {
            var (options, json) = (SharedOptions.Read(parsed), parsed.GetValue(SharedOptions.Json));
            if (parsed.GetValue(once))
            {
                return await RunOnce.RunAsync(options, json, output, stopping);
            }

            if (json)
            {
                output.Log("--json prints the summary of --once; add --once.");
                return ExitCodes.Invalid;
            }

            return await RunLive.RunAsync(options, output, stopping);
        });
        return run;
    }
}
