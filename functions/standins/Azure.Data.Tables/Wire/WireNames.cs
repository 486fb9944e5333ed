namespace Azure.Data.Tables.Wire;

/// <summary>Names the table protocol gives to a row's own properties, and its headers.</summary>
internal static class WireNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string Metadata = "odata.metadata";
    public const string TypeSuffix = "@odata.type";
    public const string Json = "application/json";
    public const string MinimalMetadata = "application/json;odata=minimalmetadata";
}
