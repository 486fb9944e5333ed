using System.Diagnostics;
using Listening.Configuration;

namespace Listening.Route;

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
                .Select(judged => RoutingRules.Decide(judged, rules) is { } decision ? CreateCase(judged, decision, now) : null)
                .OfType<CareCase>()
                .DistinctBy(@case => @case.Id),
        ];
    }

    private static CareCase CreateCase(JudgedMention judged, RouteDecision decision, DateTimeOffset now) => new()
    {
        Id = CaseId.For(judged.Brand, judged.Mention),
        Brand = judged.Brand,
        Opening = judged,
        Rule = decision.Rule.Name,
        Reason = decision.Reason,
        Queue = decision.Queue,
        Priority = decision.Priority,
        OpenedAt = now,
        DueAt = decision.DueAt,
        TraceParent = Activity.Current?.Id,
    };
}
