using Listening.Admit;
using Listening.Domain;

namespace Listening.Testing;

public sealed class InMemoryMentionIndex : IMentionIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, MentionId Id), string> _locations = [];

    public async Task<IReadOnlyList<AdmittedMention>> GetOrAddAsync(
        IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(mentions, item => (item.Brand, item.Mention.Id));
        lock (_lock)
        {
            return [.. mentions.Select(item =>
            {
                var isNew = _locations.TryAdd((item.Brand, item.Mention.Id), Location(item.Brand, item.Mention));
                return new AdmittedMention(item.Brand, item.Mention, _locations[(item.Brand, item.Mention.Id)], isNew);
            })];
        }
    }

    public async Task<IReadOnlyList<AdmittedMention>> FindAsync(
        IReadOnlyList<(string Brand, Mention Mention)> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. mentions
                .Where(item => _locations.ContainsKey((item.Brand, item.Mention.Id)))
                .Select(item => new AdmittedMention(item.Brand, item.Mention, _locations[(item.Brand, item.Mention.Id)], IsNew: false))];
        }
    }

    internal void Remove(string brand, MentionId mention)
    {
        lock (_lock)
        {
            _locations.Remove((brand, mention));
        }
    }

    private static string Location(string brand, Mention mention) =>
        $"{brand}|{mention.Timestamp.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
}
