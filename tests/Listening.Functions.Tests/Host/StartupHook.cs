using System.Diagnostics;

/// <summary>
/// Loaded into a worker by <c>DOTNET_STARTUP_HOOKS</c>, which demands this name without a namespace. Prints the activities of the worker
/// and of the service, which do not exist without a listener.
/// </summary>
internal static class StartupHook
{
    /// <summary>Prints <c>name trace-id parent-span-id</c> for each activity.</summary>
    public static void Initialize() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name is "Microsoft.Azure.Functions.Worker" or "Listening",
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStarted = activity => Console.WriteLine($"{activity.DisplayName} {activity.TraceId} {activity.ParentSpanId}"),
    });
}
