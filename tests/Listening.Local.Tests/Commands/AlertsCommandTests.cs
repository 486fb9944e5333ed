using Listening.AzureStorage;
using Listening.Azurite;
using Listening.Cases;
using Listening.Domain;
using Listening.Local.Commands;
using Listening.Testing;

namespace Listening.Local.Tests.Commands;

public sealed class AlertsCommandTests
{
    [Theory]
    [InlineData("Hallo?", "its text is not base64")]
    [InlineData("SGFsbG8/", "its content is not JSON")]
    [InlineData("bnVsbA==", "it is JSON of another kind")]
    [InlineData("eyJzdWJqZWN0IjoiSGFsbG8ifQ==", "it is JSON of another kind")]
    [InlineData("", "its content is not JSON")]
    public void A_message_of_another_program_is_named(string text, string problem) =>
        Assert.Equal((null, problem), AlertsCommand.Read(text));

    [Fact]
    public void Behind_the_messages_that_a_queue_shows_are_the_cases_announced_last()
    {
        CareCase[] announced = [.. Enumerable.Range(1, 60).Select(Case)];
        var peeked = announced.Skip(10).Take(32).Select(CareAlert.FromCase).ToList();

        // Ten were taken by the care team, and eighteen wait behind the 32 that can be seen.
        var behind = AlertsCommand.Behind(peeked, announced, count: 18);

        Assert.Equal(announced.Skip(42).Select(@case => CareAlert.FromCase(@case).Id), behind.Select(alert => alert.Id));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(40)]
    public async Task An_alert_that_waits_twice_is_shown_once_however_many_are_taken(int alerts)
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await AzuriteProcess.StartAsync(folder.At(".listening"));
        var account = StorageAccount.Connect(azurite.ConnectionString);
        await account.CreateAsync(default);
        var opened = await new TableCases(account).OpenAsync([.. Enumerable.Range(1, alerts).Select(Case)], default);
        CareCase[] cases = [.. opened.Select(one => one.Case)];
        foreach (var @case in cases)
        {
            await new TableCases(account).MarkAnnouncedAsync([@case], DateTimeOffset.UtcNow, default);
        }

        AlertMessage[] messages = [.. cases.Select(@case => CareAlert.FromCase(@case).ToMessage("care-alerts"))];
        await new StorageAlertQueues(account).SendAsync([.. messages.SelectMany(message => (AlertMessage[])[message, message])], default);

        foreach (var take in (int[])[alerts + 10, alerts * 2])
        {
            var result = await LocalRunnerProcess.RunAsync(folder.Path, "", "alerts", "--json", "--take", $"{take}");
            var ids = result.Output.TrimEnd().Split('\n')
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());
            Assert.Equal(messages.Select(message => message.Id).Order(), ids.Order());
            Assert.Equal(
                $"{alerts} of {alerts} alerts shown; {alerts * 2} messages wait on the queue, {alerts} of which repeat an alert.",
                result.Log.TrimEnd());
        }
    }

    [Theory]
    [InlineData(
        "3 of 40 alerts shown; 80 messages wait on the queue, 40 of which repeat an alert; '--take 40' shows all.", 3, 40, 80, 40, 0)]
    [InlineData("40 of 40 alerts shown; 80 messages wait on the queue, 40 of which repeat an alert.", 40, 40, 80, 40, 0)]
    [InlineData("3 of 5 alerts shown; 5 messages wait on the queue; '--take 5' shows all.", 3, 5, 5, 0, 0)]
    [InlineData(
        "3 alerts shown; 80 messages wait on the queue, some of which may repeat an alert; '--take 80' shows all.", 3, 32, 80, 0, 48)]
    public void The_closing_sentence_tells_alerts_from_messages(
        string expected, int shown, int alerts, int waiting, int repeats, int unseen) =>
        Assert.Equal(expected, AlertsCommand.Summarize(shown, alerts, waiting, repeats, unseen));

    private static CareCase Case(int number)
    {
        var post = Samples.Post($"{number}", "Nordrad antwortet nicht").Judged();
        return new()
        {
            Id = new CaseId($"{number:x32}"),
            Brand = "nordrad",
            Opening = post,
            Rule = "rule",
            Reason = "negative",
            Queue = "care-alerts",
            Priority = 50,
            OpenedAt = Samples.Morning,
            DueAt = Samples.Morning.AddHours(4),
        };
    }
}
