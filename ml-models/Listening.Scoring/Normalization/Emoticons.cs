namespace Listening.Scoring.Normalization;

/// <summary>Recognises emoticons and gives each kind one spelling, whatever its nose and however often its mouth is repeated.</summary>
internal static class Emoticons
{
    /// <summary>The spelling of the emoticon that starts here, and its length in the text; empty if there is none.</summary>
    public static ReadOnlySpan<char> Read(scoped ReadOnlySpan<char> text, int start, out int length)
    {
        var end = start;
        var spelling = At(text, start) switch
        {
            ':' or ';' or '=' => Face(text, start, ref end),
            '(' => Mirrored(text, start, ref end),
            '<' => Heart(text, start, ref end),
            '^' => Pair(text, start, ref end),
            '-' => Annoyed(text, start, ref end),
            '\\' => Cheer(text, start, ref end),
            'x' or 'X' => Laugh(text, start, ref end),
            _ => [],
        };
        length = end - start;
        return spelling;
    }

    /// <summary>Eyes, an optional tear, an optional nose, a mouth.</summary>
    private static ReadOnlySpan<char> Face(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var eyes = text[start];
        var at = start + 1;
        var hasTear = eyes == ':' && At(text, at) is '\'' or ',';
        at += hasTear ? 1 : 0;
        var hasNose = At(text, at) is '-' or '^' || (At(text, at) is 'o' or 'O' && At(text, at + 1) is ')' or '(');
        at += hasNose ? 1 : 0;
        var mouth = char.ToLowerInvariant(At(text, at));
        if (mouth is not (')' or ']' or '}' or '(' or '[' or '{' or 'd' or 'p' or 'o' or '/' or '\\'))
        {
            return [];
        }

        var behind = Skip(text, at + 1, mouth, char.ToUpperInvariant(mouth));

        // "12:00", "Titel:Preis", "x=(y": letters and opening brackets are mouths only if no letter or digit follows.
        var isClosed = !Characters.IsLetterOrDigit(text, behind);
        var isFree = !Characters.IsLetterOrDigit(text, start - 1);
        var isAfterDigit = start > 0 && Characters.KindOf(text[start - 1]) == CharacterKind.Digit;
        var isClear = isClosed && (isFree || (eyes == ':' && !isAfterDigit));
        ReadOnlySpan<char> spelling = mouth switch
        {
            ')' or ']' or '}' when isFree || eyes != '=' => eyes == ';' ? ";)" : ":)",
            '(' or '[' or '{' when isClosed && (isFree || eyes != '=') => hasTear ? ":'(" : ":(",
            'd' when isClear && !hasTear => ":d",
            'p' when isClear && !hasTear => ":p",
            'o' when isClear && !hasTear => ":o",
            '/' when isClear && !hasTear && eyes != ';' && behind == at + 1 => ":/",
            '\\' when isClear && !hasTear && eyes != ';' => ":/",
            _ => [],
        };
        end = spelling.IsEmpty ? start : behind;
        return spelling;
    }

    /// <summary><c>(:</c> and <c>(-:</c>, but not the bracket before <c>(:-)</c>.</summary>
    private static ReadOnlySpan<char> Mirrored(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var at = start + 1 + (At(text, start + 1) == '-' ? 1 : 0);
        var eyes = At(text, at);
        if (eyes is not (':' or ';' or '=')
            || Characters.IsLetterOrDigit(text, at + 1) || At(text, at + 1) is ')' or '(' or '-' or '\'' or '/')
        {
            return [];
        }

        end = at + 1;
        return eyes == ';' ? ";)" : ":)";
    }

    private static ReadOnlySpan<char> Heart(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var at = Skip(text, start + 1, '3');
        var isNumber = Characters.IsLetterOrDigit(text, at) || (At(text, at) is '.' or ',' && Characters.IsLetterOrDigit(text, at + 1));
        if (at == start + 1 || isNumber)
        {
            return [];
        }

        end = at;
        return "<3";
    }

    private static ReadOnlySpan<char> Pair(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var at = start + 1 + (At(text, start + 1) is '_' or '.' or '-' ? 1 : 0);
        if (At(text, at) != '^')
        {
            return [];
        }

        end = Skip(text, at, '^');
        return "^^";
    }

    private static ReadOnlySpan<char> Annoyed(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var mouth = At(text, start + 1);
        var at = mouth is '.' or '_' ? Skip(text, start + 1, mouth) : start;
        if (At(text, at) != '-' || at == start || Characters.IsLetterOrDigit(text, start - 1) || Characters.IsLetterOrDigit(text, at + 1))
        {
            return [];
        }

        end = at + 1;
        return "-.-";
    }

    private static ReadOnlySpan<char> Cheer(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        if (At(text, start + 1) is not ('o' or 'O') || At(text, start + 2) != '/')
        {
            return [];
        }

        end = start + 3;
        return @"\o/";
    }

    private static ReadOnlySpan<char> Laugh(scoped ReadOnlySpan<char> text, int start, scoped ref int end)
    {
        var at = Skip(text, start + 1, 'd', 'D');
        if (at == start + 1 || Characters.IsLetterOrDigit(text, at) || Characters.IsLetterOrDigit(text, start - 1))
        {
            return [];
        }

        end = at;
        return ":d";
    }

    private static int Skip(ReadOnlySpan<char> text, int at, char unit, char other = '\0')
    {
        while (at < text.Length && (At(text, at) == unit || At(text, at) == other))
        {
            at++;
        }

        return at;
    }

    /// <summary>The unit at an index, with quotes and dashes in their ASCII form; 0 behind the end.</summary>
    private static char At(ReadOnlySpan<char> text, int at) => at < text.Length ? KeepLetter(text[at]) : '\0';

    private static char KeepLetter(char unit) => Characters.KindOf(unit) is CharacterKind.Letter ? unit : Characters.Fold(unit);
}
