using System.Globalization;
using Listening.Telemetry;

namespace Listening.Tests.Telemetry;

public sealed class FailureCauseTests
{
    [Fact]
    public void What_people_wrote_does_not_reach_a_log_by_way_of_a_parsers_complaint()
    {
        var failure = Assert.Throws<FormatException>(() => int.Parse("Wo bleibt mein Paket", CultureInfo.InvariantCulture));
        Assert.Contains("Paket", failure.Message, StringComparison.Ordinal);

        var cause = FailureCause.Describe(failure);

        Assert.DoesNotContain("Paket", cause, StringComparison.Ordinal);
        Assert.StartsWith("FormatException in Listening.Tests.Telemetry.CauseTests", cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_sentence_is_told_in_full() =>
        Assert.Equal("IOException: 3 rows are being written by other workers.", FailureCause.Describe(new IOException("3 rows are being written by other workers.\nmore")));
}
