using System.IO.Compression;
using FsCheck.Fluent;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;

namespace Listening.Tests.Messages;

public sealed class MessageCodecTests
{
    internal const string BatchOfVersionBefore = """
        {"source":"forum","mentions":[{"id":{"value":"0123456789abcdef0123456789abcdef"},"platform":"x","nativeId":"1","source":"forum",
        "text":"Mein Nordrad ist kaputt","fetchedAt":"2026-11-16T08:00:00Z","revision":"1"}]}
        """;

    [Fact]
    public void Any_post_within_limits_arrives_as_it_was_sent() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Mention.ToArbitrary(), drawn =>
        {
            var mention = drawn.WithinLimits();
            var batch = SentAndRead(Samples.Batch("Süd \"1\"", [mention]) with { TraceParent = "00-1-2-01" });
            return (batch.Source, batch.TraceParent) == ("Süd \"1\"", "00-1-2-01") && batch.Mentions.Single() == mention;
        }),
        tries: 500);

    [Fact]
    public void Every_field_arrives()
    {
        var full = Samples.Post("1", "Grüße 🚲") with
        {
            Title = "Fünf Sterne",
            TextTruncated = true,
            Language = "de-AT",
            Parent = MentionId.For("x", "0"),
            Thread = "t",
            Rating = 0,
            Deleted = true,
            Author = new Author("u", "lena", "Lena", 0),
        };

        // A field added to the record but not to this test would be at its default, and prove nothing.
        Assert.All(
            typeof(Mention).GetProperties().Where(property => property.CanWrite), property => Assert.NotNull(property.GetValue(full)));
        Assert.Equal(full, Assert.Single(SentAndRead(Samples.Batch("forum", [full])).Mentions));
    }

    [Fact]
    public void Letters_travel_as_letters_and_nothing_computed_travels()
    {
        var json = Unpacked(MessageCodec.Pack(Samples.Batch("forum", [Samples.Post("1", "Grüße, \"日本\"")])));

        Assert.Contains("Grüße, \\\"日本\\\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"at\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_arrives_as_it_was_given() => PropertyCheck.Holds(Prop.ForAll(
        Arbitraries.Text.Where(text => text.Length > 0 && !text.Any(char.IsSurrogate)).ToArbitrary(),
        source =>
        {
            var order = new FetchOrder(source, "00-1-2-01");
            return MessageCodec.ReadFetchOrder(MessageCodec.WriteFetchOrder(order)) == order;
        }));

    [Theory]
    [InlineData("H4sIaGVpbQ==")]
    [InlineData("aGVsbG8=")]
    [InlineData("hello")]
    public void A_message_of_another_program_is_refused_in_our_own_words(string text)
    {
        var refused = Assert.Throws<InvalidDataException>(() => MessageCodec.ReadBatch(text));

        Assert.StartsWith("A message on 'mentions' is not ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; was it written by another program?", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_order_names_its_queue() => Assert.Equal(
        "A message on 'fetch-slow' is damaged at its start, byte 0.",
        Assert.Throws<InvalidDataException>(() => MessageCodec.ReadFetchOrder("hm", Queues.FetchSlow)).Message);

    [Fact]
    public void Any_garbage_is_refused_as_invalid_data_and_nothing_else() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Text.ToArbitrary(), text =>
            Refused(text) && Refused(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))) && Refused(Zipped(text))
            && IsInvalidData(() => MessageCodec.ReadFetchOrder(text))),
        tries: 500);

    /// <summary>A message of ours with a byte flipped or its end lost: read as something, or refused as invalid data.</summary>
    [Fact]
    public void A_damaged_message_is_never_another_exception() => PropertyCheck.Holds(
        Prop.ForAll(
            (from at in Gen.Choose(0, 10_000)
             from flip in Gen.Choose(0, 255)
             from keep in Gen.Choose(0, 10_000)
             select (at, flip, keep)).ToArbitrary(),
            damage =>
            {
                var packed = MessageCodec.Pack(Samples.Batch("forum", Samples.Posts(20)));
                packed[damage.at % packed.Length] ^= (byte)damage.flip;
                IsInvalidData(() => MessageCodec.ReadBatch(Convert.ToBase64String(packed)));
                IsInvalidData(() => MessageCodec.ReadBatch(Convert.ToBase64String(packed.AsSpan(0, damage.keep % packed.Length))));
                return true;
            }),
        tries: 300);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":2}""")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"source":"forum"}""")]
    [InlineData("""{"version":2,"brands":[],"source":"forum","mentions":null}""")]
    [InlineData("""{"version":2,"brands":[],"source":"forum","mentions":[null]}""")]
    [InlineData("""{"version":2,"brands":[],"source":null,"mentions":[]}""")]
    [InlineData("""{"version":2,"source":"forum","mentions":[]}""")]
    [InlineData("""{"version":2,"source":"forum","mentions":[],"brands":null}""")]
    public void A_batch_that_lacks_a_required_field_is_refused(string json) => Assert.True(Refused(Zipped(json)));

    [Theory]
    [InlineData("""{}""", "\"x\"", "hm")]
    [InlineData("""{"value":"zz"}""", "\"x\"", "hm")]
    [InlineData("""{"value":"0123456789abcdef0123456789abcdef"}""", "null", "hm")]
    [InlineData("""{"value":"0123456789abcdef0123456789abcdef"}""", "\"x\"", """\ud800""")]
    public void A_post_that_is_not_valid_is_refused(string id, string platform, string text) => Assert.True(Refused(Zipped(
        $$"""{"version":2,"brands":[],"source":"forum","mentions":[{"id":{{id}},"platform":{{platform}},"nativeId":"1","source":"""
        + $$""" "forum","text":"{{text}}","fetchedAt":"2026-11-16T08:00:00Z","revision":"1"}]}""")));

    [Fact]
    public void Fields_that_a_later_release_added_are_ignored() => Assert.Single(MessageCodec.ReadBatch(Zipped(
        """{"version":2,"brands":[],"source":"forum","sent":"2027","mentions":[{"mood":3,"id":"""
        + """ {"value":"0123456789abcdef0123456789abcdef"},"platform":"x","nativeId":"1","source":"forum","text":"hm","fetchedAt":"2026-11-16T08:00:00Z","revision":"1"}]}""")).Mentions);

    [Fact]
    public void An_order_of_the_version_before_is_refused_with_the_remedy() => Assert.Equal(
        "A message on 'fetch' has no format version, but this release reads version 2 only; process it with the release that wrote it, "
            + "or delete the local runner's folder (.listening, or the one given by --folder).",
        Assert.Throws<InvalidDataException>(() => MessageCodec.ReadFetchOrder("""{"source":"forum"}""")).Message);

    /// <summary>Its posts are complete, and reading them would succeed: the version alone decides, before anything else is read.</summary>
    [Theory]
    [InlineData("{", "no format version")]
    [InlineData("{\"version\":1,", "format version 1")]
    [InlineData("{\"version\":\"1\",", "no format version")]
    public void A_batch_of_another_version_is_refused_with_the_remedy(string start, string found)
    {
        var refused = Assert.Throws<InvalidDataException>(() => MessageCodec.ReadBatch(Zipped(start + BatchOfVersionBefore[1..])));

        Assert.StartsWith(
            $"A message on 'mentions' has {found}, but this release reads version 2 only; process it with",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_fills_the_memory() => Assert.True(Refused(Zipped(new string(' ', 80 * 1024 * 1024))));

    [Fact]
    public void A_refusal_quotes_nothing_that_people_wrote()
    {
        var message = Zipped("""{"version":2,"source":"forum","mentions":"streng geheim"}""");

        var refused = Assert.Throws<InvalidDataException>(() => MessageCodec.ReadBatch(message));

        Assert.DoesNotContain("geheim", refused.ToString(), StringComparison.Ordinal);
    }

    private static MentionBatch SentAndRead(MentionBatch batch) => MessageCodec.ReadBatch(MessageCodec.Encode(MessageCodec.Pack(batch)));

    private static bool Refused(string text) => IsInvalidData(() => MessageCodec.ReadBatch(text));

    private static bool IsInvalidData(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    internal static string Zipped(string json)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static string Unpacked(byte[] packed)
    {
        using var gzip = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress));
        return gzip.ReadToEnd();
    }
}
