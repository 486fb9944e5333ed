using System.Collections.Concurrent;
using Listening.Configuration;
using Listening.Sources;

namespace Listening.Testing;

/// <summary>Returns the outcomes it was given, by source and cursor: the first read gets the first, whose cursor leads to the next.</summary>
public sealed class ScriptedConnector : IConnector
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<FetchOutcome>> _scripts = new();

    public ConnectorDescription Description { get; } = new()
    {
        Type = "scripted",
        Summary = "What a test scripts",
        ExampleName = "Forum",
        Limits = "None.",
        Cursor = "How many outcomes were given.",
        Read = _ => new object(),
    };

    /// <summary>The requests it answered, in their order.</summary>
    public ConcurrentQueue<FetchRequest> Requests { get; } = new();

    /// <summary>Pages keep their mentions; cursor and more are set to lead through the script.</summary>
    public void Script(string source, params FetchOutcome[] outcomes) => _scripts[source] = outcomes;

    public async Task<FetchOutcome> FetchAsync(FetchRequest request, CancellationToken stopping)
    {
        await Task.Yield();
        Requests.Enqueue(request);
        var at = int.Parse(request.Cursor ?? "0", CultureInfo.InvariantCulture);
        var script = _scripts.GetValueOrDefault(request.Source.Name) ?? [];
        if (at >= script.Count)
        {
            return new FetchOutcome.Unchanged(request.Cursor);
        }

        return script[at] is FetchOutcome.Page page
            ? page with { Cursor = (at + 1).ToString(CultureInfo.InvariantCulture), More = at + 1 < script.Count }
            : script[at];
    }
}
