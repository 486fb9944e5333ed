#nullable disable // as in the package, so that callers see the same warnings
namespace Azure.Data.Tables;

/// <summary>What every row has: its two keys, when it was last written, and its version.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    DateTimeOffset? Timestamp { get; set; }

    ETag ETag { get; set; }
}
