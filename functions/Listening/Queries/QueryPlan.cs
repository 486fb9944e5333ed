namespace Listening.Queries;

/// <summary>Where the words that queries look for are seen in a post.</summary>
internal sealed record Sightings(QueryPost Post, Dictionary<int, WordPositions> Seen)
{
    public int WordCount => Post.Words.All.Count;
}

/// <summary>A part of a query, its words replaced by their numbers in a <see cref="PatternIndex"/>.</summary>
internal abstract class QueryPlan
{
    /// <summary>
    /// Patterns of which one is seen wherever this matches, so that it is looked at only then; null if it may match without any.
    /// </summary>
    /// <param name="index">With the patterns of all queries, as those are best that few queries share.</param>
    public abstract IReadOnlyList<int>? Triggers(PatternIndex index);

    public abstract bool Matches(Sightings sightings);

    /// <summary>Adds the words because of which it matches.</summary>
    public virtual void Mark(Sightings sightings, WordPositions marks)
    {
    }

    public static QueryPlan For(QueryNode node, PatternIndex index) => node switch
    {
        QueryNode.Term term => TermPlan.For(term, index),
        QueryNode.And and => new AndPlan([.. and.Parts.Select(part => For(part, index))]),
        QueryNode.Or or => new OrPlan([.. or.Parts.Select(part => For(part, index))]),
        QueryNode.Not not => new NotPlan(For(not.Part, index)),
        QueryNode.Near near => new NearPlan(Terms(near.Left, index), Terms(near.Right, index), near.Distance),
        _ => new PostPlan(PostConditions.For(node)),
    };

    private static TermPlan[] Terms(QueryNode node, PatternIndex index) =>
        [.. (node is QueryNode.Or or ? or.Parts : [node]).Cast<QueryNode.Term>().Select(term => TermPlan.For(term, index))];
}

/// <summary>Words in a row.</summary>
internal sealed class TermPlan(int[] patterns) : QueryPlan
{
    public int Length => patterns.Length;

    public static TermPlan For(QueryNode.Term term, PatternIndex index) => new([.. WordPattern.Read(term.Text).Select(index.Add)]);

    public override IReadOnlyList<int>? Triggers(PatternIndex index) => [patterns.MinBy(pattern => index.Uses([pattern]))];

    public override bool Matches(Sightings sightings) => Starts(sightings) is { IsEmpty: false };

    /// <summary>Where it begins; null if one of its words is nowhere.</summary>
    public WordPositions? Starts(Sightings sightings)
    {
        WordPositions? starts = null;
        for (var word = 0; word < patterns.Length; word++)
        {
            if (!sightings.Seen.TryGetValue(patterns[word], out var seen))
            {
                return null;
            }

            starts = starts is null ? seen : starts.And(seen.Earlier(word));
        }

        return starts;
    }

    public override void Mark(Sightings sightings, WordPositions marks)
    {
        if (Starts(sightings) is { } starts)
        {
            Mark(starts, marks);
        }
    }

    public void Mark(WordPositions starts, WordPositions marks)
    {
        for (var word = 0; word < Length; word++)
        {
            marks.AddAll(starts.Later(word));
        }
    }
}

/// <summary>All parts.</summary>
internal sealed class AndPlan(QueryPlan[] parts) : QueryPlan
{
    public override IReadOnlyList<int>? Triggers(PatternIndex index) =>
        parts.Select(part => part.Triggers(index)).OfType<IReadOnlyList<int>>().MinBy(index.Uses);

    public override bool Matches(Sightings sightings)
    {
        foreach (var part in parts)
        {
            if (!part.Matches(sightings))
            {
                return false;
            }
        }

        return true;
    }

    public override void Mark(Sightings sightings, WordPositions marks)
    {
        foreach (var part in parts)
        {
            part.Mark(sightings, marks);
        }
    }
}

/// <summary>One part or more.</summary>
internal sealed class OrPlan(QueryPlan[] parts) : QueryPlan
{
    public override IReadOnlyList<int>? Triggers(PatternIndex index)
    {
        var triggers = parts.Select(part => part.Triggers(index)).ToList();
        return triggers.Contains(null) ? null : [.. triggers.SelectMany(part => part!).Distinct()];
    }

    public override bool Matches(Sightings sightings)
    {
        foreach (var part in parts)
        {
            if (part.Matches(sightings))
            {
                return true;
            }
        }

        return false;
    }

    public override void Mark(Sightings sightings, WordPositions marks)
    {
        foreach (var part in parts.Where(part => part.Matches(sightings)))
        {
            part.Mark(sightings, marks);
        }
    }
}

/// <summary>Not the part. What is absent marks nothing.</summary>
internal sealed class NotPlan(QueryPlan part) : QueryPlan
{
    public override IReadOnlyList<int>? Triggers(PatternIndex index) => null;

    public override bool Matches(Sightings sightings) => !part.Matches(sightings);
}

/// <summary>Two terms near each other, in either order, and not the same word twice.</summary>
internal sealed class NearPlan(TermPlan[] left, TermPlan[] right, int distance) : QueryPlan
{
    public override IReadOnlyList<int>? Triggers(PatternIndex index) => new[] { left, right }
        .Select(side => (IReadOnlyList<int>)[.. side.SelectMany(term => term.Triggers(index)!).Distinct()]).MinBy(index.Uses);

    public override bool Matches(Sightings sightings)
    {
        var (one, other) = (Occurrences(left, sightings), Occurrences(right, sightings));
        return !one.Ends.Behind(distance).And(other.Starts).IsEmpty || !other.Ends.Behind(distance).And(one.Starts).IsEmpty;
    }

    public override void Mark(Sightings sightings, WordPositions marks)
    {
        var (one, other) = (Occurrences(left, sightings), Occurrences(right, sightings));
        Mark(left, other, sightings, marks);
        Mark(right, one, sightings, marks);
    }

    private void Mark(
        TermPlan[] terms, (WordPositions Starts, WordPositions Ends) others, Sightings sightings, WordPositions marks)
    {
        foreach (var term in terms)
        {
            if (term.Starts(sightings) is { } starts)
            {
                var last = term.Length - 1;
                term.Mark(starts.And(others.Ends.Behind(distance)), marks);
                term.Mark(starts.Later(last).And(others.Starts.Before(distance)).Earlier(last), marks);
            }
        }
    }

    private static (WordPositions Starts, WordPositions Ends) Occurrences(TermPlan[] terms, Sightings sightings)
    {
        var (starts, ends) = (new WordPositions(sightings.WordCount), new WordPositions(sightings.WordCount));
        foreach (var term in terms)
        {
            if (term.Starts(sightings) is { } found)
            {
                starts.AddAll(found);
                ends.AddAll(found.Later(term.Length - 1));
            }
        }

        return (starts, ends);
    }
}

/// <summary>What is known of a post beside its words.</summary>
internal sealed class PostPlan(Func<QueryPost, bool> holds) : QueryPlan
{
    public override IReadOnlyList<int>? Triggers(PatternIndex index) => null;

    public override bool Matches(Sightings sightings) => holds(sightings.Post);
}
