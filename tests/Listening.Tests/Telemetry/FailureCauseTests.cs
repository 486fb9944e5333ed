using Listening.Telemetry;

namespace Listening.Tests.Telemetry;

public sealed class FailureCauseTests
{
    [Fact]
    public void A_parsers_exception_does_not_bring_what_people_wrote_into_a_log()
    {
        var failure = Assert.Throws<FormatException>(() => int.Parse("Wo bleibt mein Paket", CultureInfo.InvariantCulture));
        Assert.Contains("Paket", failure.Message, StringComparison.Ordinal);

        var cause = FailureCause.Describe(failure);

        Assert.DoesNotContain("Paket", cause, StringComparison.Ordinal);
        Assert.StartsWith("FormatException in Listening.Tests.Telemetry.FailureCauseTests", cause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_of_the_products_own_exception_is_kept() => Assert.Equal(
        "IOException: 3 rows are being written by other workers.",
        FailureCause.Describe(new IOException("3 rows are being written by other workers.\nmore")));
}
