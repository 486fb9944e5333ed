using Listening.Configuration;
using Listening.Telemetry;

namespace Listening.Understand;

/// <summary>
/// Learns the profile of each configured source and brand from its latest posts. Nothing is carried over from the last run, so posts that
/// were erased, edited or judged by another model need no correction.
/// </summary>
public sealed class LearnSourceProfilesStep(
    IListeningConfig config, ITextModel model, IPastMentions mentions, ISourceProfiles sourceProfiles, TimeProvider time,
    ILogger<LearnSourceProfilesStep> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        // Reading the posts is the expensive part, so the model comes first.
        if (!model.LearnsSourceProfiles)
        {
            return;
        }

        var current = config.Current;
        var known = (await sourceProfiles.AllAsync(stopping)).ToDictionary(item => (item.Brand, item.Source));
        foreach (var brand in current.Brands)
        {
            var profiles = current.Sources
                .Where(source => current.BrandsOf(source).Contains(brand))
                .Select(source => known.GetValueOrDefault((brand.Id, source.Name))
                    ?? new SourceProfile { Brand = brand.Id, Source = source.Name })
                .ToList();
            if (profiles.Count > 0)
            {
                await LearnAsync(brand.Id, profiles, stopping);
            }
        }
    }

    private async Task LearnAsync(string brand, IReadOnlyList<SourceProfile> profiles, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var texts = await TextsAsync(brand, profiles, now, stopping);
        foreach (var sourceProfile in profiles)
        {
            // With too few, the last profile stays: a source that has become quiet is still the same source.
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

    /// <summary>The latest texts by source, without duplicates: a text that is posted a hundred times must not decide alone.</summary>
    private async Task<Dictionary<string, HashSet<string>>> TextsAsync(
        string brand, IReadOnlyList<SourceProfile> profiles, DateTimeOffset now, CancellationToken stopping)
    {
        var profileOf = profiles.ToDictionary(item => item.Source);
        var texts = profiles.ToDictionary(item => item.Source, _ => new HashSet<string>(StringComparer.Ordinal));
        var (rows, full) = (0, 0);
        await foreach (var judged in mentions.SinceAsync(brand, SourceProfileRules.From(profiles, now), now, stopping))
        {
            if (profileOf.TryGetValue(judged.Mention.Source, out var sourceProfile)
                && texts[sourceProfile.Source] is { Count: < SourceProfileRules.MaxTexts } own
                && SourceProfileRules.Counts(sourceProfile, judged, model)
                && own.Add(PlainLetters.Of(judged.Mention.OwnText))
                && own.Count == SourceProfileRules.MaxTexts)
            {
                full++;
            }

            if (++rows == SourceProfileRules.MaxRows || full == profiles.Count)
            {
                break;
            }
        }

        return texts;
    }
}
