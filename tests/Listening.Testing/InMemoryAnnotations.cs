using System.Runtime.CompilerServices;
using Listening.Annotations;
using Listening.AzureStorage;
using Listening.Domain;

namespace Listening.Testing;

public sealed class InMemoryAnnotations : IAnnotations
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Brand, MentionId Mention, string By), Annotation> _rows = [];

    public async Task SaveAsync(Annotation annotation, CancellationToken stopping)
    {
        await Task.Yield();
        lock (_lock)
        {
            _rows[(annotation.Brand, annotation.Mention, annotation.By)] = annotation;
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
