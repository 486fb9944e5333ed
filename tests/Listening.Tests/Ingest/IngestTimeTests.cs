using FsCheck;
using FsCheck.Fluent;
using Listening.Ingest;

namespace Listening.Tests.Ingest;

public sealed class IngestTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-20T10:15:00Z", "2026-11-20T10:15:00Z")]
    [InlineData("2026-11-20T10:15:00+01:00", "2026-11-20T09:15:00Z")]
    [InlineData("2026-11-20T10:15:00-0530", "2026-11-20T15:45:00Z")]
    [InlineData("2026-11-20T10:15:00.123456789Z", "2026-11-20T10:15:00.1234567Z")]
    [InlineData("2026-11-20 10:15", "2026-11-20T09:15:00Z")]
    [InlineData("2026-07-20 10:15", "2026-07-20T08:15:00Z")]
    [InlineData("2026-11-20 10:15:00 UTC", "2026-11-20T10:15:00Z")]
    [InlineData("2026-11-20", "2026-11-19T23:00:00Z")]
    [InlineData("20261120T101500Z", "2026-11-20T10:15:00Z")]
    [InlineData("2026-11-20T24:00:00Z", "2026-11-21T00:00:00Z")]
    [InlineData("2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z")]
    [InlineData("20.11.2026 10:15", "2026-11-20T09:15:00Z")]
    [InlineData("1.7.2026, 8:05 Uhr", "2026-07-01T06:05:00Z")]
    [InlineData("20.11.2026", "2026-11-19T23:00:00Z")]
    [InlineData("1795169700", "2026-11-20T10:15:00Z")]
    [InlineData("1795169700000", "2026-11-20T10:15:00Z")]
    [InlineData("1795169700000000", "2026-11-20T10:15:00Z")]
    [InlineData("1795169700.5", "2026-11-20T10:15:00.5Z")]
    [InlineData("1.7951697E9", "2026-11-20T10:15:00Z")]
    [InlineData("Fri, 20 Nov 2026 10:15:00 +0100", "2026-11-20T09:15:00Z")]
    [InlineData("Fri, 20 Nov 2026 10:15:00 GMT", "2026-11-20T10:15:00Z")]
    [InlineData("Fri Nov 20 10:15:00 +0000 2026", "2026-11-20T10:15:00Z")]
    [InlineData(" 2026-11-20T10:15:00Z ", "2026-11-20T10:15:00Z")]
    public void An_instant_is_read_in_the_ways_exports_write_it(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, null), IngestTime.Read(text, Berlin));

    [Theory]
    [InlineData("gestern")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30")]
    [InlineData("31.04.2026")]
    [InlineData("11/20/2026")]
    [InlineData("2026-11-20T25:00")]
    [InlineData("2026-11-20T10:15:00+25:00")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("9999-12-31T24:00:00")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("1e300")]
    [InlineData("")]
    public void What_names_no_instant_is_none_rather_than_a_guess(string text) => Assert.Null(IngestTime.Read(text, Berlin));

    [Fact]
    public void An_hour_that_the_clocks_skip_is_read_all_the_same() =>
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T01:30:00Z", null), IngestTime.Read("2026-03-29 02:30", Berlin));

    [Fact]
    public void Any_text_is_an_instant_or_none() =>
        Prop.ForAll<NonNull<string>>(text => _ = IngestTime.Read(text.Get, Berlin)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_instant_written_in_any_zone_is_read_back()
    {
        var instants = from seconds in Gen.Choose(0, int.MaxValue) from minutes in Gen.Choose(-14 * 60, 14 * 60) select (seconds, minutes);

        Prop.ForAll(instants.ToArbitrary(), one =>
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(one.seconds).ToOffset(TimeSpan.FromMinutes(one.minutes));
            Assert.Equal(instant, IngestTime.Read(instant.ToString("O"), Berlin));
        }).QuickCheckThrowOnFailure();
    }
}
