using Listening.Configuration;

namespace Listening.Admit;

/// <summary>Removes the posts that concern no brand and that are not kept any longer.</summary>
public sealed class TrimIrrelevantStep(IListeningConfig config, IIrrelevantMentions irrelevant, TimeProvider time)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        var kept = await irrelevant.AllAsync(stopping).ToListAsync(stopping);
        foreach (var source in IrrelevantRules.Expired(kept, config.Current, time.GetUtcNow()).GroupBy(one => one.Source))
        {
            await irrelevant.RemoveAsync(source.Key, [.. source.Select(one => one.Mention)], stopping);
        }
    }
}
