using System.Reflection;
using Listening.Functions;
using Listening.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Listening.Local.Tests.Hosting;

/// <summary>host.json and the triggers, as both hosts read them.</summary>
public sealed class HostSettingsTests
{
    [Fact]
    public void The_local_runner_uses_the_queue_settings_of_host_json()
    {
        var settings = HostSettings.Read();

        Assert.Equal((8, 4, 5), (settings.BatchSize, settings.NewBatchThreshold, settings.MaxDequeueCount));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)), (settings.VisibilityTimeout, settings.MaxPollingInterval));
    }

    [Fact]
    public void Settings_missing_in_host_json_have_the_defaults_of_the_Functions_host()
    {
        var settings = HostSettings.Parse("""{ "version": "2.0" }""");

        Assert.Equal((16, 8, 5), (settings.BatchSize, settings.NewBatchThreshold, settings.MaxDequeueCount));
    }

    [Fact]
    public void Batches_reach_the_worker_as_the_text_they_are() =>
        Assert.Contains(
            "\"messageEncoding\": \"none\"",
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")),
            StringComparison.Ordinal);

    [Fact]
    public void Every_timer_has_a_schedule_that_the_host_understands()
    {
        var schedules = typeof(Triggers).GetMethods()
            .SelectMany(method => method.GetParameters().Take(1))
            .Select(trigger => trigger.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
            .OfType<string>()
            .ToList();

        Assert.Equal(5, schedules.Count);
        Assert.All(schedules, schedule => CrontabSchedule.Parse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }));
    }
}
