using FsCheck;
using FsCheck.Fluent;
using Listening.Ingest;
using Listening.Testing;

namespace Listening.Tests.Ingest;

public sealed class DateReaderTests
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
    public void An_instant_without_a_zone_is_read_in_the_given_one(string text, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, null), DateReader.Read(text, Berlin));

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
    [InlineData("2026")]
    [InlineData("202611201015")]
    [InlineData("99999999999999999999")]
    [InlineData("1e300")]
    [InlineData("")]
    public void What_names_no_instant_is_none_rather_than_a_guess(string text) => Assert.Null(DateReader.Read(text, Berlin));

    [Fact]
    public void An_hour_that_the_clocks_skip_is_read_all_the_same() =>
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T01:30:00Z", null), DateReader.Read("2026-03-29 02:30", Berlin));

    [Fact]
    public void Any_text_is_an_instant_or_none() =>
        Prop.ForAll<NonNull<string>>(text => _ = DateReader.Read(text.Get, Berlin)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_instant_written_in_any_zone_is_read_back()
    {
        var instants = from seconds in Gen.Choose(0, int.MaxValue) from minutes in Gen.Choose(-14 * 60, 14 * 60) select (seconds, minutes);

        Prop.ForAll(instants.ToArbitrary(), one =>
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(one.seconds).ToOffset(TimeSpan.FromMinutes(one.minutes));
            Assert.Equal(instant, DateReader.Read(instant.ToString("O"), Berlin));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Fri, 20 Nov 2026 09:15:00 GMT", "2026-11-20T09:15:00")]
    [InlineData("Fri, 7 Nov 2026 09:15:00 GMT", "2026-11-07T09:15:00")]
    [InlineData("Mon, 07 Nov 2026 09:15:00 GMT", "2026-11-07T09:15:00")]
    [InlineData("07 Nov 26 09:15 +0100", "2026-11-07T08:15:00")]
    [InlineData("07 Nov 99 09:15 UT", "1999-11-07T09:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 CET", "2026-11-07T08:15:00")]
    [InlineData("Di, 07 Jul 2026 09:15:00 MESZ", "2026-07-07T07:15:00")]
    [InlineData("Sat, 07 November 2026 09:15:00 -0500", "2026-11-07T14:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 EST", "2026-11-07T14:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 +01:00", "2026-11-07T08:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 GMT+0100", "2026-11-07T08:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 +0530 (IST)", "2026-11-07T03:45:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 Z", "2026-11-07T09:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00 QQQ", "2026-11-07T09:15:00")]
    [InlineData("Sat, 07 Nov 2026 09:15:00", "2026-11-07T09:15:00")]
    [InlineData("Sat,07 Nov 2026 09:15:00 GMT", "2026-11-07T09:15:00")]
    [InlineData("  Sat, 07 Nov\n 2026   09:15:00 GMT ", "2026-11-07T09:15:00")]
    [InlineData("07 Nov 2026", "2026-11-07T00:00:00")]
    [InlineData("07-Nov-2026 09:15:00 GMT", "2026-11-07T09:15:00")]
    [InlineData("Saturday, 07-Nov-26 09:15:00 GMT", "2026-11-07T09:15:00")]
    [InlineData("Sa, 7. November 2026 09:15 Uhr", "2026-11-07T09:15:00")]
    [InlineData("Samstag, 7. November 2026 um 09:15", "2026-11-07T09:15:00")]
    [InlineData("Sa, 07 März 2026 09:15:00 +0100", "2026-03-07T08:15:00")]
    [InlineData("Mi, 07 Mai 2026 09:15:00 +0200", "2026-05-07T07:15:00")]
    [InlineData("Mo, 07 Dez 2026 09:15:00 +0100", "2026-12-07T08:15:00")]
    [InlineData("sam., 07 févr. 2026 09:15:00 +0100", "2026-02-07T08:15:00")]
    [InlineData("ven, 07 août 2026 09:15:00 +0200", "2026-08-07T07:15:00")]
    [InlineData("7 de octubre de 2026", "2026-10-07T00:00:00")]
    [InlineData("November 7, 2026 9:15 pm", "2026-11-07T21:15:00")]
    [InlineData("Sat Nov  7 09:15:00 2026", "2026-11-07T09:15:00")]
    [InlineData("Sat Nov 7 09:15:00 CET 2026", "2026-11-07T08:15:00")]
    [InlineData("Sat, Nov 7, 2026 12:05 am EST", "2026-11-07T05:05:00")]
    [InlineData("2026-11-07T09:15:00+01:00", "2026-11-07T08:15:00")]
    [InlineData("2026-11-07T09:15:00.250Z", "2026-11-07T09:15:00.25")]
    [InlineData("2026-11-07T09:15Z", "2026-11-07T09:15:00")]
    [InlineData("2026-11-07 09:15:00 +0100", "2026-11-07T08:15:00")]
    [InlineData("2026-11-07 09:15:00 UTC", "2026-11-07T09:15:00")]
    [InlineData("2026-11-07T09:15:00-08", "2026-11-07T17:15:00")]
    [InlineData("2026-11-07T24:00:00Z", "2026-11-08T00:00:00")]
    [InlineData("2026-06-30T23:59:60Z", "2026-07-01T00:00:00")]
    [InlineData("2026-11-07", "2026-11-07T00:00:00")]
    [InlineData("07.11.2026 09:15", "2026-11-07T09:15:00")]
    [InlineData("1794042900", "2026-11-07T09:15:00")]
    [InlineData("1794042900000", "2026-11-07T09:15:00")]
    [InlineData("11/07/2026", null)]
    [InlineData("gestern", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData("2026-02-30T00:00:00Z", null)]
    [InlineData("Fri, 31 Jun 2026 09:15:00 GMT", null)]
    [InlineData("Fri, 20 Nov 2026 25:15:00 GMT", null)]
    [InlineData("20261107", null)]
    [InlineData("٣٣ Nov 2026", null)]
    [InlineData("٢٠٢٦-11-07T00:00:00Z", null)]
    public void A_date_is_read_as_its_writer_meant_it(string? written, string? utc) =>
        Assert.Equal(
            utc is null ? null : DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            DateReader.Read(written, TimeZoneInfo.Utc));

    [Fact]
    public void Every_instant_survives_the_common_forms()
    {
        var forms = new[]
            { "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "d MMMM yyyy HH:mm:ss 'UTC'", "yyyy-MM-ddTHH:mm:ssZ", "MMMM d, yyyy h:mm:ss tt",
            "dd.MM.yyyy HH:mm:ss" };

        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return forms.All(
                form => DateReader.Read(instant.UtcDateTime.ToString(form, CultureInfo.InvariantCulture), TimeZoneInfo.Utc) == instant);
        }));
    }

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(Arb.From(
            Gen.Elements(
            "2026", "Nov", "07", "9:15", "99", "+9999", "-", "T", ":", ",", " ", "Z", "am", ".", "٣", "CET", "00", "(").ArrayOf().Select(
            string.Concat)), text =>
        {
            DateReader.Read(text, TimeZoneInfo.Utc);
            return true;
        }));
}
