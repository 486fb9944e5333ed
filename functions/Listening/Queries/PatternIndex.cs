namespace Listening.Queries;

/// <summary>All words that a set of queries looks for, each once: whole words in a dictionary, open ones in an automaton.</summary>
internal sealed class PatternIndex
{
    private readonly Dictionary<WordPattern, int> _numbers = [];
    private readonly List<int> _uses = [];
    private readonly Dictionary<string, int> _whole = new(StringComparer.Ordinal);
    private readonly List<(WordPattern Pattern, int Number)> _open = [];
    private WordAutomaton? _automaton;

    public int Count => _numbers.Count;

    /// <summary>The number of a pattern, new or known.</summary>
    public int Add(WordPattern pattern)
    {
        if (_numbers.TryGetValue(pattern, out var number))
        {
            _uses[number]++;
            return number;
        }

        number = _numbers.Count;
        _numbers[pattern] = number;
        _uses.Add(1);
        if (pattern is { IsOpen: false, HasMask: false })
        {
            _whole[pattern.Text] = number;
        }
        else
        {
            _open.Add((pattern, number));
        }

        return number;
    }

    /// <summary>How often patterns were added: what many queries look for is likelier to be seen.</summary>
    public int Uses(IReadOnlyList<int> patterns) => patterns.Sum(pattern => _uses[pattern]);

    /// <summary>To be called once, when all patterns are there.</summary>
    public void Complete() =>
        _automaton = _open.Count > 0 ? new WordAutomaton(_open.Select(item => item.Pattern.Needle)) : null;

    /// <summary>Where each pattern is seen; those that are not are left out.</summary>
    public Dictionary<int, WordPositions> Find(IReadOnlyList<string> words)
    {
        var seen = new Dictionary<int, WordPositions>();
        var checkedAt = new Dictionary<int, int>();
        for (var position = 0; position < words.Count; position++)
        {
            var word = words[position];
            if (_whole.TryGetValue(word, out var whole))
            {
                Add(seen, whole, position, words.Count);
            }

            if (_automaton is not null)
            {
                FindOpen(_automaton, word, position, words.Count, seen, checkedAt);
            }
        }

        return seen;
    }

    private void FindOpen(
        WordAutomaton automaton, string word, int position, int words, Dictionary<int, WordPositions> seen, Dictionary<int, int> checkedAt)
    {
        var state = WordAutomaton.Root;
        for (var at = 0; at < word.Length; at++)
        {
            state = automaton.Next(state, word[at]);
            for (var hit = automaton.Longest(state); hit != WordAutomaton.Root; hit = automaton.Shorter(hit))
            {
                foreach (var item in automaton.Needles(hit))
                {
                    if (IsSeen(item, word, position, at + 1, checkedAt))
                    {
                        Add(seen, _open[item].Number, position, words);
                    }
                }
            }
        }
    }

    /// <summary>The automaton has found the needle; the rest is looked at once a word, however often the needle occurs in it.</summary>
    private bool IsSeen(int item, string word, int position, int end, Dictionary<int, int> checkedAt)
    {
        var pattern = _open[item].Pattern;
        if (pattern.HasMask)
        {
            var isFirst = !checkedAt.TryGetValue(item, out var last) || last != position;
            checkedAt[item] = position;
            return isFirst && pattern.Matches(word);
        }

        return (pattern.OpenStart || end == pattern.Text.Length) && (pattern.OpenEnd || end == word.Length);
    }

    private static void Add(Dictionary<int, WordPositions> seen, int number, int position, int words)
    {
        if (!seen.TryGetValue(number, out var positions))
        {
            seen[number] = positions = new WordPositions(words);
        }

        positions.Add(position);
    }
}
