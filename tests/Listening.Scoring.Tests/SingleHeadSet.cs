using System.Security.Cryptography;
using Listening.Scoring;
using Listening.Scoring.Format;

namespace Listening.Scoring.Tests;

/// <summary>A set of a single model, for tests about zips that have no manifest of their own.</summary>
internal sealed class SingleHeadSet
{
    private readonly ModelSet _set;

    private SingleHeadSet(ModelSet set) => _set = set;

    public IReadOnlyList<string> Labels => _set.Heads[0].Labels;

    public static SingleHeadSet Load(string zip) => Load(File.ReadAllBytes(zip), Path.GetFileName(zip));

    /// <summary>Any zip that can be read, whatever its labels are called.</summary>
    public static SingleHeadSet Load(byte[] zip, string name)
    {
        var labels = TrainedHead.Read(zip, name).Labels;
        var head = new HeadManifest("sentiment", name, Hash(zip), labels, Temperature: 1);
        return new(ModelSet.Create(new() { Version = "test", Normalizer = null, Languages = ["de"], Heads = [head] }, "test.json", _ =>
            zip));
    }

    public static string Hash(byte[] zip) => Convert.ToHexStringLower(SHA256.HashData(zip));

    public int Score(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        Span<float> logits = stackalloc float[_set.Size];
        _set.Read(text, logits);
        return _set.Heads[0].Probabilities(logits, probabilities);
    }
}
