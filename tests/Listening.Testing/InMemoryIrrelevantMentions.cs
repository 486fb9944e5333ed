using Listening.Admit;
using Listening.Domain;

namespace Listening.Testing;

public sealed class InMemoryIrrelevantMentions : IIrrelevantMentions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, MentionId Id), Mention> _rows = [];

    public IReadOnlyList<Mention> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values.OrderBy(row => row.Text, StringComparer.Ordinal)];
            }
        }
    }

    public async Task KeepAsync(string source, IReadOnlyList<Mention> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var mention in mentions.Where(mention =>
                mention.Deleted || _rows.GetValueOrDefault((source, mention.Id)) is not { Deleted: true }))
            {
                _rows[(source, mention.Id)] = mention;
            }
        }
    }

    public async Task RemoveAsync(string source, IReadOnlyList<MentionId> mentions, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var mention in mentions)
            {
                _rows.Remove((source, mention));
            }
        }
    }

    public IAsyncEnumerable<KeptMention> AllAsync(CancellationToken stopping)
    {
        lock (_lock)
        {
            return _rows.Select(row => new KeptMention(row.Key.Source, row.Key.Id, row.Value.FetchedAt)).ToList().ToAsyncEnumerable();
        }
    }

    public IAsyncEnumerable<Mention> OfSourceAsync(string source, CancellationToken stopping) =>
        Rows.Where(row => row.Source == source).ToAsyncEnumerable();
}
