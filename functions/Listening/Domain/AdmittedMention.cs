namespace Listening.Domain;

/// <summary>A mention as it concerns one brand, and where its row belongs. A post that concerns two brands has two rows.</summary>
/// <param name="Location">Where the row belongs, in the store's own terms.</param>
/// <param name="IsNew">True if the location was chosen just now, so that no row can be there yet.</param>
public sealed record AdmittedMention(string Brand, Mention Mention, string Location, bool IsNew)
{
    /// <summary>The row, where finding its location has read it; null says nothing about whether there is one.</summary>
    public JudgedMention? Stored { get; init; }

    /// <inheritdoc cref="JudgedMention.Irrelevant"/>
    public bool Irrelevant { get; init; }

    /// <inheritdoc cref="JudgedMention.Own"/>
    public bool Own { get; init; }

    /// <inheritdoc cref="JudgedMention.Observed"/>
    public bool Observed { get; init; }

    /// <inheritdoc cref="JudgedMention.Purpose"/>
    public QueryPurpose? Purpose { get; init; }
}
