using Listening.Configuration;
using Listening.Telemetry;

namespace Listening.Understand;

/// <summary>
/// Learns the profile of each configured source and brand from its latest posts, and the corrections from the brand's annotations. Nothing
/// is carried over from the last run, so posts that were erased, edited or judged by another model need no correction.
/// </summary>
public sealed class LearnSourceProfilesStep(
    IListeningConfig config, ITextModel model, IPastMentions mentions, IPastAnnotations annotations, ISourceProfiles sourceProfiles,
    TimeProvider time, ILogger<LearnSourceProfilesStep> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
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
                await LearnAsync(brand, profiles, stopping);
            }
        }
    }

    private async Task LearnAsync(BrandConfig brand, IReadOnlyList<SourceProfile> profiles, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var learned = model.LearnsSourceProfiles ? await WithProfilesAsync(brand.Id, profiles, now, stopping) : profiles;
        var readings = await AnnotatedAsync(brand, learned, stopping);
        foreach (var (before, after) in profiles.Zip(learned))
        {
            var sourceProfile = after with { Correction = CorrectionRules.Learn(model.Version, after, learned, readings) };
            if (after == before && sourceProfile.Correction is null && before.Correction is null)
            {
                continue;
            }

            if (!await sourceProfiles.SaveAsync(sourceProfile, stopping))
            {
                log.SourceProfileConflict(brand.Id, before.Source);
                continue;
            }

            if (after != before)
            {
                log.SourceProfileLearned(brand.Id, before.Source, after.Profile!.Texts);
            }

            if (sourceProfile.Correction is { } correction)
            {
                log.CorrectionLearned(brand.Id, before.Source, correction.Annotations, correction.OfSource);
            }
        }
    }

    /// <summary>The profiles as they are learned now, in their order.</summary>
    private async Task<IReadOnlyList<SourceProfile>> WithProfilesAsync(
        string brand, IReadOnlyList<SourceProfile> profiles, DateTimeOffset now, CancellationToken stopping)
    {
        var texts = await TextsAsync(brand, profiles, now, stopping);

        // With too few, the last profile stays: a source that has become quiet is still the same source.
        return [.. profiles.Select(item => texts[item.Source] is { Count: >= SourceProfileRules.MinTexts } own
            ? SourceProfileRules.WithProfile(item, model.Learn([.. own]), now)
            : item)];
    }

    /// <summary>The brand's annotated posts, as they are read with the profiles of their sources.</summary>
    private async Task<IReadOnlyList<AnnotatedReading>> AnnotatedAsync(
        BrandConfig brand, IReadOnlyList<SourceProfile> profiles, CancellationToken stopping)
    {
        var latest = CorrectionRules.Latest(await annotations.AllAsync(brand.Id, stopping).ToListAsync(stopping));
        var rows = await mentions.FindAsync([.. latest.Select(annotation => (brand.Id, annotation.Mention))], stopping);
        return
        [
            .. from annotated in latest.Zip(rows)
               let judged = annotated.Second
               where judged is not null && CorrectionRules.Counts(annotated.First, judged, model)
               select new AnnotatedReading(judged.Mention.Source, annotated.First, Read(judged.Mention, brand, profiles)),
        ];
    }

    private ModelOutput Read(Mention mention, BrandConfig brand, IReadOnlyList<SourceProfile> profiles)
    {
        var profile = profiles.FirstOrDefault(item => item.Source == mention.Source);
        var context = TextContext.Of(brand.Id, mention, profile, config.Current).Of(model);
        return model.Read(PlainLetters.Of(mention.OwnText), context.Learned, context.Understanding);
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
