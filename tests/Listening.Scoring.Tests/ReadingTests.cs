namespace Listening.Scoring.Tests;

public sealed class ReadingTests
{
    private static readonly SingleHeadSet Starter = SingleHeadSet.Load(Golden.Starter);

    [Fact]
    public void Sparse_weights_score_as_the_same_weights_written_dense()
    {
        // ML.NET wrote the golden model's zeros out, so the compressed form is made from it here.
        var surgery = ModelSurgery.On(Golden.Sparse);
        var (features, biases, weights) = surgery.ReadPredictor();
        surgery.WritePredictor(features, biases, weights, sparse: true);
        Assert.True(surgery.Entries[ModelSurgery.Predictor].Length < 1_000_000);

        var model = SingleHeadSet.Load(surgery.Zip(), "compressed.zip");

        GoldenTests.AssertReproduces(model, Golden.Read("sparse"));
    }

    [Fact]
    public void An_empty_text_scores_as_the_models_prior()
    {
        var probabilities = new float[3];

        var best = Starter.Score("", probabilities);

        Assert.Equal(probabilities.Max(), probabilities[best]);
        Assert.Equal(1, probabilities.Sum(), 1e-6f);
    }

    [Fact]
    public void Any_text_gets_probabilities_that_add_up_to_one()
    {
        var random = new Random(20260813);
        var texts = Enumerable.Range(0, 2000).Select(_ => RandomText(random, random.Next(0, 200)))
            .Append(RandomText(random, 30_000))
            .Append(RandomText(random, 70_000))
            .Append(new string(' ', 30_000))
            .Append(new string('\ud83d', 500))
            .Append(string.Concat(Enumerable.Repeat("😘", 500)))
            .Append("\0\uffff\udc00\ud800\t\t \n");
        var probabilities = new float[3];
        foreach (var text in texts)
        {
            var best = Starter.Score(text, probabilities);

            Assert.InRange(best, 0, 2);
            Assert.Equal(1, probabilities.Sum(), 1e-5f);
            Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        }
    }

    [Fact]
    public void Too_little_room_for_the_probabilities_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Starter.Score("Danke!", new float[2]));
    }

    [Fact]
    public void Room_beyond_the_labels_is_left_alone()
    {
        var probabilities = new float[] { 0, 0, 0, 7 };

        Starter.Score("Danke!", probabilities);

        Assert.Equal(7, probabilities[3]);
    }

    [Fact]
    public async Task Eight_threads_on_one_model_get_the_bits_that_one_thread_gets()
    {
        var texts = Golden.Read("starter").Select(golden => golden.Text).ToList();
        var expected = ScoreAll(texts, 0);
        using var together = new Barrier(8);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TimeSpan.FromSeconds(30));
                return ScoreAll(texts, thread * 100);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(all, scores => Assert.Equal(expected, scores));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(2_000)]
    [InlineData(32_000)]
    public void Scoring_allocates_nothing_once_warm(int length)
    {
        var text = RandomText(new Random(length), length);
        Span<float> probabilities = stackalloc float[3];
        for (var i = 0; i < 3; i++)
        {
            Starter.Score(text, probabilities);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            Starter.Score(text, probabilities);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Each thread starts elsewhere, so that at any moment they are at different texts.
    private static uint[] ScoreAll(List<string> texts, int start)
    {
        var bits = new uint[texts.Count * 3];
        var probabilities = new float[3];
        for (var i = 0; i < texts.Count; i++)
        {
            var at = (i + start) % texts.Count;
            Starter.Score(texts[at], probabilities);
            for (var label = 0; label < 3; label++)
            {
                bits[(at * 3) + label] = BitConverter.SingleToUInt32Bits(probabilities[label]);
            }
        }

        return bits;
    }

    private static string RandomText(Random random, int length) => string.Create(length, random, static (units, random) =>
    {
        foreach (ref var unit in units)
        {
            unit = random.Next(6) switch
            {
                0 => ' ',
                1 => (char)random.Next(0x80, 0x800),
                2 => (char)random.Next(0xD800, 0xE000),
                3 => (char)random.Next(0, 0x10000),
                _ => (char)random.Next('a', 'z' + 1),
            };
        }
    });
}
