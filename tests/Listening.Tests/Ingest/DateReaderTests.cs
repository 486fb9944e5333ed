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
    [InlineData("11/10/2026")]
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

    /// <summary>The forms seen in feeds and exports beyond those of the standards; times without a zone are meant in Berlin.</summary>
    [Theory]
    [InlineData("Sat, Oct 24 2026 08:28:28 PM", "2026-10-24T18:28:28Z")]
    [InlineData("8/21/2026 9:00:00 AM", "2026-08-21T07:00:00Z")]
    [InlineData("21/8/2026 09:00", "2026-08-21T07:00:00Z")]
    [InlineData("8/8/2026 09:00", "2026-08-08T07:00:00Z")]
    [InlineData("8/21/26 09:00", "2026-08-21T07:00:00Z")]
    [InlineData("21-08-2026 09:00", "2026-08-21T07:00:00Z")]
    [InlineData("8/21/2026, 9:00:00\u202FAM", "2026-08-21T07:00:00Z")]
    [InlineData("\u200E21/\u200E8/\u200E2026 09:00", "2026-08-21T07:00:00Z")]
    [InlineData("Thursday, November 26, 2026 - 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("Do, 26.11.2026 - 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("2026/11/26 10:15:00", "2026-11-26T09:15:00Z")]
    [InlineData("2026.11.26 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("20261126T101500Z", "2026-11-26T10:15:00Z")]
    [InlineData("20261126T101500", "2026-11-26T09:15:00Z")]
    [InlineData("\"Thu, 26 Nov 2026 10:15:00 GMT\"", "2026-11-26T10:15:00Z")]
    [InlineData("'2026-11-26T10:15:00Z'", "2026-11-26T10:15:00Z")]
    [InlineData("„26.11.2026 10:15“", "2026-11-26T09:15:00Z")]
    [InlineData("ma, 24 aug 2026 10:09:29 +0000", "2026-08-24T10:09:29Z")]
    [InlineData("dom, 25 ott 2026 18:55:00 GMT", "2026-10-25T18:55:00Z")]
    [InlineData("śr., 25 lis 2026 10:15:00 +0100", "2026-11-25T09:15:00Z")]
    [InlineData("7 października 2026 10:15", "2026-10-07T08:15:00Z")]
    [InlineData("pt, 11 wrz 2026 10:15:00 +0200", "2026-09-11T08:15:00Z")]
    [InlineData("tor, 7 maj 2026 10:15:00 +0200", "2026-05-07T08:15:00Z")]
    [InlineData("7. des. 2026 10:15", "2026-12-07T09:15:00Z")]
    [InlineData("7. Jänner 2026 10:15", "2026-01-07T09:15:00Z")]
    [InlineData("26 Kasım 2026 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("quinta-feira, 26 de novembro de 2026 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("26.11.26 10:15", "2026-11-26T09:15:00Z")]
    [InlineData("26. November 2026, 10:15 Uhr MEZ", "2026-11-26T09:15:00Z")]
    [InlineData("26.11.2026 um 10 Uhr", "2026-11-26T09:00:00Z")]
    [InlineData("Nov 26th, 2026 10:15", "2026-11-26T09:15:00Z")]
    // Zones by name.
    [InlineData("Thu, 20 Aug 2026 08:57:00 MEST", "2026-08-20T06:57:00Z")]
    [InlineData("Thu, 20 Aug 2026 08:57:00 MESZ", "2026-08-20T06:57:00Z")]
    [InlineData("Thu, 20 Aug 2026 08:57:00 CEST", "2026-08-20T06:57:00Z")]
    [InlineData("Thu, 26 Nov 2026 08:57:00 MET", "2026-11-26T07:57:00Z")]
    [InlineData("Thu, 26 Nov 2026 08:57:00 NZDT", "2026-11-25T19:57:00Z")]
    [InlineData("Thu, 26 Nov 2026 08:57:00 ACDT", "2026-11-25T22:27:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 UTC+1", "2026-11-26T09:15:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 Europe/Berlin", "2026-11-26T09:15:00Z")]
    [InlineData("2026-11-26T10:15:00 Europe/Berlin", "2026-11-26T09:15:00Z")]
    [InlineData("2026-08-20T10:15:00[Europe/London]", "2026-08-20T09:15:00Z")]
    [InlineData("2026-08-20T10:15:00-04:00[America/New_York]", "2026-08-20T14:15:00Z")]
    [InlineData("2026-08-20 10:15:00 America/Argentina/Buenos_Aires", "2026-08-20T13:15:00Z")]
    [InlineData("2026-08-20 10:15:00 Etc/GMT+1", "2026-08-20T11:15:00Z")]
    [InlineData("Thu, 20 Aug 2026 10:15:00 Mitteleuropäische Sommerzeit", "2026-08-20T08:15:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 Mitteleuropäische Zeit", "2026-11-26T09:15:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 Mitteleuropäische Normalzeit", "2026-11-26T09:15:00Z")]
    [InlineData("Thu, 20 Aug 2026 10:15:00 Central European Summer Time", "2026-08-20T08:15:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 W. Europe Standard Time", "2026-11-26T09:15:00Z")]
    [InlineData("Thu, 20 Aug 2026 10:15:00 W. Europe Standard Time", "2026-08-20T08:15:00Z")]
    [InlineData("Thu, 20 Aug 2026 10:15:00 Eastern Daylight Time", "2026-08-20T14:15:00Z")]
    [InlineData("Thu, 26 Nov 2026 10:15:00 Coordinated Universal Time", "2026-11-26T10:15:00Z")]
    [InlineData("Thu Aug 20 2026 10:15:00 GMT+0200 (Mitteleuropäische Sommerzeit)", "2026-08-20T08:15:00Z")]
    // Two meanings, or a zone that is none: no instant.
    [InlineData("8/9/2026 09:00", null)]
    [InlineData("08-09-2026", null)]
    [InlineData("25/12/26", null)]
    [InlineData("21/21/2026", null)]
    [InlineData("2026-11-26T10:15:00 Mars/Olympus_Mons", null)]
    [InlineData("2026-11-26T10:15:00 America/Argentina", null)]
    [InlineData("2026-11-26 10:15 somewhere over the rainbow", null)]
    public void A_date_with_one_meaning_is_read_whatever_its_form(string written, string? utc) =>
        Assert.Equal(
            utc is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture),
            DateReader.Read(written, Berlin));

    [Theory]
    [InlineData("8/9/2026", DateOrder.DayFirst, "2026-09-08")]
    [InlineData("8/9/2026", DateOrder.MonthFirst, "2026-08-09")]
    [InlineData("8-9-26", DateOrder.DayFirst, "2026-09-08")]
    [InlineData("8/21/2026", DateOrder.DayFirst, "2026-08-21")]
    [InlineData("8.9.2026", DateOrder.MonthFirst, "2026-09-08")]
    public void Where_the_order_of_day_and_month_is_known_it_decides_what_could_be_both(string written, DateOrder order, string utc) =>
        Assert.Equal(
            DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            DateReader.Read(written, TimeZoneInfo.Utc, order));

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
