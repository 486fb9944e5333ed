using Listening.AzureStorage;
using Listening.Messages;

namespace Listening.Local.Commands;

/// <summary>Tells when there is nothing left to do.</summary>
internal static class Drain
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Waits until every queue of ours is empty, messages in work included, and reports what is left on the way.</summary>
    public static async Task UntilEmptyAsync(StorageAccount account, Action<int> report, CancellationToken stopping)
    {
        while (true)
        {
            // In flow order: what a fetch sends is on the next queue before its order is gone from this one.
            var left = 0;
            foreach (var queue in Queues.Own)
            {
                left += (await account.Queue(queue).GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount;
            }

            report(left);
            if (left == 0)
            {
                return;
            }

            await Task.Delay(Pause, stopping);
        }
    }
}
