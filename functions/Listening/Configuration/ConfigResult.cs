namespace Listening.Configuration;

/// <summary>What came of reading a <c>listening.json</c>.</summary>
public abstract record ConfigResult
{
    public sealed record Valid(ListeningConfig Config) : ConfigResult;

    /// <summary>Every error at once, so that one round of mending is enough.</summary>
    public sealed record Invalid(IReadOnlyList<ValidationError> Errors) : ConfigResult;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.sources[2].url</c>.</param>
/// <param name="Message">What is wrong and what to do about it, in one sentence.</param>
public sealed record ValidationError(string Path, string Message)
{
    public string Path { get; } = Visible(Path);

    public string Message { get; } = Visible(Message);

    public override string ToString() => $"{Path}: {Message}";

    /// <summary>A error quotes what was written, and stays one line whatever that was.</summary>
    private static string Visible(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;
}
