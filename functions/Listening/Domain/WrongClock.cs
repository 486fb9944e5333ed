namespace Listening.Domain;

/// <summary>Recognises what a clock wrote that was ahead and has been put right since.</summary>
public static class WrongClock
{
    /// <summary>Workers' clocks may differ by as much.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>Whether an instant that was "now" when it was written is still to come.</summary>
    public static bool Wrote(DateTimeOffset instant, DateTimeOffset now) => instant > now + Tolerance;
}
