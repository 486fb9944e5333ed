namespace Listening.Domain;

/// <summary>What became of a case.</summary>
public enum CaseStatus
{
    Unknown,

    /// <summary>Opened, and not marked as announced: the worker that opened it may have died before or after sending the alert.</summary>
    Open,

    /// <summary>Its alert was sent.</summary>
    Announced,

    /// <summary>Its mention was deleted, or edited before the alert and needs no answer any more. Nothing of the mention stays in it.</summary>
    Withdrawn,
}
