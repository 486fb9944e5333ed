using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Listening.Connectors.Feeds;
using Listening.Testing;

namespace Listening.Connectors.Tests.Feeds;

public sealed class FeedDateTests
{
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
    [InlineData("2026-06-30T23:59:60Z", "2026-06-30T23:59:59")]
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
        Assert.Equal(utc is null ? null : DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), FeedDate.Read(written));

    [Fact]
    public void Every_instant_survives_the_common_forms()
    {
        var forms = new[] { "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "d MMMM yyyy HH:mm:ss 'UTC'", "yyyy-MM-ddTHH:mm:ssZ", "MMMM d, yyyy h:mm:ss tt", "dd.MM.yyyy HH:mm:ss" };

        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return forms.All(form => FeedDate.Read(instant.UtcDateTime.ToString(form, CultureInfo.InvariantCulture)) == instant);
        }));
    }

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Gen.Elements("2026", "Nov", "07", "9:15", "99", "+9999", "-", "T", ":", ",", " ", "Z", "am", ".", "٣", "CET", "00", "(").ArrayOf().Select(string.Concat)), text =>
        {
            FeedDate.Read(text);
            return true;
        }));

    [Fact]
    public void The_future_and_the_time_before_the_web_are_not_believed()
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

        Assert.Equal(now.AddMinutes(10), FeedDate.Believed(now.AddMinutes(10), now));
        Assert.Null(FeedDate.Believed(now.AddMinutes(11), now));
        Assert.Null(FeedDate.Believed(DateTimeOffset.UnixEpoch, now));
        Assert.Null(FeedDate.Believed(null, now));
    }
}
