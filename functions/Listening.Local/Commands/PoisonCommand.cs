using Listening.Messages;
using Listening.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Listening.Local.Commands;

/// <summary><c>poison</c>: lists messages that could not be processed, or returns them to their queues.</summary>
internal static class PoisonCommand
{
    public static Command Create(ConsoleOutput output)
    {
        var replay = new Option<bool>("--replay") { Description = "Return them to their queues for another try." };
        var poison = new Command("poison", "List messages that could not be processed. Example: listening poison --replay") { replay };
        return poison.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            using var metrics = new ListeningMetrics();
            var table = new TablePoisonedMessages(account);
            var watch = new PoisonWatchStep(
                new StoragePoisonQueues(account), table, metrics, TimeProvider.System, NullLogger<PoisonWatchStep>.Instance);
            await watch.RunAsync(stopping);
            if (parsed.GetValue(replay))
            {
                output.Result($"Returned {Quantity.Format(await watch.ReplayAsync(stopping), "message")} to their queues.");
                return ExitCodes.Done;
            }

            var messages = await table.AllAsync(stopping);
            foreach (var message in messages)
            {
                output.Result($"{message.FoundAt.UtcDateTime:u} {message.Queue} {message.Id} {Describe(message)}");
            }

            if (messages.Count > 0)
            {
                return ExitCodes.Poisoned;
            }

            output.Result("No poisoned messages.");
            return ExitCodes.Done;
        });
    }

    /// <summary>Ids and counts; what people wrote stays in the table.</summary>
    private static string Describe(PoisonedMessage message)
    {
        try
        {
            if (message.Queue != Queues.Mentions)
            {
                return $"order to fetch {MessageCodec.ReadFetchOrder(message.Text, message.Queue).Source}";
            }

            var batch = MessageCodec.ReadBatch(message.Text);
            var ids = string.Join(", ", batch.Mentions.Take(3).Select(mention => mention.Id));
            return $"{Quantity.Format(batch.Mentions.Count, "mention")} of {batch.Source}: {ids}";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
