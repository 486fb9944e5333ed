using Azure.Storage.Queues.Models;
using Listening.Cases;
using Listening.Messages;
using Spectre.Console;

namespace Listening.Local.Commands;

/// <summary><c>alerts</c>: shows what waits on a queue without receiving it, so that the care team still gets every alert, once.</summary>
internal static class AlertsCommand
{
    /// <summary>The most messages that one peek returns, always the first ones (Azure Queue Storage, November 2026).</summary>
    private const int MaxPeeked = 32;

    private const int MaxTaken = 10_000;

    /// <summary>The table shows this many UTF-16 units of a text.</summary>
    private const int MaxText = 160;

    /// <summary>A narrower terminal gets records instead of a table.</summary>
    private const int TableWidth = 140;

    private static readonly string[] Headers = ["Due (UTC)", "Priority", "Brand", "Author", "Text", "Mention"];

    public static Command Create(ConsoleOutput output)
    {
        var queue = new Option<string>("--queue")
        {
            Description = "The queue.",
            DefaultValueFactory = _ => "care-alerts",
            CustomParser = result => Queues.IsName(result.Tokens[0].Value)
                ? result.Tokens[0].Value
                : SharedOptions.Refuse<string>(
                    result,
                    $"'{result.Tokens[0].Value}' is not a queue name for --queue; "
                    + "use 3 to 63 lower-case letters a-z, digits and single hyphens between them."),
        };
        var take = new Option<int>("--take")
        {
            Description = $"How many, 1 to {MaxTaken}.",
            DefaultValueFactory = _ => 10,
            CustomParser = result =>
                int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= 1 and <= MaxTaken
                    ? number
                    : SharedOptions.Refuse<int>(
                        result, $"'{result.Tokens[0].Value}' is not valid for --take; write a number from 1 to {MaxTaken}."),
        };
        return new Command("alerts", """
            Print the oldest alerts of a queue and leave them there.
            Example: listening alerts --take 3
                     listening alerts --take 100 --json
            """)
        {
            queue, take, SharedOptions.Json,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var client = account.Queue(parsed.GetValue(queue)!);
            if (!await client.ExistsAsync(stopping))
            {
                output.Log($"There is no queue '{client.Name}' yet; its first alert creates it.");
                return ExitCodes.Done;
            }

            var wanted = parsed.GetValue(take);
            var waiting = (await client.GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount;
            var peeked = (await client.PeekMessagesAsync(MaxPeeked, stopping)).Value;
            var read = ReadAlerts(peeked, client.Name, output);
            // An alert may be sent twice, under one id.
            var alerts = read.DistinctBy(alert => alert.Id).ToList();
            var repeats = read.Count - alerts.Count;
            // Where fewer are seen than wait, the others are being received by somebody.
            var unseen = peeked.Length == MaxPeeked ? waiting - peeked.Length : 0;
            if (wanted > alerts.Count && unseen > 0)
            {
                // Receiving them to see more would hide them from the care team and count as a delivery.
                var announced = await new TableCases(account).AnnouncedAsync(parsed.GetValue(queue)!, stopping);
                var behind = Behind(alerts, announced, unseen).ToList();
                alerts.AddRange(behind);
                (repeats, unseen) = (repeats + unseen - behind.Count, 0);
            }

            var shown = Math.Min(wanted, alerts.Count);
            Print(alerts[..shown], parsed.GetValue(SharedOptions.Json), output);
            if (shown < alerts.Count || unseen > 0 || repeats > 0)
            {
                output.Log(Summarize(shown, alerts.Count, waiting, repeats, unseen));
            }

            return ExitCodes.Done;
        });
    }

