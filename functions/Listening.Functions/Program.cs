using Azure;
using Listening.AzureStorage;
using Listening.Configuration;
using Listening.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

IHost app;
try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    var account = StorageAccount.Connect(builder.Configuration["AzureWebJobsStorage"] ?? "");
    var file = Path.Combine(AppContext.BaseDirectory, builder.Configuration["Listening:ConfigFile"] ?? "listening.json");
    builder.Services.AddSingleton<IListeningConfig>(provider => new FileListeningConfig(
        file,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<FileListeningConfig>>(),
        ListeningServices.DescribeConnectors()));
    var compareModel = builder.Configuration[ListeningServices.CompareModelSetting];
    builder.Services.AddListening(
        account, string.IsNullOrEmpty(compareModel) ? null : Path.Combine(AppContext.BaseDirectory, compareModel));

    app = builder.Build();
    // Read now: found at the first message, a bad configuration would fail message after message instead of the start.
    app.Services.GetRequiredService<IListeningConfig>();
    await account.CreateAsync(CancellationToken.None);
}
catch (Exception e) when (RefusalToStart(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

await app.RunAsync();
return 0;

// What an operator can put right, in one sentence; null for a fault of ours, which keeps its stack trace.
static string? RefusalToStart(Exception e) => e switch
{
    FormatException => "The setting AzureWebJobsStorage is missing or is not a connection string; "
        + "give it the connection string of the storage account.",
    ConfigException config => $"{config.Document} cannot be used ({string.Join("; ", config.Errors)}); "
        + "correct it, or name another file in the setting Listening__ConfigFile.",
    RequestFailedException or AggregateException => "The storage account that the setting AzureWebJobsStorage names cannot be used "
        + $"({FirstLine((e as AggregateException)?.InnerExceptions[0] ?? e)}); "
        + "check that it exists and is reachable and that the key is valid.",
    _ => null,
};

static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');
