using FsCheck.Fluent;
using Listening.Domain;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public sealed class KeysTests
{
    private static readonly DateTimeOffset Earliest = new(1991, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly FsCheck.Gen<DateTimeOffset> Instant =
        from minutes in Gen.Choose(0, 60 * 24 * 365 * 60)
        from ticks in Gen.Choose(0, 600_000_000 - 1)
        select Earliest.AddMinutes(minutes).AddTicks(ticks);

    [Fact]
    public void Escaped_names_hold_only_what_keys_may_hold_and_fit() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Text.ToArbitrary(), name =>
        {
            var key = Keys.MentionPartition(name, Earliest, 17);
            return key.Split('|').Length == 3
                && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '=' or '|')
                && 2 * key.Length <= 1024
                && 2 * Keys.CasePartition(name, Earliest).Length <= 1024
                && 2 * Keys.IndexPartition(name, "f0").Length <= 1024
                && 2 * Keys.AnnotationRow(MentionId.For("x", "1"), name).Length <= 1024;
        }),
        tries: 1_000);

    [Fact]
    public void No_two_names_share_a_key() => PropertyCheck.Holds(
        Prop.ForAll(Similar.ToArbitrary(), pair => Encoded(pair.A) == Encoded(pair.B) == (Keys.Escape(pair.A) == Keys.Escape(pair.B))),
        tries: 2_000);

    [Theory]
    [InlineData("a=2fb", "a/b")]
    [InlineData("A", "a")]
    [InlineData("", "=")]
    [InlineData("ä", "a\u0308")]
    public void Names_that_look_alike_stay_apart(string one, string other) => Assert.NotEqual(Keys.Escape(one), Keys.Escape(other));

    [Fact]
    public void A_plain_brand_reads_in_its_keys_as_it_is_written() =>
        Assert.Equal(
            "nord-rad_2.de|7973888391|1",
            Keys.MentionPartition("nord-rad_2.de", new DateTimeOffset(2026, 11, 16, 8, 59, 59, TimeSpan.Zero), 17));

    [Fact]
    public void The_newest_hour_comes_first() => PropertyCheck.Holds(Prop.ForAll(Instant.ToArbitrary(), Instant.ToArbitrary(), (a, b) =>
    {
        var order = string.CompareOrdinal(Keys.MentionPartition("b", a, 0), Keys.MentionPartition("b", b, 0));
        return Math.Sign(order) == -Math.Sign(Hour(a).CompareTo(Hour(b)));
    }));

    [Fact]
    public void A_range_of_hours_holds_exactly_the_rows_of_those_hours() => PropertyCheck.Holds(
        Prop.ForAll(Instant.ToArbitrary(), Instant.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (from, at, spread) =>
        {
            var to = from.AddHours(spread % 100);
            at = spread % 2 == 0 ? at : from.AddHours((spread % 130) - 15);
            var (first, end) = Keys.MentionPartitions("nordrad", from, to);
            var inside = Hour(at) >= Hour(from) && Hour(at) <= Hour(to);
            return In(Keys.MentionPartition("nordrad", at, spread), first, end) == inside
                && !In(Keys.MentionPartition("nordrad-2", at, spread), first, end)
                && !In(Keys.MentionPartition("nordra", at, spread), first, end);
        }),
        tries: 1_000);

    [Fact]
    public void The_cases_since_a_day_are_exactly_those_before_a_key() => PropertyCheck.Holds(
        Prop.ForAll(Instant.ToArbitrary(), Gen.Choose(-5, 40).ToArbitrary(), Arbitraries.Text.ToArbitrary(), (from, days, brand) =>
        {
            var at = from.AddDays(days);
            return string.CompareOrdinal(Keys.CasePartition(brand, at), Keys.CasePartitionsSince(from)) < 0
                == at.UtcDateTime.Date >= from.UtcDateTime.Date;
        }),
        tries: 1_000);

    [Fact]
    public void The_offset_of_an_instant_does_not_matter() =>
        Assert.Equal(
            Keys.MentionPartition("b", new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.FromHours(1)), 0),
            Keys.MentionPartition("b", new DateTimeOffset(2025, 12, 31, 23, 30, 0, TimeSpan.Zero), 0));

    [Fact]
    public void A_batch_spreads_over_few_partitions_and_batches_over_all()
    {
        var ids = Enumerable.Range(0, 1_000).Select(i => MentionId.For("x", $"{i}").Value).ToList();

        Assert.Equal(Keys.IndexSpread, ids.Select(id => Keys.IndexPartition("b", id)).Distinct().Count());
        Assert.Equal(
            Keys.HourSpread, Enumerable.Range(-50, 100).Select(spread => Keys.MentionPartition("b", Earliest, spread)).Distinct().Count());
    }

    [Fact]
    public void A_range_of_annotations_holds_one_mentions_and_a_range_of_partitions_one_brands() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Text.ToArbitrary(), Arbitraries.Text.ToArbitrary(), (one, other) =>
        {
            var (mine, theirs) = (MentionId.For("x", one), MentionId.For("x", other));
            var (rows, partitions) = (Keys.AnnotationRows(mine), Keys.IndexPartitions(one));
            return In(Keys.AnnotationRow(mine, other), rows.First, rows.End)
                && In(Keys.AnnotationRow(theirs, one), rows.First, rows.End) == (mine == theirs)
                && In(Keys.IndexPartition(one, mine.Value), partitions.First, partitions.End)
                && In(Keys.IndexPartition(other, mine.Value), partitions.First, partitions.End) == (Keys.Escape(one) == Keys.Escape(other));
        }),
        tries: 500);

    [Fact]
    public void A_range_of_author_rows_holds_one_authors_and_each_row_is_read_back() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Text.ToArbitrary(), Arbitraries.Text.ToArbitrary(), (one, other) =>
        {
            var (mine, theirs) = (AuthorKey.For("x", one), AuthorKey.For("x", other));
            var (mention, @case) = (MentionId.For("x", other), new CaseId(StableHash.Compute(one)));
            var (first, end) = Keys.AuthorRows(mine);
            return In(Keys.AuthorRow(mine, mention, @case), first, end)
                && In(Keys.AuthorRow(theirs, mention, @case), first, end) == (mine == theirs)
                && Keys.ReadAuthorRow(Keys.AuthorRow(mine, mention, @case)) == (mine, mention, @case);
        }),
        tries: 500);

    [Fact]
    public void A_key_that_names_no_entry_is_refused() => Assert.Throws<InvalidDataException>(() => Keys.ReadAuthorRow("a|b"));

    [Fact]
    public void Behind_a_brands_mentions_comes_the_next_brand() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Text.ToArbitrary(), Arbitraries.Text.ToArbitrary(), Instant.ToArbitrary(), (one, other, at) =>
        {
            var (mine, theirs, after) = (Keys.MentionPartition(one, at, 0), Keys.MentionPartition(other, at, 0), Keys.AfterMentionsOf(one));
            return string.CompareOrdinal(mine, after) < 0
                && (Keys.Escape(one) == Keys.Escape(other)
                    || string.CompareOrdinal(theirs, mine) < 0 == string.CompareOrdinal(theirs, after) < 0);
        }),
        tries: 500);

    private static FsCheck.Gen<(string A, string B)> Similar => Gen.OneOf(
        from a in Arbitraries.Text from b in Arbitraries.Text select (a, b),
        from a in Arbitraries.Text select (a, Keys.Escape(a)),
        from a in Arbitraries.Text
        from length in Gen.Choose(100, 400)
        select (new string('x', length) + a, new string('x', length) + a + "x"));

    /// <summary>Half surrogates have no UTF-8; configuration and connectors refuse them before they come to a key.</summary>
    private static string Encoded(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));

    private static DateTime Hour(DateTimeOffset at) => at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour);

    private static bool In(string key, string first, string end) =>
        string.CompareOrdinal(key, first) >= 0 && string.CompareOrdinal(key, end) < 0;
}
