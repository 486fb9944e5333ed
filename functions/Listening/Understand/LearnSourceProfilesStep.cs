using Listening.Configuration;
using Listening.Domain;
using Listening.Telemetry;
using Microsoft.Extensions.Logging;

namespace Listening.Understand;

/// <summary>
/// Learns each configured stream anew from its latest posts. Nothing is added up from one time to the next, so what was erased, edited or read
/// by another model needs no correcting.
/// </summary>
public sealed class LearnSourceProfilesStep(
    IListeningConfig config, ITextModel model, IPastMentions mentions, ISourceProfiles sourceProfiles, TimeProvider time, ILogger<LearnSourceProfilesStep> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        // Reading the posts is what costs, so we ask first whether the model has any use for them.
        if (!model.LearnsSourceProfiles)
        {
            return;
        }

        var current = config.Current;
        var known = (await sourceProfiles.AllAsync(stopping)).ToDictionary(item => (item.Brand, item.Source));
        foreach (var brand in current.Brands)
        {
            List<SourceProfile> listening =
            [
                .. current.Sources
                    .Where(source => current.BrandsOf(source).Contains(brand))
                    .Select(source => known.GetValueOrDefault((brand.Id, source.Name)) ?? new SourceProfile { Brand = brand.Id, Source = source.Name }),
            ];
            if (listening.Count > 0)
            {
                await LearnAsync(brand.Id, listening, stopping);
            }
        }
    }

    private async Task LearnAsync(string brand, IReadOnlyList<SourceProfile> listening, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var texts = await TextsAsync(brand, listening, now, stopping);
        foreach (var sourceProfile in listening)
        {
            // Too few, and what was learned last stands: a source that has become quiet is still the same source.
            if (texts[sourceProfile.Source] is not { Count: >= SourceProfileRules.MinTexts } own)
            {
                continue;
            }

            if (await sourceProfiles.SaveAsync(SourceProfileRules.WithProfile(sourceProfile, model.Learn([.. own]), now), stopping))
            {
                log.SourceProfileLearned(brand, sourceProfile.Source, own.Count);
            }
            else
            {
                log.SourceProfileConflict(brand, sourceProfile.Source);
            }
        }
    }

    /// <summary>The latest texts by source, none of them twice: what is posted a hundred times would be all that is heard.</summary>
    private async Task<Dictionary<string, HashSet<string>>> TextsAsync(
        string brand, IReadOnlyList<SourceProfile> listening, DateTimeOffset now, CancellationToken stopping)
    {
        var profileOf = listening.ToDictionary(item => item.Source);
        var texts = listening.ToDictionary(item => item.Source, _ => new HashSet<string>(StringComparer.Ordinal));
        var (rows, full) = (0, 0);
        await foreach (var judged in mentions.SinceAsync(brand, SourceProfileRules.From(listening, now), now, stopping))
        {
            if (profileOf.TryGetValue(judged.Mention.Source, out var sourceProfile)
                && texts[sourceProfile.Source] is { Count: < SourceProfileRules.MaxTexts } own
                && SourceProfileRules.Counts(sourceProfile, judged, model)
                && own.Add(judged.Mention.OwnText)
                && own.Count == SourceProfileRules.MaxTexts)
            {
                full++;
            }

            if (++rows == SourceProfileRules.MaxRows || full == listening.Count)
            {
                break;
            }
        }

        return texts;
    }
}
