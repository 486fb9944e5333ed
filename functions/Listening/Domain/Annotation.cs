namespace Listening.Domain;

/// <summary>What a person says of a mention, whatever the model thought: retraining learns from it.</summary>
/// <param name="Polarity">Negative, neutral or positive.</param>
/// <param name="Intent">Null if they said nothing of it.</param>
/// <param name="By">Who, as they want to be called.</param>
public sealed record Annotation(string Brand, MentionId Mention, Polarity Polarity, Intent? Intent, string By, DateTimeOffset At);
