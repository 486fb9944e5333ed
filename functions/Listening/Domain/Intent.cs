namespace Listening.Domain;

/// <summary>What the author of a post wants.</summary>
public enum Intent
{
    Unknown,

    /// <summary>Something went wrong and should be put right.</summary>
    Complaint,

    /// <summary>An answer.</summary>
    Question,

    /// <summary>To say thanks, or how good it is.</summary>
    Praise,

    /// <summary>That something be made, added or changed: a wish counts as one.</summary>
    Suggestion,

    /// <summary>To buy, or to know what it takes to buy.</summary>
    Purchase,

    /// <summary>None of these.</summary>
    Other,
}
