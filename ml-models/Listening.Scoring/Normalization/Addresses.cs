namespace Listening.Scoring.Normalization;

/// <summary>
/// Finds the end of URLs, e-mail addresses and @names. The methods return the index behind it, or the start if there is none.
/// </summary>
internal static class Addresses
{
    /// <summary>The length limit of the local part of e-mail addresses (RFC 5321, 4.5.3.1.1).</summary>
    public const int LongestMailbox = 64;

    /// <summary>A URL, or the bare <c>http</c> that some corpora leave of one. The ellipsis of a truncated URL is part of it.</summary>
    public static int UrlEnd(ReadOnlySpan<char> text, int start)
    {
        if (Characters.IsLetterOrDigit(text, start - 1))
        {
            return start;
        }

        var rest = text[start..];
        if (rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && Characters.IsLetterOrDigit(rest, 4))
        {
            return SkipEllipsis(text, Tail(text, start, start + 4));
        }

        if (!rest.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return start;
        }

        var scheme = rest.Length > 4 && rest[4] is 's' or 'S' ? 5 : 4;
        var isBare = scheme == rest.Length || rest[scheme] == '…' || Characters.KindOf(rest[scheme]) == CharacterKind.Space;
        return isBare || rest[scheme] == ':' || rest[scheme..].StartsWith("..")
            ? SkipEllipsis(text, Tail(text, start, start + scheme))
            : start;
    }

    /// <summary>An e-mail address whose <c>@</c> is at <paramref name="at"/>.</summary>
    public static int MailEnd(ReadOnlySpan<char> text, int start, int at)
    {
        foreach (var unit in text[start..at])
        {
            if (!IsMailbox(unit))
            {
                return start;
            }
        }

        var end = End(text, at, isHost: true);
        return text[at..end].Contains('.') ? end : start;
    }

    /// <summary>
    /// An <c>@name</c>, with its server if it names one: <c>@anna</c>, <c>@anna@social.example</c>, <c>@anna.example.org</c>.
    /// </summary>
    public static int NameEnd(ReadOnlySpan<char> text, int at) => End(text, at, isHost: false);

    /// <summary>Only hosts contain hyphens: in <c>@nordrad-Team</c> the name is <c>@nordrad</c>.</summary>
    private static int End(ReadOnlySpan<char> text, int at, bool isHost)
    {
        var end = at;
        for (var i = at + 1; i < text.Length; i++)
        {
            if (IsNamePart(text, i))
            {
                end = i + 1;
                continue;
            }

            var divides = text[i] is '.' or '@' || (text[i] == '-' && isHost);
            if (!divides || i != end || !IsNamePart(text, i + 1))
            {
                break;
            }

            isHost = true;
        }

        return end;
    }

    private static bool IsNamePart(ReadOnlySpan<char> text, int at) =>
        Characters.IsLetterOrDigit(text, at) || (at < text.Length && text[at] == '_');

    private static bool IsMailbox(char unit) =>
        unit is '.' or '_' or '%' or '+' or '-' || Characters.KindOf(unit) is CharacterKind.Letter or CharacterKind.Digit;

    /// <summary>Punctuation at the end of a URL is part of the sentence, and so is a closing bracket that the URL did not open.</summary>
    private static int Tail(ReadOnlySpan<char> text, int start, int from)
    {
        var end = from;
        while (end < text.Length && IsUrl(text[end]))
        {
            end++;
        }

        var opensBracket = text[start..end].Contains('(');
        while (end > from
            && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or ']' || (text[end - 1] == ')' && !opensBracket)))
        {
            end--;
        }

        return end == from && from < text.Length && text[from] == ':' ? from + 1 : end;
    }

    /// <summary>A URL ends where another script starts: Chinese text follows without a space.</summary>
    private static bool IsUrl(char unit) => unit switch
    {
        '<' or '>' or '"' or '{' or '}' or '|' or '\\' or '^' or '`' => false,
        < '\u0080' => unit > ' ',
        <= '\u024F' => char.IsLetter(unit),
        _ => unit is >= '\u0300' and <= '\u036F',
    };

    private static int SkipEllipsis(ReadOnlySpan<char> text, int end)
    {
        if (end < text.Length && (text[end] == '…' || text[end..].StartsWith("..")))
        {
            while (end < text.Length && text[end] is '.' or '…')
            {
                end++;
            }
        }

        return end;
    }
}
