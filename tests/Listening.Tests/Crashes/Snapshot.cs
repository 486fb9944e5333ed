using Listening.Domain;
using Listening.Testing;

namespace Listening.Tests.Crashes;

/// <summary>All that an installation holds, as text, so that two can be compared and a difference read.</summary>
internal sealed record Snapshot(string Mentions, string Authors, string Cases, string Checkpoints, string AlertIds, string Queued)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static Snapshot Take(Installation installation) => new(
        Text(installation.Mentions.Rows.Select(row => new { row.Location, row.Judged })),
        Text(installation.Authors.Entries),
        Text(installation.Cases.Rows.Select(row => new { row.Case, row.Announced })),
        // The version is the store's counter of writes, and writing once more is what a rerun may do.
        Text(installation.Checkpoints.AllAsync(default).GetAwaiter().GetResult().Select(checkpoint => checkpoint with { Version = null })),
        Text(installation.Alerts.Sent.Select(sent => new { sent.Queue, sent.AlertId, sent.Json }).Distinct().OrderBy(sent => sent.AlertId)),
        Text(new[] { installation.Fetches.Queue.Texts, installation.MentionQueue.Queue.Texts }));

    /// <summary>What must hold in whatever order messages arrive: the posts and how they stand now, by brand.</summary>
    public static string Posts(Installation installation) => Text(installation.Mentions.Rows
        .Select(row => new
        {
            // A deletion may arrive before its post, and then has only its own time to be kept by.
            Location = row.Judged.Mention.Deleted ? null : row.Location,
            row.Judged.Brand,
            row.Judged.Mention.Id,
            row.Judged.Mention.Text,
            row.Judged.Mention.Deleted,
            row.Judged.Verdict,
        })
        .OrderBy(row => row.Brand).ThenBy(row => row.Id.Value));

    private static string Text(object value) => JsonSerializer.Serialize(value, Readable);
}
