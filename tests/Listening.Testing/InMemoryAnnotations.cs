using System.Runtime.CompilerServices;
using Listening.Annotations;
using Listening.Domain;
using Listening.Privacy;
using Listening.Understand;

namespace Listening.Testing;

public sealed class InMemoryAnnotations : IAnnotations, IPastAnnotations, IPersonalData
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, MentionId Mention, string By), Annotation> _rows = [];

    public async Task SaveAsync(Annotation annotation, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            var key = (annotation.Brand, annotation.Mention, annotation.By);
            _rows[key] = _rows.TryGetValue(key, out var earlier) ? annotation.Over(earlier) : annotation;
        }
    }

    public async IAsyncEnumerable<Annotation> AllAsync(string? brand, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        List<Annotation> all;
        lock (_lock)
        {
            all = [.. _rows.Values.Where(annotation => brand is null || annotation.Brand == brand)];
        }

        foreach (var annotation in all)
        {
            yield return annotation;
        }
    }

    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. Keys(entries).Select(key => $"{key.Mention} {key.By}")];
        }
    }

    public async Task EraseAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            Keys(entries).ForEach(key => _rows.Remove(key));
        }
    }

    public Task ForgetAsync(IReadOnlyList<AuthorEntry> entries, CancellationToken stopping) => Task.CompletedTask;

    private List<(string Brand, MentionId Mention, string By)> Keys(IReadOnlyList<AuthorEntry> entries) =>
        [.. _rows.Keys.Where(key => entries.Any(entry => entry.Brand == key.Brand && entry.Mention == key.Mention))];
}
