using System.Numerics;

namespace Listening.Queries;

/// <summary>Positions of words in a text, one bit each, so that phrases and distances are found 64 positions at a time.</summary>
internal sealed class WordPositions(int words)
{
    private const int BitsPerUnit = 64;

    private readonly ulong[] _units = new ulong[(words + BitsPerUnit - 1) / BitsPerUnit];

    public bool IsEmpty => !_units.AsSpan().ContainsAnyExcept(0UL);

    public void Add(int position) => _units[position / BitsPerUnit] |= 1UL << (position % BitsPerUnit);

    /// <summary>Each position moved towards the end; those that would leave the text are gone.</summary>
    public WordPositions Later(int by)
    {
        var moved = new WordPositions(words);
        var (units, bits) = (by / BitsPerUnit, by % BitsPerUnit);
        for (var unit = _units.Length - 1; unit >= units; unit--)
        {
            moved._units[unit] = (_units[unit - units] << bits)
                | (bits > 0 && unit > units ? _units[unit - units - 1] >> (BitsPerUnit - bits) : 0);
        }

        return moved;
    }

    /// <summary>Each position moved towards the beginning; those that would leave the text are gone.</summary>
    public WordPositions Earlier(int by)
    {
        var moved = new WordPositions(words);
        var (units, bits) = (by / BitsPerUnit, by % BitsPerUnit);
        for (var unit = 0; unit + units < _units.Length; unit++)
        {
            moved._units[unit] = (_units[unit + units] >> bits)
                | (bits > 0 && unit + units + 1 < _units.Length ? _units[unit + units + 1] << (BitsPerUnit - bits) : 0);
        }

        return moved;
    }

    /// <summary>The positions 1 to <paramref name="by"/> words behind one of these.</summary>
    public WordPositions Behind(int by) => Spread(by, (positions, step) => positions.Later(step));

    /// <summary>The positions 1 to <paramref name="by"/> words before one of these.</summary>
    public WordPositions Before(int by) => Spread(by, (positions, step) => positions.Earlier(step));

    public WordPositions And(WordPositions other)
    {
        var both = new WordPositions(words);
        for (var unit = 0; unit < _units.Length; unit++)
        {
            both._units[unit] = _units[unit] & other._units[unit];
        }

        return both;
    }

    public void AddAll(WordPositions other)
    {
        for (var unit = 0; unit < _units.Length; unit++)
        {
            _units[unit] |= other._units[unit];
        }
    }

    public IEnumerable<int> All()
    {
        for (var unit = 0; unit < _units.Length; unit++)
        {
            for (var rest = _units[unit]; rest != 0; rest &= rest - 1)
            {
                yield return (unit * BitsPerUnit) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    /// <summary>Doubles the reach with each step.</summary>
    private WordPositions Spread(int by, Func<WordPositions, int, WordPositions> move)
    {
        var reached = move(this, 1);
        for (var reach = 1; reach < by;)
        {
            var step = Math.Min(reach, by - reach);
            reached.AddAll(move(reached, step));
            reach += step;
        }

        return reached;
    }
}
