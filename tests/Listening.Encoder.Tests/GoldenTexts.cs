namespace Listening.Encoder.Tests;

/// <summary>Texts with the numbers and the vector that the encoder's training gave them.</summary>
public sealed record GoldenText(string Text, long[] Ids, float[] Vector)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<GoldenText> All { get; } =
        [.. File.ReadLines(Path.Combine(ShippedEncoder.Folder, "encoder-1.golden.jsonl"))
            .Select(line => JsonSerializer.Deserialize<GoldenText>(line, Options)!)];
}

/// <summary>The encoder that ships, loaded once for all tests.</summary>
public sealed class ShippedEncoder : IDisposable
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "encoder");

    public static string Manifest { get; } = Path.Combine(Folder, "encoder-1.json");

    public SentenceEncoder Encoder { get; } = SentenceEncoder.Load(Manifest);

    public void Dispose() => Encoder.Dispose();
}
