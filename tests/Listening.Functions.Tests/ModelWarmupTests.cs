using Listening.Domain;
using Listening.Understand;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Listening.Functions.Tests;

public sealed class ModelWarmupTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("encoder-1.onnx: it is no ONNX model that this version can run.")]
    public async Task An_encoder_that_cannot_be_used_is_one_warning_at_the_start(string? problem)
    {
        var log = new KeptLog();
        await using var services = new ServiceCollection().AddSingleton(new UnderstandStep(new ColdModel(problem))).BuildServiceProvider();
        using var warmup = new ModelWarmup(services, log);

        await warmup.StartAsync(default);
        await warmup.ExecuteTask!;

        Assert.Equal(
            problem is null ? [] : [(LogLevel.Warning, $"Posts are judged by their words alone, with more needless and missed alerts: {problem}")],
            log.Entries);
    }

    private sealed class KeptLog : ILogger<ModelWarmup>
    {
        public List<(LogLevel Level, string Sentence)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((logLevel, formatter(state, exception)));
    }

    /// <summary>A model whose encoder may be missing.</summary>
    private sealed class ColdModel(string? problem) : ITextModel
    {
        public string Version => "cold-1";

        public IReadOnlyList<string> Languages => ["de"];

        public ModelThresholds Thresholds { get; } = new();

        public bool LearnsSourceProfiles => false;

        public string? Warm() => problem;

        public ModelOutput Read(string text, LearnedProfile? learned, Understanding understanding = Understanding.Full) =>
            throw new NotSupportedException("It reads no texts.");

        public LearnedProfile Learn(IReadOnlyList<string> texts) => throw new NotSupportedException("It learns no sources.");
    }
}
