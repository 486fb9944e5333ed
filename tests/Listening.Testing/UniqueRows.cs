namespace Listening.Testing;

/// <summary>Tables refuse a transaction that names a row twice; so do the stores that stand in for them.</summary>
public static class UniqueRows
{
    public static void Each<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> key)
    {
        if (items.DistinctBy(key).Count() < items.Count)
        {
            throw new ArgumentException("Two of these name one row; a step hands each in once.", nameof(items));
        }
    }
}
