using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Listening.Domain;
using Listening.Understand;

namespace Listening.AzureStorage;

/// <summary>Table <c>Streams</c>: one row per brand and source.</summary>
public sealed class TableSourceProfiles(StorageAccount account) : ISourceProfiles
{
    private readonly TableClient _table = account.SourceProfiles;

    public async Task<IReadOnlyList<SourceProfile>> AllAsync(CancellationToken stopping)
    {
        var all = new List<SourceProfile>();
        await foreach (var row in _table.QueryAsync<TableEntity>(cancellationToken: stopping))
        {
            all.Add(ToStream(row));
        }

        return all;
    }

    public async Task<bool> SaveAsync(SourceProfile sourceProfile, CancellationToken stopping)
    {
        try
        {
            _ = sourceProfile.Version is { } version
                ? await _table.UpdateEntityAsync(ToRow(sourceProfile), new ETag(version), TableUpdateMode.Replace, stopping)
                : await _table.AddEntityAsync(ToRow(sourceProfile), stopping);
            return true;
        }
        catch (RequestFailedException e) when (Transactions.IsConflict(e))
        {
            return false;
        }
    }

    public async Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping) =>
        await _table.UpsertEntityAsync(ToRow(new SourceProfile { Brand = brand, Source = source, ResetAt = at }), TableUpdateMode.Replace, stopping);

    internal static TableEntity ToRow(SourceProfile sourceProfile)
    {
        var row = new TableEntity(Keys.Escape(sourceProfile.Brand), Keys.Escape(sourceProfile.Source))
        {
            [Columns.Schema] = Columns.SchemaVersion,
            ["Brand"] = sourceProfile.Brand,
            ["Source"] = sourceProfile.Source,
            ["LearnedAt"] = sourceProfile.LearnedAt,
            ["FirstAt"] = sourceProfile.FirstAt,
            ["ResetAt"] = sourceProfile.ResetAt,
        };
        if (sourceProfile.Profile is { } profile)
        {
            row["Model"] = profile.Model;
            row["Texts"] = profile.Texts;
            row["Schools"] = JsonSerializer.Serialize(profile.Schools, SourceProfileJson.Default.IReadOnlyDictionaryStringDouble);
            row["Prior"] = JsonSerializer.Serialize(profile.Prior, SourceProfileJson.Default.SentimentScores);
            row["Factors"] = JsonSerializer.Serialize(profile.Factors, SourceProfileJson.Default.OddsFactors);
        }

        return row;
    }

    private static SourceProfile ToStream(TableEntity row) => new()
    {
        Brand = row.GetString("Brand"),
        Source = row.GetString("Source"),
        Profile = row.GetString("Model") is { } model
            ? new LearnedProfile(
                model,
                row.GetInt32("Texts") ?? 0,
                JsonSerializer.Deserialize(row.GetString("Schools"), SourceProfileJson.Default.IReadOnlyDictionaryStringDouble)!,
                JsonSerializer.Deserialize(row.GetString("Prior"), SourceProfileJson.Default.SentimentScores),
                JsonSerializer.Deserialize(row.GetString("Factors"), SourceProfileJson.Default.OddsFactors))
            : null,
        LearnedAt = row.GetDateTimeOffset("LearnedAt"),
        FirstAt = row.GetDateTimeOffset("FirstAt"),
        ResetAt = row.GetDateTimeOffset("ResetAt"),
        Version = row.ETag.ToString(),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
[JsonSerializable(typeof(SentimentScores))]
[JsonSerializable(typeof(OddsFactors))]
internal sealed partial class SourceProfileJson : JsonSerializerContext;
