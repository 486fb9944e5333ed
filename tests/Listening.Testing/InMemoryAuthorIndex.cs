using Listening.Domain;
using Listening.Store;

namespace Listening.Testing;

public sealed class InMemoryAuthorIndex : IAuthorIndex
{
    private readonly Lock _lock = new();
    private readonly HashSet<AuthorEntry> _entries = [];

    /// <summary>Every entry, in a fixed order.</summary>
    public IReadOnlyList<AuthorEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.OrderBy(entry => $"{entry.Brand} {entry.Author} {entry.Mention} {entry.Case}", StringComparer.Ordinal)];
            }
        }
    }

    public async Task AddAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        UniqueRows.Each(entries, entry => entry);
        lock (_lock)
        {
            _entries.UnionWith(entries);
        }
    }

    public async Task<IReadOnlyList<AuthorEntry>> FindAsync(string brand, AuthorKey author, CancellationToken stopping)
    {
        await Task.Yield();
        return [.. Entries.Where(entry => entry.Brand == brand && entry.Author == author)];
    }

    public async Task RemoveAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            _entries.ExceptWith(entries);
        }
    }
}
