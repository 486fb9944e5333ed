using System.Diagnostics;

/// <summary>
/// Loaded into a worker by <c>DOTNET_STARTUP_HOOKS</c>, which demands this name without a namespace. Prints the worker's own activities,
/// which nobody would create without a listener.
/// </summary>
internal static class StartupHook
{
    /// <summary>Prints <c>function trace-id parent-span-id</c> for each invocation.</summary>
    public static void Initialize() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == "Microsoft.Azure.Functions.Worker",
        Sample = (ref _) => ActivitySamplingResult.AllData,
        ActivityStarted = activity => Console.WriteLine($"{activity.DisplayName} {activity.TraceId} {activity.ParentSpanId}"),
    });
}
