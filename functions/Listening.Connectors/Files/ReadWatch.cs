namespace Listening.Connectors.Files;

/// <summary>
/// Watches one attempt to read a file from outside: a call into the file system blocks its thread, on a dead network share for ever, and
/// cannot be cancelled.
/// </summary>
internal sealed class ReadWatch(TimeProvider time, CancellationToken stopping)
{
    private long _since;

    /// <summary>How long the present call has taken; zero between two calls.</summary>
    public TimeSpan Waiting => Volatile.Read(ref _since) is var since && since != 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Surrounds a call into the file system; stops before and after it if nobody waits for it any more.</summary>
    public T Call<T>(Func<T> call)
    {
        Begin();
        var result = call();
        End();
        return result;
    }

    public void Begin()
    {
        stopping.ThrowIfCancellationRequested();
        Volatile.Write(ref _since, time.GetTimestamp());
    }

    public void End()
    {
        Volatile.Write(ref _since, 0);
        stopping.ThrowIfCancellationRequested();
    }
}
