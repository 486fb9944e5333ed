using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Listening.Annotations;
using Listening.Domain;

namespace Listening.AzureStorage;

/// <summary>Table <c>Labels</c>: one row per mention and person, beside each other by mention.</summary>
public sealed class TableAnnotations(StorageAccount account) : IAnnotations
{
    private readonly TableClient _table = account.Annotations;

    public async Task SaveAsync(Annotation annotation, CancellationToken stopping)
    {
        var row = new TableEntity(Keys.IndexPartition(annotation.Brand, annotation.Mention.Value), Keys.AnnotationRow(annotation.Mention, annotation.By))
        {
            [Columns.Schema] = Columns.SchemaVersion,
            ["Brand"] = annotation.Brand,
            ["MentionId"] = annotation.Mention.Value,
            ["Sentiment"] = annotation.Polarity.ToString(),
            ["Intent"] = annotation.Intent?.ToString(),
            ["By"] = annotation.By,
            ["At"] = annotation.At,
        };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, stopping);
    }

    public async IAsyncEnumerable<Annotation> AllAsync(string? brand, [EnumeratorCancellation] CancellationToken stopping)
    {
        string? filter = null;
        if (brand is not null)
        {
            var (first, end) = Keys.IndexPartitions(brand);
            filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        }

        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: stopping))
        {
            yield return new Annotation(
                row.GetString("Brand"),
                new MentionId(row.GetString("MentionId")),
                Columns.ParseEnum<Polarity>(row.GetString("Sentiment")),
                row.GetString("Intent") is { } intent ? Columns.ParseEnum<Intent>(intent) : null,
                row.GetString("By"),
                row.GetDateTimeOffset("At") ?? default);
        }
    }

    public async Task RemoveAsync(string brand, MentionId mention, CancellationToken stopping)
    {
        var partition = Keys.IndexPartition(brand, mention.Value);
        var (first, end) = Keys.AnnotationRows(mention);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stopping))
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, stopping);
        }
    }
}
