namespace Listening.Domain;

/// <summary>A person's own verdict on a mention, whatever the model's is: retraining learns from it.</summary>
/// <param name="Polarity">Negative, neutral or positive.</param>
/// <param name="Intent">Null if the person gave none.</param>
/// <param name="By">The person's name, as they gave it.</param>
public sealed record Annotation(string Brand, MentionId Mention, Polarity Polarity, Intent? Intent, string By, DateTimeOffset At);
