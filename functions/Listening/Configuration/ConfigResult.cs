namespace Listening.Configuration;

/// <summary>What came of reading a <c>listening.json</c>.</summary>
public abstract record ConfigResult
{
    public sealed record Valid(ListeningConfig Config) : ConfigResult;

    /// <summary>Every error at once, so that one round of corrections is enough.</summary>
    public sealed record Invalid(IReadOnlyList<ValidationError> Errors) : ConfigResult;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.sources[2].url</c>.</param>
/// <param name="Problem">What is wrong and what to do about it.</param>
public sealed record ValidationError(string Path, Problem Problem)
{
    /// <summary>One line, whatever the document or a file system's error holds.</summary>
    public override string ToString() =>
        string.Concat($"{Path}: {Problem}".Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
