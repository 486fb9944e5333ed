using System.Security.Cryptography;

namespace Listening.Domain;

/// <summary>Names one post for good: the same post, met twice or through two sources, gets the same id (32 hex digits).</summary>
public readonly record struct MentionId(string Value)
{
    /// <summary>
    /// The id of a post. <paramref name="platform"/> is what makes <paramref name="nativeId"/> unique: a platform
    /// (<c>x</c>), a host, or <see cref="GlobalUri"/> where the native id is itself a URI. It is never the name of
    /// a configured source, so that renaming a source, or meeting the post through two of them, changes nothing.
    /// </summary>
    public static MentionId For(string platform, string nativeId) => new(StableHash.Compute(platform, nativeId));

    /// <summary>The platform of native ids that are unique in the world, such as a permalink or a <c>tag:</c> URI.</summary>
    public const string GlobalUri = "uri";

    /// <summary>False for what no <see cref="For"/> ever returned; keys are made from an id's digits.</summary>
    [JsonIgnore]
    public bool IsWellFormed => Value is { Length: 32 } && Value.All(char.IsAsciiHexDigitLower);

    public override string ToString() => Value;
}

/// <summary>The hash behind every id that can be computed.</summary>
public static class StableHash
{
    /// <summary>
    /// 32 hex digits of the SHA-256 over the parts. Each part's length goes in before it, so that no two
    /// different lists of parts read alike, whatever characters they hold.
    /// </summary>
    public static string Compute(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
