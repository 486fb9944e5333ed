namespace Listening.Scoring.Features;

/// <summary>How a block hashes its n-grams.</summary>
/// <param name="Length">Keys in the longest n-gram.</param>
/// <param name="AllLengths">Whether shorter n-grams count too.</param>
/// <param name="Bits">A block has 2^Bits features.</param>
/// <param name="RehashUnigrams">Whether a single key is hashed like longer n-grams, or used as it is.</param>
/// <param name="Ordered">Whether the hash is mixed once more, as ML.NET does for columns in a given order.</param>
internal sealed record NgramSettings(int Length, bool AllLengths, int Bits, uint Seed, bool RehashUnigrams, bool Ordered);
