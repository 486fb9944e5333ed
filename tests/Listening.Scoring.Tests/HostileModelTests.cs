using System.IO.Compression;
using Listening.Scoring;

namespace Listening.Scoring.Tests;

/// <summary>
/// A model zip is input like any other: whatever its bytes, the result is a model or a <see cref="ModelFormatException"/>.
/// </summary>
public sealed class HostileModelTests
{
    private const string Name = "hostile.zip";

    [Fact]
    public void The_tiny_model_that_the_attacks_start_from_is_valid()
    {
        Assert.Equal(["0", "1", "2"], Load(ModelSurgery.OnTinyModel().Zip()).Labels);
    }

    [Fact]
    public void A_truncated_zip_is_refused_wherever_it_was_cut()
    {
        var zip = ModelSurgery.OnTinyModel().Zip(CompressionLevel.Fastest);
        for (var length = 0; length < zip.Length; length += 7)
        {
            var cut = zip[..length];
            Assert.Throws<ModelFormatException>(() => Load(cut));
        }
    }

    [Fact]
    public void A_real_truncated_zip_is_refused_as_cut_off()
    {
        var zip = File.ReadAllBytes(Golden.Sparse);

        var fault = Assert.Throws<ModelFormatException>(() => Load(zip[..(zip.Length / 2)]));

        Assert.Equal("hostile.zip: the file is not a zip, or it is damaged or cut off.", fault.Message);
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Any_flipped_byte_of_any_entry_ends_in_a_model_or_a_refusal(byte flip)
    {
        var model = ModelSurgery.OnTinyModel();
        foreach (var (name, bytes) in model.Entries)
        {
            for (var i = 0; i < bytes.Length; i += 2)
            {
                bytes[i] ^= flip;
                LoadAndScoreOrRefuse(model.Zip(), name);
                bytes[i] ^= flip;
            }
        }
    }

    [Fact]
    public void Any_flipped_byte_of_the_zip_itself_ends_in_a_model_or_a_refusal()
    {
        var zip = ModelSurgery.OnTinyModel().Zip(CompressionLevel.Fastest);
        for (var i = 0; i < zip.Length; i += 3)
        {
            zip[i] ^= 0x5A;
            LoadAndScoreOrRefuse(zip, null);
            zip[i] ^= 0x5A;
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0x10000000)]
    public void Huge_and_negative_numbers_in_any_setting_ask_for_no_memory(int number)
    {
        var model = ModelSurgery.OnTinyModel();
        foreach (var (name, bytes) in model.Entries.Where(entry => entry.Key.EndsWith("Model.key", StringComparison.Ordinal)).ToList())
        {
            for (var offset = 0; offset + 4 <= bytes.Length - 256; offset += 4)
            {
                var before = bytes.ToArray();
                model.Poke(name, offset, number);
                var zip = model.Zip();
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                LoadAndScoreOrRefuse(zip, name);
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 4 << 20, $"{name} at {offset}");
                before.CopyTo(bytes, 0);
            }
        }
    }

    [Fact]
    public void An_entry_that_claims_gigabytes_is_refused_before_room_is_made_for_it()
    {
        var zip = ModelSurgery.OnTinyModel().Zip(CompressionLevel.Fastest);

        // Uncompressed size in the central directory, whose records start with PK 1 2 and hold it at byte 24.
        for (var i = 0; i < zip.Length - 46; i++)
        {
            if (zip.AsSpan(i, 4).SequenceEqual("PK\x01\x02"u8))
            {
                BitConverter.TryWriteBytes(zip.AsSpan(i + 24), 0x7FFF0000);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Load(zip));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 4 << 20);
    }

    [Fact]
    public void A_damaged_entry_is_refused_by_its_checksum()
    {
        var model = ModelSurgery.OnTinyModel();
        var weights = model.Entries[ModelSurgery.Predictor];
        var zip = model.Zip();
        var at = zip.AsSpan().IndexOf(weights);
        zip[at + 300] ^= 1;

        var fault = Assert.Throws<ModelFormatException>(() => Load(zip));

        Assert.Equal($"hostile.zip, entry {ModelSurgery.Predictor}: the entry is damaged: its checksum does not match.", fault.Message);
    }

    [Fact]
    public void Every_missing_settings_entry_is_refused_by_name()
    {
        foreach (var name in ModelSurgery.OnTinyModel().Entries.Keys.Where(name => name.EndsWith("Model.key", StringComparison.Ordinal)))
        {
            var model = ModelSurgery.OnTinyModel();
            model.Entries.Remove(name);

            Assert.Equal($"hostile.zip, entry {name}: the entry is missing.", Refused(model));
        }
    }

    [Fact]
    public void A_newer_header_is_refused()
    {
        var model = ModelSurgery.OnTinyModel();
        model.PokeHeader(ModelSurgery.Concat, 8, 0x0001000300010003);

        Assert.Equal($"hostile.zip, entry {ModelSurgery.Concat}: header version 1.3 is newer than 1.2, which is known here.",
            Refused(model));
    }

    [Fact]
    public void Another_version_of_a_step_is_refused()
    {
        var model = ModelSurgery.OnTinyModel();
        model.PokeHeader(ModelSurgery.WordHash, 0x48, 0x0001000300010003);

        Assert.Equal($"hostile.zip, entry {ModelSurgery.WordHash}: version 1.3 of HashTransform is not supported, only 1.4 is.",
            Refused(model));
    }

