using Listening.AzureStorage;
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
