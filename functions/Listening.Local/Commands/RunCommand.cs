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
        run.Validators.Add(result =>
        {
            if (result.GetValue(SharedOptions.Json) && !result.GetValue(once))
            {
                result.AddError("--json prints the summary of --once; add --once.");
            }
        });
        run.SetAction((parsed, stopping) => parsed.GetValue(once)
            ? RunOnce.RunAsync(SharedOptions.Read(parsed), parsed.GetValue(SharedOptions.Json), output, stopping)
            : RunLive.RunAsync(SharedOptions.Read(parsed), output, stopping));
        return run;
    }
}
