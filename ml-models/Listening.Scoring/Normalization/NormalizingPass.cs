using System.Text;

namespace Listening.Scoring.Normalization;

/// <summary>One pass over one text. The outputs have the room that <see cref="TextNormalizer.MaximumLength"/> names.</summary>
internal ref struct NormalizingPass
{
    private readonly ReadOnlySpan<char> _source;
    private readonly Span<char> _text;
    private readonly Span<char> _signs;

    /// <summary>The next unit to read.</summary>
    private int _at;
    private int _textLength;
    private int _signsLength;

    /// <summary>Where the next <c>@</c> stands, so that only words before one are tried as e-mail addresses.</summary>
    private int _nextAt;

    /// <summary>Where the hashtag ends that we are in; letters before it are split at capitals.</summary>
    private int _hashtagEnd;

    /// <summary>Where the last token begins if it was a symbol, -1 otherwise: of equal symbols in a row one remains.</summary>
    private int _lastSymbol = -1;

    /// <summary>How many more words the negation reaches.</summary>
    private int _negated;

    public NormalizingPass(ReadOnlySpan<char> source, Span<char> text, Span<char> signs)
    {
        _source = source;
        _text = text;
        _signs = signs;
        _nextAt = source.IndexOf('@');
    }

    public NormalizedLengths Run()
    {
        while (_at < _source.Length)
        {
            switch (Characters.KindOf(_source[_at]))
            {
                case CharacterKind.Letter:
                    Word();
                    break;
                case CharacterKind.Digit:
                    Number();
                    break;
                case CharacterKind.Symbol:
                    Symbol(_source[_at]);
                    break;
                case CharacterKind.Hyphen:
                    Hyphen();
                    break;
                case CharacterKind.Apostrophe:
                    Mark("'");
                    _at++;
                    break;
                case CharacterKind.Surrogate:
                    OutsideBasicPlane();
                    break;
                default:
                    _at++;
                    break;
            }
        }

        return new(_textLength, _signsLength);
    }

    private void Word()
    {
        switch (_source[_at])
        {
            case 'h' or 'H' or 'w' or 'W' when Addresses.UrlEnd(_source, _at) is var end && end > _at:
                Token("@url");
                _at = end;
                return;
            case 'x' or 'X' when TryEmoticon():
                return;
        }

        if (!TryMail())
        {
            Letters();
        }
    }

    private void Number()
    {
        if (TryMail())
        {
            return;
        }

        Token("0");
        while (_at < _source.Length && Characters.KindOf(_source[_at]) is CharacterKind.Digit or CharacterKind.Dropped)
        {
            _at++;
        }
    }

    private void Letters()
    {
        var start = Begin();
        var first = _at;
        var last = -1;
        var run = 0;
        var beforeSecond = 0;
        var hasApostrophe = false;
        while (_at < _source.Length)
        {
            var unit = _source[_at];
            var kind = Characters.KindOf(unit);
            if (kind == CharacterKind.Dropped)
            {
                _at++;
                continue;
            }

            if (kind == CharacterKind.Apostrophe && _at + 1 < _source.Length && Characters.KindOf(_source[_at + 1]) == CharacterKind.Letter)
            {
                _text[_textLength++] = '\'';
                _at++;
                last = -1;
                hasApostrophe = true;
                continue;
            }

            if (kind is not (CharacterKind.Letter or CharacterKind.Surrogate) || (_at < _hashtagEnd && _at > first && BeginsHashtagWord()))
            {
                break;
            }

            var letter = Letter(unit, out var length);
            if (letter < 0)
            {
                break;
            }

            _at += length;
            run = letter == last ? run + 1 : 1;
            last = letter;
            switch (run)
            {
                case 1:
                    Write(letter);
                    break;
                case 2:
                    beforeSecond = _textLength;
                    Write(letter);
                    break;
                case 3:
                    _textLength = beforeSecond;
                    break;
            }
        }

        SignNegation(_text[start.._textLength], hasApostrophe);
    }

    /// <summary>The folded letter at the place we read, and how many units it takes; -1 if no letter stands there.</summary>
    private readonly int Letter(char unit, out int length)
    {
        length = 1;
        if (char.IsSurrogate(unit))
        {
            length = 2;
            return Characters.TryReadPair(_source, _at, out var rune) && Characters.KindOf(rune.Value) == CharacterKind.Letter
                ? Rune.ToLowerInvariant(rune).Value
                : -1;
        }

        var plain = Characters.Plain(unit);
        if (plain is 'a' or 'o' or 'u' && Characters.IsCombiningDots(_source, _at + 1))
        {
            length = 2;
            return plain switch { 'a' => 'ä', 'o' => 'ö', _ => 'ü' };
        }

        return plain;
    }

    private void Write(int letter)
    {
        switch (letter)
        {
            case < 0x80:
                _text[_textLength++] = (char)letter;
                break;
            case 'ä' or 'æ':
                Write('a', 'e');
                break;
            case 'ö' or 'ø' or 'œ':
                Write('o', 'e');
                break;
            case 'ü':
                Write('u', 'e');
                break;
            case 'ß':
                Write('s', 's');
                break;
            default:
                _textLength += new Rune(letter).EncodeToUtf16(_text[_textLength..]);
                break;
        }
    }

    private void Write(char first, char second)
    {
        _text[_textLength++] = first;
        _text[_textLength++] = second;
    }

    /// <summary>A capital after a small letter (<c>DeutscheBahn</c>), or before one at the end of capitals (<c>DBNervt</c>).</summary>
    private readonly bool BeginsHashtagWord() =>
        char.IsUpper(_source[_at])
        && (char.IsLower(_source[_at - 1])
            || (char.IsUpper(_source[_at - 1]) && _at + 1 < _source.Length && char.IsLower(_source[_at + 1])));

    private void Symbol(char unit)
    {
        switch (unit)
        {
            case '.' or '…':
                Dots();
                break;
            case '!' or '?':
                Exclaim();
                break;
            case ',':
                EndNegation(",");
                _at++;
                break;
            case '@':
                Name();
                break;
            case '#':
                Hashtag();
                break;
            case '_' when _at < _hashtagEnd:
                _at++;
                break;
            case ':' or ';' or '=' or '(' or '<' or '^' or '\\' when TryEmoticon():
                break;
            case ':' or ';':
                EndNegation(_source.Slice(_at, 1));
                _at++;
                break;
            case >= '\u2600' and <= '\u27BF': // weather, faces, hearts, ticks: what was there before emoji
                Emoji(1);
                break;
            default:
                Other(Characters.Plain(unit));
                break;
        }
    }

    private void Other(char symbol)
    {
        _at++;
        if (symbol == '"')
        {
            // The quote that ends one quotation and the one that begins the next are two.
            Token("\"");
        }
        else
        {
            Mark([symbol]);
        }
    }

    private void Dots()
    {
        var start = _at;
        while (_at < _source.Length && _source[_at] is '.' or '…')
        {
            _at++;
        }

        EndNegation(_at == start + 1 && _source[start] == '.' ? "." : "...");
    }

    private void Exclaim()
    {
        var start = _at;
        while (_at < _source.Length && _source[_at] is '!' or '?')
        {
            _at++;
        }

        var run = _source[start.._at];
        EndNegation(run.Length == 1 ? run : !run.Contains('?') ? "!!" : !run.Contains('!') ? "??" : "!?");
    }

    private void Name()
    {
        var end = Addresses.NameEnd(_source, _at);
        if (end == _at)
        {
            Mark("@");
            _at++;
            return;
        }

        // What has been normalised before stays what it is.
        var name = _source[(_at + 1)..end];
        Token(name.Equals("url", StringComparison.OrdinalIgnoreCase) ? "@url"
            : name.Equals("mail", StringComparison.OrdinalIgnoreCase) ? "@mail" : "@user");
        _at = end;
    }

    private void Hashtag()
    {
        Mark("#");
        _at++;
        _hashtagEnd = _at;
        while (Characters.IsLetterOrDigit(_source, _hashtagEnd) || (_hashtagEnd < _source.Length && _source[_hashtagEnd] == '_'))
        {
            _hashtagEnd++;
        }
    }

    private void Hyphen()
    {
        var isInside = Characters.IsLetterOrDigit(_source, _at - 1) && Characters.IsLetterOrDigit(_source, _at + 1);
        if (isInside)
        {
            _at++;
        }
        else if (!TryEmoticon())
        {
            Mark("-");
            _at++;
        }
    }

    private void OutsideBasicPlane()
    {
        if (!Characters.TryReadPair(_source, _at, out var rune))
        {
            _at++;
            return;
        }

        switch (Characters.KindOf(rune.Value))
        {
            case CharacterKind.Letter:
                Letters();
                break;
            case CharacterKind.Digit:
                Token("0");
                _at += 2;
                break;
            case CharacterKind.Symbol:
                var isFlag = IsRegion(rune) && Characters.TryReadPair(_source, _at + 2, out var second) && IsRegion(second);
                Emoji(isFlag ? 4 : 2);
                break;
            default:
                _at += 2;
                break;
        }
    }

    private static bool IsRegion(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;

    private void Emoji(int length)
    {
        if (!Characters.IsJoinedGender(_source, _at))
        {
            EndNegation(_source.Slice(_at, length));
        }

        _at += length;
    }

    private bool TryEmoticon()
    {
        var spelling = Emoticons.Read(_source, _at, out var length);
        if (spelling.IsEmpty)
        {
            return false;
        }

        EndNegation(spelling);
        _at += length;
        return true;
    }

    private bool TryMail()
    {
        if (_nextAt >= 0 && _nextAt < _at)
        {
            var next = _source[_at..].IndexOf('@');
            _nextAt = next < 0 ? -1 : _at + next;
        }

        if (_nextAt < 0 || _nextAt - _at > Addresses.LongestMailbox || Addresses.MailEnd(_source, _at, _nextAt) is var end && end == _at)
        {
            return false;
        }

        Token("@mail");
        _at = end;
        return true;
    }

    /// <summary>A symbol behind which no negation reaches.</summary>
    private void EndNegation(scoped ReadOnlySpan<char> symbol)
    {
        Mark(symbol);
        _negated = 0;
    }

    private void Mark(scoped ReadOnlySpan<char> symbol)
    {
        if (_lastSymbol >= 0 && _text[_lastSymbol.._textLength].SequenceEqual(symbol))
        {
            return;
        }

        Token(symbol);
        _lastSymbol = _textLength - symbol.Length;
    }

    private void Token(scoped ReadOnlySpan<char> token)
    {
        Begin();
        token.CopyTo(_text[_textLength..]);
        _textLength += token.Length;
    }

    private int Begin()
    {
        if (_textLength > 0)
        {
            _text[_textLength++] = ' ';
        }

        _lastSymbol = -1;
        return _textLength;
    }

    /// <summary>
    /// A further negation renews the reach and gets no sign: "nicht ohne" is left to the pairs of words, because Italian and Spanish
    /// say "non ho mai" and mean one negation.
    /// </summary>
    private void SignNegation(scoped ReadOnlySpan<char> word, bool hasApostrophe)
    {
        if (Negation.Opens(word))
        {
            _negated = Negation.Reach;
        }
        else if (_negated > 0 && Negation.Closes(word))
        {
            _negated = 0;
        }
        else if (_negated > 0 && !hasApostrophe && word.Length >= Negation.ShortestWord)
        {
            SignDenied(word);
            _negated--;
        }
    }

    private void SignDenied(scoped ReadOnlySpan<char> word)
    {
        if (_signsLength > 0)
        {
            _signs[_signsLength++] = ' ';
        }

        Negation.Prefix.CopyTo(_signs[_signsLength..]);
        _signsLength += Negation.Prefix.Length;
        word.CopyTo(_signs[_signsLength..]);
        _signsLength += word.Length;
    }
}
