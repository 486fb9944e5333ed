using System.Runtime.CompilerServices;
using Listening.Annotations;
using Listening.AzureStorage;
using Listening.Domain;

namespace Listening.Testing;

public sealed class InMemoryAnnotations : IAnnotations
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, MentionId Mention, string By), Annotation> _rows = [];

    public async Task SaveAsync(Annotation label, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            _rows[(label.Brand, label.Mention, label.By)] = label;
        }
    }

    public async IAsyncEnumerable<Annotation> AllAsync(string? brand, [EnumeratorCancellation] CancellationToken stopping)
    {
        await Task.Yield();
        List<Annotation> all;
        lock (_lock)
        {
            all = [.. _rows.Values.Where(label => brand is null || label.Brand == brand)];
        }

        foreach (var label in all)
        {
            yield return label;
        }
    }

    public async Task RemoveAsync(string brand, MentionId mention, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            foreach (var key in _rows.Keys.Where(key => key.Brand == brand && key.Mention == mention).ToList())
            {
                _rows.Remove(key);
            }
        }
    }
}
