namespace Listening.Local.Commands;

/// <summary><c>alerts</c>: peeks at a queue, so that the care team still receives every alert.</summary>
internal static class AlertsCommand
{
    /// <summary>The most messages that one peek returns (Azure Queue Storage).</summary>
    private const int MaxPeeked = 32;

    public static Command Create(ConsoleOutput output)
    {
        var queue = new Option<string>("--queue") { Description = "The queue.", DefaultValueFactory = _ => "care-alerts" };
        var take = new Option<int>("--take") { Description = $"How many, 1 to {MaxPeeked}.", DefaultValueFactory = _ => 10 };
        take.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxPeeked)
            {
                result.AddError($"--take must be from 1 to {MaxPeeked}.");
            }
        });
        return new Command("alerts", "Print the oldest alerts of a queue and leave them there. Example: listening alerts --take 3")
        {
            queue, take,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var client = account.Queue(parsed.GetValue(queue)!);
            if (!await client.ExistsAsync(stopping))
            {
                output.Log($"There is no queue '{client.Name}' yet; its first alert creates it.");
                return ExitCodes.Done;
            }

            foreach (var message in (await client.PeekMessagesAsync(parsed.GetValue(take), stopping)).Value)
            {
                output.Result(Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)));
            }

            return ExitCodes.Done;
        });
    }
}
