namespace Listening.AzureStorage;

/// <summary>Table <c>SourceProfiles</c>: one row per brand and source.</summary>
public sealed class TableSourceProfiles(StorageAccount account) : ISourceProfiles
{
    private readonly TableClient _table = account.SourceProfiles;

    public async Task<IReadOnlyList<SourceProfile>> AllAsync(CancellationToken stopping) =>
        await _table.QueryAsync<TableEntity>(cancellationToken: stopping)
            .Select(row => Map(new Fields(row.Readable(), writes: false), null) with { Version = row.ETag.ToString() })
            .ToListAsync(stopping);

    public async Task<bool> SaveAsync(SourceProfile sourceProfile, CancellationToken stopping) =>
        await _table.SaveAsync(ToRow(sourceProfile), sourceProfile.Version, stopping) is not null;

    public async Task ResetAsync(string brand, string source, DateTimeOffset at, CancellationToken stopping) =>
        await _table.UpsertEntityAsync(
            ToRow(new SourceProfile { Brand = brand, Source = source, ResetAt = at }), TableUpdateMode.Replace, stopping);

    internal static TableEntity ToRow(SourceProfile sourceProfile)
    {
        var row = Columns.NewRow(Keys.Escape(sourceProfile.Brand), Keys.Escape(sourceProfile.Source));
        Map(new Fields(row, writes: true), sourceProfile);
        return row;
    }

    private static SourceProfile Map(Fields row, SourceProfile? from)
    {
        var profile = from?.Profile;
        return new SourceProfile
        {
            Brand = row.Required("Brand", from?.Brand),
            Source = row.Required("Source", from?.Source),
            Profile = row.Text("Model", profile?.Model) is { } model
                ? new LearnedProfile(
                    model,
                    row.Value("Texts", profile?.Texts) ?? 0,
                    row.Json("Schools", profile?.Schools, SourceProfileJson.Default.IReadOnlyDictionaryStringDouble),
                    row.Json("Prior", profile?.Prior ?? default, SourceProfileJson.Default.SentimentScores),
                    row.Json("Factors", profile?.Factors ?? default, SourceProfileJson.Default.OddsFactors))
                : null,
            Correction = row.Text("CorrectedModel", from?.Correction?.Model) is { } corrected
                ? new LearnedCorrection(
                    corrected,
                    row.Value("Annotations", from?.Correction?.Annotations) ?? 0,
                    row.Value("AnnotationsOfSource", from?.Correction?.OfSource) ?? 0,
                    row.Json("Shifts", from?.Correction?.Shifts, SourceProfileJson.Default.IReadOnlyDictionaryStringDouble))
                : null,
            LearnedAt = row.Value("LearnedAt", from?.LearnedAt),
            FirstAt = row.Value("FirstAt", from?.FirstAt),
            ResetAt = row.Value("ResetAt", from?.ResetAt),
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
[JsonSerializable(typeof(SentimentScores))]
[JsonSerializable(typeof(OddsFactors))]
internal sealed partial class SourceProfileJson : JsonSerializerContext;
