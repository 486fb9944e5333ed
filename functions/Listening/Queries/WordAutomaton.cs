namespace Listening.Queries;

/// <summary>
/// Finds many runs of letters in a word at once (Aho-Corasick). Takes as long as the word is and as many are found, however many are
/// looked for.
/// </summary>
internal sealed class WordAutomaton
{
    private const int Root = 0;
    private const int NearRoot = 128;

    private readonly Dictionary<(int State, char Letter), int> _edges = [];

    /// <summary>The edges of the root by letter, since most letters of most texts lead nowhere else.</summary>
    private readonly int[] _rootEdges = new int[NearRoot];

    private readonly List<int> _fallbacks = [Root];

    /// <summary>The nearest shorter ending that is a needle; the root if there is none.</summary>
    private readonly List<int> _shorter = [Root];

    private readonly List<List<int>> _found = [[]];

    public WordAutomaton(IEnumerable<string> needles)
    {
        var number = 0;
        foreach (var needle in needles)
        {
            var state = Root;
            foreach (var letter in needle)
            {
                state = _edges.TryGetValue((state, letter), out var next) ? next : AddState(state, letter);
            }

            _found[state].Add(number++);
        }

        Link();
    }

    /// <summary>Reports the number of each needle that ends at a place, and where it ends.</summary>
    public void Find(string word, Action<int, int> found)
    {
        var state = Root;
        for (var at = 0; at < word.Length; at++)
        {
            state = Next(state, word[at]);
            for (var hit = state; hit != Root; hit = _shorter[hit])
            {
                foreach (var number in _found[hit])
                {
                    found(number, at + 1);
                }
            }
        }
    }

    private int AddState(int from, char letter)
    {
        var state = _found.Count;
        _edges[(from, letter)] = state;
        _found.Add([]);
        _fallbacks.Add(Root);
        _shorter.Add(Root);
        if (from == Root && letter < NearRoot)
        {
            _rootEdges[letter] = state;
        }

        return state;
    }

    /// <summary>States are numbered in the order in which they were added, not by depth, so they are linked level by level.</summary>
    private void Link()
    {
        var children = _edges.GroupBy(edge => edge.Key.State).ToDictionary(
            edges => edges.Key, edges => edges.Select(edge => (edge.Key.Letter, State: edge.Value)).ToList());
        var waiting = new Queue<int>([Root]);
        while (waiting.TryDequeue(out var state))
        {
            foreach (var (letter, child) in children.GetValueOrDefault(state) ?? [])
            {
                var fallback = state == Root ? Root : Next(_fallbacks[state], letter);
                _fallbacks[child] = fallback;
                _shorter[child] = _found[fallback].Count > 0 ? fallback : _shorter[fallback];
                waiting.Enqueue(child);
            }
        }
    }

    private int Next(int state, char letter)
    {
        while (state != Root)
        {
            if (_edges.TryGetValue((state, letter), out var next))
            {
                return next;
            }

            state = _fallbacks[state];
        }

        return letter < NearRoot ? _rootEdges[letter] : _edges.GetValueOrDefault((Root, letter));
    }
}