    [Fact]
    public void An_unknown_step_is_refused_by_name()
    {
        var model = ModelSurgery.OnTinyModel();
        model.Rename(ModelSurgery.CharacterTokens, "WordEmbeddingsTransform");

        Assert.Equal($"hostile.zip, entry {ModelSurgery.CharacterTokens}: the step WordEmbeddingsTransform is not supported.",
            Refused(model));
    }

    [Fact]
    public void A_one_versus_all_predictor_is_refused_by_name()
    {
        var model = ModelSurgery.OnTinyModel();
        model.Rename(ModelSurgery.Predictor, "OVAExec");

        Assert.Equal(
            $"hostile.zip, entry {ModelSurgery.Predictor}: the predictor OVAExec, version 1.3, is not supported, "
            + "only MultiClassLRExec 1.3 (maximum entropy) is.",
            Refused(model));
    }

    public static TheoryData<string, int, byte, string> UnsupportedSettings => new()
    {
        { ModelSurgery.Normalizer, 12, 1, "texts that are not lower-cased are not supported" },
        { ModelSurgery.Normalizer, 13, 0, "dropping diacritics is not supported" },
        { ModelSurgery.Normalizer, 14, 0, "dropping punctuation is not supported" },
        { ModelSurgery.Normalizer, 15, 0, "dropping numbers is not supported" },
        { ModelSurgery.WordHash, 12, 33, "the number of hash bits is 33, but must be 1 to 31" },
        { ModelSurgery.WordHash, 20, 1, "ordered hashing of words is not supported" },
        { ModelSurgery.WordHash, 21, 1, "combining the words into one hash is not supported" },
        { ModelSurgery.WordHash, 21, 2, "combining is 2, but must be 0 or 1" },
        { ModelSurgery.WordNgrams, 4, 2, "n-grams over several columns are not supported" },
        { ModelSurgery.WordNgrams, 16, 11, "the n-gram length is 11, but must be 1 to 10" },
        { ModelSurgery.WordNgrams, 20, 1, "skip-grams are not supported" },
        { ModelSurgery.WordNgrams, 24, 30, "the number of feature bits is 30, but must be 1 to 22" },
        { ModelSurgery.CharacterNorm, 12, 1, "subtracting the mean is not supported" },
        { ModelSurgery.CharacterNorm, 13, 2, "norm 2 is not supported, only L2 is" },
        { ModelSurgery.CharacterNorm, 17, 0xFF, "the scale must be above 0 and at most 1000" },
        { ModelSurgery.Terms, 4, 1, "labels that are not text are not supported" },
        { ModelSurgery.Terms, 13, 0, "a label occurs twice" },
        { ModelSurgery.Predictor, 0, 8, "the size of a number is 8, but must be 4 to 4" },
        { ModelSurgery.Predictor, 4, 17, "the number of features is 17, but must be 16 to 16" },
        { ModelSurgery.Predictor, 8, 4, "the number of labels is 4, but must be 3 to 3" },
        { ModelSurgery.Predictor, 12 + 3, 0x7F, "the bias at 0 is not a number or out of range" },
        { ModelSurgery.Transfer, 0, 9, "the feature column is string 9, of which there are 4" },
    };

    [Theory]
    [MemberData(nameof(UnsupportedSettings))]
    public void An_unsupported_setting_is_refused_with_its_entry_and_the_reason(string entry, int offset, byte value, string reason)
    {
        var model = ModelSurgery.OnTinyModel();
        model.PokeByte(entry, offset, value);

        Assert.Equal($"hostile.zip, entry {entry}: {reason}.", Refused(model));
    }

    [Fact]
    public void Settings_with_bytes_left_over_are_refused()
    {
        var model = ModelSurgery.OnTinyModel();
        model.ReplaceSettings(ModelSurgery.CharacterTokens, [.. model.Entries[ModelSurgery.CharacterTokens].AsSpan(256, 14), 0]);

        Assert.Equal($"hostile.zip, entry {ModelSurgery.CharacterTokens}: 1 bytes are left over after the settings of CharToken.",
            Refused(model));
    }

    [Fact]
    public void Sparse_rows_with_indices_out_of_order_are_refused()
    {
        var model = ModelSurgery.OnTinyModel();
        var (features, biases, weights) = model.ReadPredictor();
        model.WritePredictor(features, biases, weights, sparse: true);
        Assert.Equal(3, Load(model.Zip()).Labels.Count);

        // Biases, four starts and two counts stand before the indices.
        const int Indices = 12 + 12 + 4 + 16 + 4;
        model.Poke(ModelSurgery.Predictor, Indices + 4, features);

        Assert.Equal($"hostile.zip, entry {ModelSurgery.Predictor}: column index 1 is 16, after 0 and of 16.", Refused(model));
    }

    [Fact]
    public void A_file_that_is_no_zip_is_refused()
    {
        Assert.Throws<ModelFormatException>(() => Load("Wo bleibt mein Paket?"u8.ToArray()));
        Assert.Throws<ModelFormatException>(() => Load([]));
    }

    private static string Refused(ModelSurgery model) => Assert.Throws<ModelFormatException>(() => Load(model.Zip())).Message;

    private static void LoadAndScoreOrRefuse(byte[] zip, string? entry)
    {
        try
        {
            var model = Load(zip);
            var probabilities = new float[model.Labels.Count];
            model.Score("Wo bleibt mein Paket?", probabilities);
            Assert.Equal(1, probabilities.Sum(), 1e-3f);
        }
        catch (ModelFormatException refusal)
        {
            Assert.Contains(Name, refusal.Message, StringComparison.Ordinal);
            Assert.True(entry is null || refusal.Entry is not null, refusal.Message);
        }
    }

    private static SingleHeadSet Load(byte[] zip) => SingleHeadSet.Load(zip, Name);
}
