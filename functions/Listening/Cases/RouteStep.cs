using System.Diagnostics;
using Listening.Configuration;

namespace Listening.Cases;

/// <summary>Decides which mentions of a batch need an answer and makes the cases to open for them.</summary>
public sealed class RouteStep(IListeningConfig config, TimeProvider time)
{
    /// <returns>One case per brand, conversation and author, opened by the author's earliest mention.</returns>
    public IReadOnlyList<CareCase> Run(IReadOnlyList<JudgedMention> settled)
    {
        var rules = config.Current.Routing;
        var now = time.GetUtcNow();
        return
        [
            .. settled
                .OrderBy(judged => judged.Mention.Timestamp).ThenBy(judged => judged.Mention.Id.Value, StringComparer.Ordinal)
                .Select(judged => RoutingRules.Decide(judged, rules) is { } decision ? CaseRules.Open(judged, decision, now, Activity.Current?.Id) : null)
                .OfType<CareCase>()
                .DistinctBy(@case => @case.Id),
        ];
    }
}
