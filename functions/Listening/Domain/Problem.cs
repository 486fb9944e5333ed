using System.Runtime.CompilerServices;

namespace Listening.Domain;

/// <summary>
/// Something that is wrong with the configuration, a source or a store, for a person to read: a stable code with named parameters, and an
/// English sentence made from them. Pages translate by code and parameters, alarms and tests match the code.
/// </summary>
/// <param name="Code">Stable, lower case, dotted: <c>http.not-found</c>. One code means one thing; its parameters keep their names.</param>
/// <param name="Parameters">The values in the sentence by name. None holds what people wrote in a post, or a secret.</param>
/// <param name="Sentence">What is wrong, where, and the remedy; without a full stop, as others go on behind it.</param>
public sealed record Problem(string Code, IReadOnlyDictionary<string, string> Parameters, string Sentence)
{
    /// <summary>The place in what a person wrote, such as a query; null where there is none to point at.</summary>
    [JsonIgnore]
    public ProblemPlace? Place { get; init; }

    /// <example><c>Create("http.not-found", $"{where} was not found; check the address")</c> has the parameter <c>where</c>.</example>
    public static Problem Create(string code, ProblemText text) => new(code, text.Parameters, text.Sentence);

    /// <summary>The same problem, subject first: <c>About($"Line {line}")</c> makes "Line 7 has no text" of "has no text".</summary>
    public Problem About(ProblemText subject)
    {
        var parameters = new Dictionary<string, string>(Parameters);
        foreach (var (name, value) in subject.Parameters)
        {
            parameters[name] = value;
        }

        return new(Code, parameters, $"{subject.Sentence} {Sentence}") { Place = Place };
    }

    public bool Equals(Problem? other) => other is not null && Code == other.Code && Sentence == other.Sentence;

    public override int GetHashCode() => HashCode.Combine(Code, Sentence);

    public override string ToString() => Sentence;
}

/// <summary>
/// An interpolated sentence that remembers its holes: each one's name is the variable or the last member written in it
/// (<c>{source.Name}</c> is <c>name</c>), and its value is formatted the same in every culture.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct ProblemText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _sentence = new(literalLength + (formattedCount * 16));
    private readonly Dictionary<string, string> _parameters = new(formattedCount);

    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    public string Sentence => _sentence.ToString();

    public void AppendLiteral(string literal) => _sentence.Append(literal);

    public void AppendFormatted<T>(T value, string? format = null, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        var text = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        _parameters[Name(expression)] = text;
        _sentence.Append(text);
    }

    /// <summary>The last identifier before a call or the end: <c>options.TotalLimit.TotalSeconds</c> is <c>totalSeconds</c>.</summary>
    private static string Name(string expression)
    {
        var end = expression.IndexOf('(', StringComparison.Ordinal) is > 0 and var call ? call : expression.Length;
        var start = expression.LastIndexOf('.', end - 1) + 1;
        var name = new string([.. expression[start..end].Where(char.IsLetterOrDigit)]);
        return name.Length == 0 ? "value" : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
