using Azure;
using Listening.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;

IHost app;
try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddListening(AppContext.BaseDirectory);
    if (builder.Configuration.ExportsTelemetry())
    {
        ExportTelemetryFromWorker(builder.Services);
    }

    builder.Services.AddHostedService<ModelWarmup>();
    app = builder.Build();
    var account = app.Services.GetRequiredService<StorageAccount>();
    app.Services.ReadSettings();
    await account.CreateAsync(CancellationToken.None);
}
catch (Exception e) when (RefusalToStart(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

await app.RunAsync();
return 0;

// Else the host would export the worker's logs as well. A method of its own, so that OpenTelemetry is loaded only where it is used.
static void ExportTelemetryFromWorker(IServiceCollection services) => services.AddOpenTelemetry().UseFunctionsWorkerDefaults();

// What an operator can correct, in one sentence; null for a defect of the program, which keeps its stack trace.
static string? RefusalToStart(Exception e) => e switch
{
    SettingsException => e.Message,
    FormatException => $"The setting {ListeningHost.StorageSetting} is missing or is not a connection string; "
        + "give it the connection string of the storage account.",
    ConfigException config => $"{config.Document} cannot be used ({string.Join("; ", config.Errors)}); "
        + "correct it, or name another file in the setting Listening__ConfigFile.",
    InvalidDataException otherVersion => otherVersion.Message,
    RequestFailedException or AggregateException =>
        $"The storage account that the setting {ListeningHost.StorageSetting} names cannot be used "
        + $"({FirstLine((e as AggregateException)?.InnerExceptions[0] ?? e)}); "
        + "check that it exists and is reachable and that the key is valid.",
    _ => null,
};

static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');
