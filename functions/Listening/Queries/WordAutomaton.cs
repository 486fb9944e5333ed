namespace Listening.Queries;

/// <summary>
/// Finds many runs of letters in a word at once (Aho-Corasick). Takes as long as the word is and as many are found, however many are
/// looked for.
/// </summary>
internal sealed class WordAutomaton
{
    /// <summary>The state before the first letter, in which nothing is found.</summary>
    public const int Root = 0;

    private const int LetterBits = 16;
    private const int Several = -1;

    private readonly Dictionary<long, int> _edges = [];

    /// <summary>
    /// The edges of the root by letter, since most letters of most texts lead nowhere else. Other states mostly have one edge; what it
    /// asks for is compared before anything is looked up.
    /// </summary>
    private readonly int[] _rootEdges = new int[128];

    private readonly List<(char Letter, int To)> _only = [default];

    /// <summary>Where to go on if no edge fits: the longest ending that begins a needle.</summary>
    private readonly List<int> _fallbacks = [Root];

    /// <summary>The longest shorter ending that is a needle; the root if there is none.</summary>
    private readonly List<int> _shorter = [Root];

    private readonly List<List<int>> _needles = [[]];

    public WordAutomaton(IEnumerable<string> needles)
    {
        var number = 0;
        foreach (var needle in needles)
        {
            var state = Root;
            foreach (var letter in needle)
            {
                state = _edges.TryGetValue(Key(state, letter), out var next) ? next : AddState(state, letter);
            }

            _needles[state].Add(number++);
        }

        Link();
    }

    public int Next(int state, char letter)
    {
        while (state != Root)
        {
            var (only, to) = _only[state];
            if (to > 0 && only == letter)
            {
                return to;
            }

            if (to == Several && _edges.TryGetValue(Key(state, letter), out var next))
            {
                return next;
            }

            state = _fallbacks[state];
        }

        return letter < _rootEdges.Length ? _rootEdges[letter] : _edges.GetValueOrDefault(Key(Root, letter));
    }

    /// <summary>The state itself if a needle ends there, else the next that <see cref="Shorter"/> gives.</summary>
    public int Longest(int state) => _needles[state].Count > 0 ? state : _shorter[state];

    /// <summary>The longest shorter needle that ends at the same place; the root if there is none.</summary>
    public int Shorter(int state) => _shorter[state];

    /// <summary>The numbers of the needles that end in a state.</summary>
    public List<int> Needles(int state) => _needles[state];

    private static long Key(int state, char letter) => ((long)state << LetterBits) | letter;

    private int AddState(int from, char letter)
    {
        var state = _needles.Count;
        _edges[Key(from, letter)] = state;
        _only[from] = _only[from].To == 0 ? (letter, state) : (letter, Several);
        _only.Add(default);
        _needles.Add([]);
        _fallbacks.Add(Root);
        _shorter.Add(Root);
        if (from == Root && letter < _rootEdges.Length)
        {
            _rootEdges[letter] = state;
        }

        return state;
    }

    /// <summary>States are numbered in the order in which they were added, not by depth, so they are linked level by level.</summary>
    private void Link()
    {
        var children = _edges.GroupBy(edge => (int)(edge.Key >> LetterBits)).ToDictionary(
            edges => edges.Key, edges => edges.Select(edge => (Letter: (char)edge.Key, State: edge.Value)).ToList());
        var waiting = new Queue<int>([Root]);
        while (waiting.TryDequeue(out var state))
        {
            foreach (var (letter, child) in children.GetValueOrDefault(state) ?? [])
            {
                _fallbacks[child] = state == Root ? Root : Next(_fallbacks[state], letter);
                _shorter[child] = Longest(_fallbacks[child]);
                waiting.Enqueue(child);
            }
        }
    }
}
