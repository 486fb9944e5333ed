using Listening.Connectors.Files;

namespace Listening.Connectors.Tests.Files;

public sealed class GunzipStreamTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 40).Select(line => $"Zeile {line} von Mira\n"));

    private static (string Text, ContentEnd End) Unpack(byte[] packed)
    {
        using var stream = new GunzipStream(new MemoryStream(packed));
        using var text = new MemoryStream();
        stream.CopyTo(text);
        return (Encoding.UTF8.GetString(text.ToArray()), stream.End);
    }

    [Fact]
    public void Data_cut_off_at_any_byte_gives_its_beginning_and_is_never_taken_for_whole()
    {
        var packed = FileFolder.Gzip(Text);

        for (var length = 1; length < packed.Length; length++)
        {
            var (text, end) = Unpack(packed[..length]);
            Assert.StartsWith(text, Text, StringComparison.Ordinal);
            Assert.Equal((length, ContentEnd.CutShort), (length, end));
        }

        Assert.Equal((Text, ContentEnd.Whole), Unpack(packed));
    }

    [Fact]
    public void Files_packed_one_behind_the_other_are_one_text()
    {
        byte[] packed = [.. FileFolder.Gzip("eins "), .. FileFolder.Gzip("zwei "), .. FileFolder.Gzip(Text)];

        Assert.Equal(("eins zwei " + Text, ContentEnd.Whole), Unpack(packed));
        Assert.Equal(ContentEnd.CutShort, Unpack(packed[..^9]).End);
        Assert.Equal(("eins ", ContentEnd.Whole), Unpack(FileFolder.Gzip("eins ")));
    }

    [Fact]
    public void Zeros_behind_the_data_as_tapes_and_disks_leave_them_are_not_missed() =>
        Assert.Equal((Text, ContentEnd.Whole), Unpack([.. FileFolder.Gzip(Text), .. new byte[512]]));

    [Fact]
    public void Damage_is_told_from_a_missing_end()
    {
        var packed = FileFolder.Gzip(Text);
        packed[^6] ^= 0xFF;

        Assert.Equal(ContentEnd.Damaged, Unpack(packed).End);
    }
}
