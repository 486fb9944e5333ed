namespace Listening.Configuration;

/// <summary>Finds the name that somebody probably meant to write.</summary>
public static class SpellingSuggestion
{
    /// <summary>Longer names are not compared: nobody mistypes 80 letters.</summary>
    private const int MaxLength = 80;

    /// <summary>The most similar candidate, with at most one slip in three letters; null if none is that similar.</summary>
    public static string? Find(string written, IEnumerable<string> candidates) => candidates
        .Where(candidate => Math.Max(written.Length, candidate.Length) <= MaxLength)
        .Select(candidate => (Candidate: candidate, Slips: Slips(written.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(near => near.Slips <= Math.Max(1, near.Candidate.Length / 3))
        .OrderBy(near => near.Slips)
        .FirstOrDefault().Candidate;

    /// <summary>Letters to add, drop, change or swap with their neighbour: the optimal string alignment distance.</summary>
    private static int Slips(string a, string b)
    {
        var slips = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                slips[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[a.Length, b.Length];
    }
}
