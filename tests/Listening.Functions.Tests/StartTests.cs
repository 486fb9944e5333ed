using System.Text.RegularExpressions;
using Listening.Functions.Tests.Host;

namespace Listening.Functions.Tests;

/// <summary>What an operator sees when the app is set up wrongly: one sentence that names the setting and the remedy.</summary>
[Collection("Published app")]
public sealed partial class StartTests(PublishedApp app)
{
    private const string NoHost = "http://127.0.0.1:1";

    private const string NobodyListens = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=bm8ga2V5;"
        + "QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;TableEndpoint=http://127.0.0.1:1/devstoreaccount1";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=northwind")]
    public async Task A_connection_string_that_is_none_ends_the_start_with_one_sentence(string? connection) => Assert.Equal(
        "The setting AzureWebJobsStorage is missing or is not a connection string; give it the connection string of the storage account.",
        await RefusalAsync(("AzureWebJobsStorage", connection)));

    [Fact]
    public async Task A_storage_account_that_does_not_answer_ends_the_start_with_one_sentence()
    {
        var config = app.WriteConfig("""
            {
              "brands": [ { "id": "northwind", "name": "Northwind" } ],
              "sources": [ { "name": "Export", "type": "file", "path": "posts.jsonl" } ]
            }
            """);

        var refusal = await RefusalAsync(("AzureWebJobsStorage", NobodyListens), ("Listening__ConfigFile", config));

        Assert.StartsWith("The storage account that the setting AzureWebJobsStorage names cannot", refusal, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:1", refusal, StringComparison.Ordinal);
        Assert.EndsWith("; check that it exists and is reachable and that the key is valid.", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Listening__Http__MaxRedirects", "99", "The setting Listening__Http__MaxRedirects is not valid: The field MaxRedirects must be between 0 and 20.")]
    [InlineData("Listening__Http__ConnectLimit", "soon", "Failed to convert configuration value 'soon' at 'Listening:Http:ConnectLimit' to type 'System.TimeSpan'; correct it or remove it.")]
    [InlineData("Listening__ConfigFile", "", "The setting Listening__ConfigFile is not valid: The ConfigFile field is required.")]
    public async Task A_setting_that_is_not_valid_ends_the_start_with_one_sentence_that_names_it(string name, string value, string sentence) =>
        Assert.Equal(sentence, await RefusalAsync((name, value)));

    [Fact]
    public async Task A_second_model_that_is_not_there_ends_the_start_with_one_sentence() => Assert.Equal(
        $"The setting Listening__CompareModel is not valid: There is no file {Path.Combine(app.Folder, "candidate.json")}; name the manifest of a model.",
        await RefusalAsync(("Listening__CompareModel", "candidate.json")));

    [Fact]
    public async Task A_missing_configuration_ends_the_start_with_one_sentence() => Assert.Equal(
        $"{Path.Combine(app.Folder, "northwind.json")} cannot be used ($: there is no such file; put one there); "
            + "correct it, or name another file in the setting Listening__ConfigFile.",
        await RefusalAsync(("Listening__ConfigFile", "northwind.json")));

    [Fact]
    public async Task An_invalid_configuration_ends_the_start_with_one_sentence_that_names_every_error()
    {
        var config = app.WriteConfig("""{ "brands": [] }""");

        var refusal = await RefusalAsync(("Listening__ConfigFile", config));

        Assert.StartsWith($"{config} cannot be used (", refusal, StringComparison.Ordinal);
        Assert.Contains("$.brands: ", refusal, StringComparison.Ordinal);
        Assert.Contains("$.sources: ", refusal, StringComparison.Ordinal);
        Assert.EndsWith("correct it, or name another file in the setting Listening__ConfigFile.", refusal, StringComparison.Ordinal);
    }

    /// <summary>The one line on standard error of a worker that ends before it asks for a host.</summary>
    private async Task<string> RefusalAsync(params (string Name, string? Value)[] settings)
    {
        await using var worker = TestFunctionsHost.StartWorker(app.Folder, app.Settings(settings), NoHost);

        var end = await worker.Ended.WaitAsync(Limit);

        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.Matches(OneLine(), end.Errors);
        return end.Errors.TrimEnd();
    }

    [GeneratedRegex(@"\A[^\r\n]+\r?\n\z")]
    private static partial Regex OneLine();
}
