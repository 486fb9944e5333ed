using Listening.Scoring;
using Listening.Telemetry;
using Listening.Understand;

namespace Listening.Functions;

/// <summary>Loads the models while the host starts, instead of with the first batch, and says once if the encoder cannot be used.</summary>
public sealed class ModelWarmup(IServiceProvider services, ILogger<ModelWarmup> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Warm, stoppingToken);

    private void Warm()
    {
        try
        {
            if (services.GetRequiredService<UnderstandStep>().Warm() is { } problem)
            {
                log.EncoderUnusable(problem);
            }
        }
        catch (Exception e) when (e is ModelFormatException or InvalidDataException or IOException)
        {
            // Here it would end the host; each batch fails with it instead, and says so.
            log.ModelsUnusable(e.Message);
        }
    }
}
