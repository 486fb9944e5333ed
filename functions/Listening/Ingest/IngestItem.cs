namespace Listening.Ingest;

/// <summary>What a file's row or line says about one post, every value still as it was written.</summary>
public sealed class IngestItem
{
    private static readonly int Fields = Enum.GetValues<IngestField>().Length;

    private readonly string?[] _values = new string?[Fields];
    private readonly int[] _ranks = new int[Fields];

    /// <summary>The value of a field; null where none was given.</summary>
    public string? this[IngestField field] => _values[(int)field];

    /// <summary>Takes a value, unless it is blank or a better name for the same field gave one already.</summary>
    public void Offer(IngestName name, string? value)
    {
        // Blank counts as absent, so that an empty "text" column does not hide a filled "content".
        // NUL comes from careless exporters, means nothing, and many stores refuse it.
        var clean = value is not null && value.Contains('\0') ? value.Replace("\0", "", StringComparison.Ordinal) : value;
        var at = (int)name.Field;
        if (!string.IsNullOrWhiteSpace(clean) && (_values[at] is null || name.Rank < _ranks[at]))
        {
            (_values[at], _ranks[at]) = (clean, name.Rank);
        }
    }

    /// <summary>Rewrites a value that was given; one that comes out blank counts as absent.</summary>
    public void Rewrite(IngestField field, Func<string, string> change)
    {
        if (_values[(int)field] is { } value)
        {
            _values[(int)field] = change(value) is var changed && string.IsNullOrWhiteSpace(changed) ? null : changed;
        }
    }
}
