using Listening.AzureStorage;
using Listening.Configuration;
using Listening.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
var connection = builder.Configuration["AzureWebJobsStorage"]
    ?? throw new InvalidOperationException("The setting AzureWebJobsStorage is missing; give it the connection string of the storage account.");
var account = StorageAccount.Connect(connection);
var file = Path.Combine(AppContext.BaseDirectory, builder.Configuration["Listening:ConfigFile"] ?? "listening.json");
builder.Services.AddSingleton<IListeningConfig>(provider => new FileListeningConfig(
    file, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileListeningConfig>>(), ListeningServices.ConnectorTypes));
var compareModel = builder.Configuration[ListeningServices.CompareModelSetting];
builder.Services.AddListening(account, string.IsNullOrEmpty(compareModel) ? null : Path.Combine(AppContext.BaseDirectory, compareModel));

await account.CreateAsync(CancellationToken.None);
await builder.Build().RunAsync();
