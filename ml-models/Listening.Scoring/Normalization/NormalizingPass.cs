namespace Listening.Scoring.Normalization;

/// <summary>One pass over one text. The outputs have the length that <see cref="TextNormalizer.MaximumLength"/> returns.</summary>
internal ref struct NormalizingPass
{
    private readonly ReadOnlySpan<char> _source;
    private readonly Span<char> _text;
    private readonly Span<char> _negationTokens;

    /// <summary>Index of the next unit to read.</summary>
    private int _at;
    private int _textLength;
    private int _negationTokensLength;

    /// <summary>Index of the next <c>@</c>: only words before one can be e-mail addresses.</summary>
    private int _nextAt;

    /// <summary>End of the current hashtag; up to there words are split at capitals.</summary>
    private int _hashtagEnd;

    /// <summary>Start of the last token if it was a symbol, otherwise -1: of equal symbols in a row one is kept.</summary>
    private int _lastSymbol = -1;

    /// <summary>How many more words the current negation applies to.</summary>
    private int _wordsToNegate;

    public NormalizingPass(ReadOnlySpan<char> source, Span<char> text, Span<char> negationTokens)
    {
        _source = source;
        _text = text;
        _negationTokens = negationTokens;
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
                    WriteSymbol("'");
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

        return new(_textLength, _negationTokensLength);
    }

    private void Word()
    {
        switch (_source[_at])
        {
            case 'h' or 'H' or 'w' or 'W' when Addresses.UrlEnd(_source, _at) is var end && end > _at:
                WriteToken("@url");
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

        WriteToken("0");
        while (_at < _source.Length && Characters.KindOf(_source[_at]) is CharacterKind.Digit or CharacterKind.Dropped)
        {
            _at++;
        }
    }

    private void Letters()
    {
        var start = BeginToken();
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

            if (kind == CharacterKind.Apostrophe
                && _at + 1 < _source.Length && Characters.KindOf(_source[_at + 1]) == CharacterKind.Letter)
            {
                _text[_textLength++] = '\'';
                _at++;
                last = -1;
                hasApostrophe = true;
                continue;
            }

            if (kind is not (CharacterKind.Letter or CharacterKind.Surrogate) || (_at < _hashtagEnd && _at > first && StartsHashtagWord()))
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

        TrackNegation(_text[start.._textLength], hasApostrophe);
    }

    /// <summary>The folded letter at the current position, and its length in units; -1 if there is no letter.</summary>
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

        var folded = Characters.Fold(unit);
        if (folded is 'a' or 'o' or 'u' && Characters.IsCombiningDots(_source, _at + 1))
        {
            length = 2;
            return folded switch { 'a' => 'ä', 'o' => 'ö', _ => 'ü' };
        }

        return folded;
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
    private readonly bool StartsHashtagWord() =>
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
                WriteAndEndNegation(",");
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
                WriteAndEndNegation(_source.Slice(_at, 1));
                _at++;
                break;
            case >= '\u2600' and <= '\u27BF': // weather, faces, hearts, ticks: symbols older than emoji
                Emoji(1);
                break;
            default:
                Other(Characters.Fold(unit));
                break;
        }
    }

    private void Other(char symbol)
    {
        _at++;
        if (symbol == '"')
        {
            // Two quotation marks in a row end one quotation and start another, so both are kept.
            WriteToken("\"");
        }
        else
        {
            WriteSymbol([symbol]);
        }
    }

    private void Dots()
    {
        var start = _at;
        while (_at < _source.Length && _source[_at] is '.' or '…')
        {
            _at++;
        }

        WriteAndEndNegation(_at == start + 1 && _source[start] == '.' ? "." : "...");
    }

    private void Exclaim()
    {
        var start = _at;
        while (_at < _source.Length && _source[_at] is '!' or '?')
        {
            _at++;
        }

        var run = _source[start.._at];
        WriteAndEndNegation(run.Length == 1 ? run : !run.Contains('?') ? "!!" : !run.Contains('!') ? "??" : "!?");
    }

    private void Name()
    {
        var end = Addresses.NameEnd(_source, _at);
        if (end == _at)
        {
            WriteSymbol("@");
            _at++;
            return;
        }

        // A text that was normalised before does not change.
        var name = _source[(_at + 1)..end];
        WriteToken(name.Equals("url", StringComparison.OrdinalIgnoreCase) ? "@url"
            : name.Equals("mail", StringComparison.OrdinalIgnoreCase) ? "@mail" : "@user");
        _at = end;
    }

    private void Hashtag()
    {
        WriteSymbol("#");
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
            WriteSymbol("-");
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
                WriteToken("0");
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
            WriteAndEndNegation(_source.Slice(_at, length));
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

        WriteAndEndNegation(spelling);
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

        if (_nextAt < 0 || _nextAt - _at > Addresses.LongestMailbox
            || Addresses.MailEnd(_source, _at, _nextAt) is var end && end == _at)
        {
            return false;
        }

        WriteToken("@mail");
        _at = end;
        return true;
    }

    /// <summary>Writes a symbol that ends the scope of a negation.</summary>
    private void WriteAndEndNegation(scoped ReadOnlySpan<char> symbol)
    {
        WriteSymbol(symbol);
        _wordsToNegate = 0;
    }

    private void WriteSymbol(scoped ReadOnlySpan<char> symbol)
    {
        if (_lastSymbol >= 0 && _text[_lastSymbol.._textLength].SequenceEqual(symbol))
        {
            return;
        }

        WriteToken(symbol);
        _lastSymbol = _textLength - symbol.Length;
    }

    private void WriteToken(scoped ReadOnlySpan<char> token)
    {
        BeginToken();
        token.CopyTo(_text[_textLength..]);
        _textLength += token.Length;
    }

    private int BeginToken()
    {
        if (_textLength > 0)
        {
            _text[_textLength++] = ' ';
        }

        _lastSymbol = -1;
        return _textLength;
    }

    /// <summary>
    /// A second negation starts its own scope and gets no negation token: "nicht ohne" is covered by word pairs, and "non ho mai" in
    /// Italian and Spanish is a single negation.
    /// </summary>
    private void TrackNegation(scoped ReadOnlySpan<char> word, bool hasApostrophe)
    {
        if (Negation.Opens(word))
        {
            _wordsToNegate = Negation.Reach;
        }
        else if (_wordsToNegate > 0 && Negation.Closes(word))
        {
            _wordsToNegate = 0;
        }
        else if (_wordsToNegate > 0 && !hasApostrophe && word.Length >= Negation.ShortestWord)
        {
            WriteNegated(word);
            _wordsToNegate--;
        }
    }

    private void WriteNegated(scoped ReadOnlySpan<char> word)
    {
        if (_negationTokensLength > 0)
        {
            _negationTokens[_negationTokensLength++] = ' ';
        }

        Negation.Prefix.CopyTo(_negationTokens[_negationTokensLength..]);
        _negationTokensLength += Negation.Prefix.Length;
        word.CopyTo(_negationTokens[_negationTokensLength..]);
        _negationTokensLength += word.Length;
    }
}