    /// <summary>What waits beside what is shown.</summary>
    /// <param name="alerts">How many different alerts are known to wait.</param>
    /// <param name="repeats">How many of the messages that wait repeat one of them.</param>
    /// <param name="unseen">How many messages wait of which is not known whether they repeat an alert.</param>
    internal static string Summarize(int shown, int alerts, int waiting, int repeats, int unseen)
    {
        var most = Math.Min(alerts + unseen, MaxTaken);
        return (unseen > 0 ? $"{Quantity.Format(shown, "alert")} shown; " : $"{shown} of {Quantity.Format(alerts, "alert")} shown; ")
            + $"{Quantity.Format(waiting, "message")} wait on the queue"
            + (unseen > 0 ? ", some of which may repeat an alert" : repeats > 0 ? $", {repeats} of which repeat an alert" : "")
            + (shown < most ? $"; '--take {most}' shows {(most == MaxTaken ? "more" : "all")}." : ".");
    }

    /// <summary>
    /// The alerts behind those that were peeked. A queue gives its first messages only, but an alert follows from its case to the byte,
    /// and a queue that is read from its front holds the cases announced last.
    /// </summary>
    /// <param name="announced">Every announced case of the queue, in the order of their announcements.</param>
    /// <param name="count">How many messages wait behind the peeked ones.</param>
    internal static IEnumerable<CareAlert> Behind(IReadOnlyList<CareAlert> peeked, IReadOnlyList<CareCase> announced, int count)
    {
        var seen = peeked.Select(alert => alert.Id).ToHashSet();
        return announced.Select(CareAlert.FromCase).Where(alert => !seen.Contains(alert.Id)).TakeLast(count);
    }

    /// <summary>What is not an alert of ours is named and left out.</summary>
    private static List<CareAlert> ReadAlerts(IEnumerable<PeekedMessage> messages, string queue, ConsoleOutput output)
    {
        var alerts = new List<CareAlert>();
        foreach (var message in messages)
        {
            var (alert, problem) = Read(message.MessageText);
            if (alert is not null)
            {
                alerts.Add(alert);
            }
            else
            {
                output.Log($"Message {message.MessageId} on queue '{queue}', sent {message.InsertedOn?.UtcDateTime:u}, is not an alert "
                    + $"({problem}); it stays there. Find out which program sends to this queue.");
            }
        }

        return alerts;
    }

    /// <summary>The alert of a message, or in words why it is none.</summary>
    internal static (CareAlert? Alert, string Problem) Read(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return (null, "its text is not base64");
        }

        try
        {
            var alert = CareAlert.Parse(bytes.AsSpan(0, length));
            return alert is { Type: "listening.case.announced", Data: { Brand: not null, Text: not null, MentionId: not null } }
                ? (alert, "")
                : (null, "it is JSON of another kind");
        }
        catch (JsonException)
        {
            return (null, IsJson(bytes.AsMemory(0, length)) ? "it is JSON of another kind" : "its content is not JSON");
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Print(List<CareAlert> alerts, bool json, ConsoleOutput output)
    {
        if (json)
        {
            foreach (var alert in alerts)
            {
                output.Json(JsonDocument.Parse(alert.ToJson()).RootElement);
            }

            return;
        }

        if (alerts.Count == 0)
        {
            output.Result("No alerts wait on this queue.");
            return;
        }

        var rows = alerts.Select(alert => alert.Data).Select(data => (string[])
        [
            TextTable.Minute(data.DueAt), data.Priority.ToString(CultureInfo.InvariantCulture), data.Brand,
            data.Author?.Name ?? data.Author?.Handle ?? "", TextTable.OneLine(data.Text, MaxText), data.MentionId,
        ]);
        var footer = Quantity.Format(alerts.Count, "alert");
        output.Result(TextTable.CurrentWidth < TableWidth
            ? TextTable.FormatRecords(Headers, rows, footer)
            : TextTable.Format(
                TextTable.CurrentWidth,
                [
                    TextTable.Fixed(Headers[0]), TextTable.Fixed(Headers[1]).RightAligned(), TextTable.Fixed(Headers[2]), new(Headers[3]),
                    new(Headers[4]), TextTable.Fixed(Headers[5]),
                ],
                rows,
                footer));
    }
}
