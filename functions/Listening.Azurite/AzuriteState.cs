using System.Text.Json;
using System.Text.Json.Serialization;

namespace Listening.Azurite;

/// <summary>What <c>azurite.json</c> tells other commands, and the next start, about the Azurite of a folder.</summary>
internal sealed record AzuriteState
{
    /// <summary>The process that started it, and that a person would stop.</summary>
    public required int Owner { get; init; }

    /// <summary>The Node process, and a port that answers with the token for as long as that process lives.</summary>
    public int? Pid { get; init; }

    public int? ControlPort { get; init; }

    public string? Token { get; init; }

    public int? QueuePort { get; init; }

    public int? TablePort { get; init; }

    public int? BlobPort { get; init; }

    public string? ConnectionString { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AzuriteState))]
internal sealed partial class AzuriteJson : JsonSerializerContext;
