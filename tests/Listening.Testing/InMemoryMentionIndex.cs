using System.Globalization;
using Listening.Admit;
using Listening.Domain;

namespace Listening.Testing;

public sealed class InMemoryMentionIndex : IMentionIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, MentionId Id), string> _homes = [];

    public async Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(mentions, item => (item.Brand, item.Mention.Id));
        lock (_lock)
        {
            return [.. mentions.Select(item =>
            {
                var first = _homes.TryAdd((item.Brand, item.Mention.Id), Home(item));
                return new AdmittedMention(item.Brand, item.Mention, _homes[(item.Brand, item.Mention.Id)], first);
            })];
        }
    }

    public async Task<IReadOnlyList<AdmittedMention>> FindAsync(IReadOnlyList<BrandMention> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. mentions
                .Where(item => _homes.ContainsKey((item.Brand, item.Mention.Id)))
                .Select(item => new AdmittedMention(item.Brand, item.Mention, _homes[(item.Brand, item.Mention.Id)], First: false))];
        }
    }

    private static string Home(BrandMention item) =>
        $"{item.Brand}|{item.Mention.Timestamp.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
}
