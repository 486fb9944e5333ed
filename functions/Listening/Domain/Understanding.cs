namespace Listening.Domain;

/// <summary>What posts are read with.</summary>
public enum Understanding
{
    /// <summary>Their words, and the sentence encoder beside them where words do not tell.</summary>
    Full,

    /// <summary>Their words alone, which costs less and errs more often.</summary>
    Words,
}
