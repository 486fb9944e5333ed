#nullable disable // as in the package, so that callers see the same warnings
using System.Collections;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary with typed getters. Keys, timestamp and ETag live in it under their wire names.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties;

    public TableEntity() => _properties = [];

    public TableEntity(IDictionary<string, object> values) => _properties = values is null ? [] : new(values);

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public string PartitionKey
    {
        get => GetString(WireNames.PartitionKey);
        set => _properties[WireNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(WireNames.RowKey);
        set => _properties[WireNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(WireNames.Timestamp);
        set => _properties[WireNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => new(GetString(WireNames.ETag));
        set => _properties[WireNames.ETag] = value.ToString();
    }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = KeepNumberType(_properties.GetValueOrDefault(key), value);
    }

    public string GetString(string key) => (string)Get(key, typeof(string));

    public byte[] GetBinary(string key) => (byte[])Get(key, typeof(byte[]));

    public BinaryData GetBinaryData(string key) => (BinaryData)Get(key, typeof(BinaryData));

    public bool? GetBoolean(string key) => (bool?)Get(key, typeof(bool));

    public DateTime? GetDateTime(string key) => (DateTime?)Get(key, typeof(DateTime));

    public DateTimeOffset? GetDateTimeOffset(string key) => (DateTimeOffset?)Get(key, typeof(DateTimeOffset));

    public double? GetDouble(string key) => (double?)Get(key, typeof(double));

    public Guid? GetGuid(string key) => (Guid?)Get(key, typeof(Guid));

    public int? GetInt32(string key) => (int?)Get(key, typeof(int));

    public long? GetInt64(string key) => (long?)Get(key, typeof(long));

    public void Add(string key, object value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool Remove(string key) => _properties.Remove(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    public void Clear() => _properties.Clear();

    private ICollection<KeyValuePair<string, object>> Pairs => _properties;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Pairs.Add(item);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => Pairs.Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        Pairs.CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) => Pairs.Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => Pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Pairs.GetEnumerator();

    private object Get(string key, Type wanted)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return (_properties.GetValueOrDefault(key), wanted) switch
        {
            (null, _) => null,
            (var value, _) when wanted.IsInstanceOfType(value) => value,
            (DateTimeOffset at, _) when wanted == typeof(DateTime) => at.UtcDateTime,
            (DateTime at, _) when wanted == typeof(DateTimeOffset) => new DateTimeOffset(at),
            (byte[] bytes, _) when wanted == typeof(BinaryData) => new BinaryData(bytes),
            (var value, _) => throw new InvalidOperationException(
                $"Cannot return {wanted} type for a {value.GetType()} typed property."),
        };
    }

    /// <summary>An int assigned over a double or long stays one, so that <c>row["Score"] = 5</c> does not change the column's type.</summary>
    private static object KeepNumberType(object old, object value) => (old, value) switch
    {
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        (string, DateTime or DateTimeOffset) => value.ToString(),
        _ => value,
    };
}
