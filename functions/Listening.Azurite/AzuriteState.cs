namespace Listening.Azurite;

/// <summary>The content of <c>azurite.json</c>, for other commands and the next start.</summary>
/// <param name="Owner">The process that started Azurite, which a person would stop.</param>
/// <param name="Pid">The Node.js process.</param>
/// <param name="ControlPort">Returns <paramref name="Token"/> for as long as that process lives.</param>
internal sealed record AzuriteState(
    int Owner,
    int? Pid = null,
    int? ControlPort = null,
    string? Token = null,
    int? QueuePort = null,
    int? TablePort = null,
    int? BlobPort = null,
    string? ConnectionString = null);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AzuriteState))]
internal sealed partial class AzuriteJson : JsonSerializerContext;
