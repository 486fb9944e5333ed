namespace Listening.Domain;

/// <summary>What a brand listens for with one of its queries; what was found by it carries this along.</summary>
/// <param name="Query">The query's name, unique within its brand.</param>
/// <param name="Audience">Who writes such posts, in the brand's own words; null if that is not said.</param>
/// <param name="Department">Whom its posts concern where the model finds none; null if that is not said.</param>
public sealed record QueryPurpose(string Query, Objective? Objective = null, string? Audience = null, Department? Department = null);

/// <summary>What a company wants of a conversation: the five objectives of the POST method (Li and Bernoff, Groundswell, 2008).</summary>
public enum Objective
{
    /// <summary>To learn what people think and need.</summary>
    Listen,

    /// <summary>To spread what the brand has to say.</summary>
    Talk,

    /// <summary>To find those who like the brand, so that they win others for it.</summary>
    Energise,

    /// <summary>To help, and to let people help each other.</summary>
    Support,

    /// <summary>To make products better together with those who use them.</summary>
    Embrace,
}
