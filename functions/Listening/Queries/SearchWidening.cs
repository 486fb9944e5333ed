namespace Listening.Queries;

/// <summary>
/// Turns a query into a wider one that a platform can be asked for: terms without wildcards in all their spellings, AND, OR, and the
/// fields that the platform knows. Notes what was left out.
/// </summary>
internal sealed class SearchWidening(SearchSyntax syntax)
{
    private readonly List<Problem> _checkedLocally = [];
    private readonly List<Problem> _notFound = [];

    public IReadOnlyList<Problem> CheckedLocally => [.. _checkedLocally.Distinct()];

    public IReadOnlyList<Problem> NotFound => [.. _notFound.Distinct()];

    /// <summary>What to ask for; null if there is nothing.</summary>
    public QueryNode? Run(QueryNode query)
    {
        if (Widen(query) is { } wide && !IsFilter(wide))
        {
            return wide;
        }

        _checkedLocally.Clear();
        return Narrow(query);
    }

    public void CheckLocally(QueryNode node, string reason)
    {
        var part = Excerpt.Create(QueryPrinter.Print(node));
        _checkedLocally.Add(Problem.Create("query.checked-locally", $"'{part}' is checked once posts are read: {reason}"));
    }

    public void Miss(QueryNode node, string reason)
    {
        var part = Excerpt.Create(QueryPrinter.Print(node));
        _notFound.Add(Problem.Create("query.not-found", $"'{part}' is not fully searched for: {reason}"));
    }

    /// <summary>A condition that the platform takes only beside words.</summary>
    private static bool IsFilter(QueryNode node) =>
        node is QueryNode.Field { Name: QueryField.Language } or QueryNode.Trait or QueryNode.Not;

    /// <summary>A query that finds all that the node matches, and maybe more; null if the platform would have to send everything.</summary>
    private QueryNode? Widen(QueryNode node) => node switch
    {
        QueryNode.Term term => WidenTerm(term),
        QueryNode.And and => WidenAll(and.Parts),
        QueryNode.Or or => WidenAny(or.Parts),
        QueryNode.Near near => WidenNear(near),
        QueryNode.Not not => WidenNot(not),
        QueryNode.Field { Name: QueryField.Hashtag } tag => WidenHashtag(tag),
        _ when syntax.Filters(node) => node,
        _ => Leave(node, $"{syntax.Platform} cannot be asked for it"),
    };

    private QueryNode? WidenTerm(QueryNode.Term term)
    {
        if (!syntax.FindsWords)
        {
            return Leave(term, $"{syntax.Platform} is asked for hashtags only");
        }

        var words = WordPattern.Read(term.Text);
        var run = LongestRun(words);
        while (run.Count > 1 && !syntax.CanFind(run))
        {
            run = [.. run.SkipLast(1)];
        }

        if (!syntax.CanFind(run))
        {
            return Leave(term, $"{syntax.Platform} cannot search for it");
        }

        if (run.Count < words.Count)
        {
            CheckLocally(term, $"{syntax.Platform} is asked for a part of it");
        }

        return AnySpelling(run, spelling => new QueryNode.Term(spelling));
    }

    private static QueryNode AnySpelling(IReadOnlyList<string> words, Func<string, QueryNode> write) =>
        QueryNode.AnyOf([.. SpellingVariants.Of(words)!.Select(write)]);

    /// <summary>The words in a row that are not open, most letters first: what stands beside a wildcard is still a phrase.</summary>
    private static List<string> LongestRun(IReadOnlyList<WordPattern> words)
    {
        var (best, run) = (new List<string>(), new List<string>());
        foreach (var word in words)
        {
            run = word.IsOpen || word.HasMask ? [] : [.. run, word.Text];
            best = run.Sum(item => item.Length) > best.Sum(item => item.Length) ? run : best;
        }

        return best;
    }

    private QueryNode? WidenAll(IReadOnlyList<QueryNode> parts)
    {
        var kept = parts.Select(Widen).OfType<QueryNode>().OrderBy(IsFilter).ToList();
        if (kept is [var first, ..] && !IsFilter(first))
        {
            return QueryNode.AllOf(kept);
        }

        kept.ForEach(filter => CheckLocally(filter, $"{syntax.Platform} can be asked for it only beside words"));
        return null;
    }

    private QueryNode? WidenAny(IReadOnlyList<QueryNode> parts)
    {
        var kept = parts.Select(Widen).OfType<QueryNode>().Where(part => !IsFilter(part)).ToList();
        return kept.Count == parts.Count ? QueryNode.AnyOf(kept) : null;
    }

    private QueryNode? WidenNear(QueryNode.Near near)
    {
        CheckLocally(near, $"{syntax.Platform} knows no distance");
        return WidenAll([near.Left, near.Right]);
    }

    private QueryNode.Not? WidenNot(QueryNode.Not not)
    {
        // The platform knows no regions: asked to leave out de-AT, it would leave out all German.
        if (syntax.Filters(not.Part) && not.Part is not QueryNode.Field { Text: [_, _, '-', ..] or [_, _, _, '-', ..] })
        {
            return not;
        }

        CheckLocally(not, $"{syntax.Platform} might leave out more than that");
        return null;
    }

    private QueryNode? WidenHashtag(QueryNode.Field tag)
    {
        if (syntax.FindsWords)
        {
            return WidenTerm(new QueryNode.Term(tag.Text));
        }

        var pattern = WordPattern.Hashtag(tag.Text);
        return !pattern.IsOpen && !pattern.HasMask && syntax.CanFind([pattern.Text])
            ? AnySpelling([pattern.Text], spelling => new QueryNode.Field(QueryField.Hashtag, spelling))
            : Leave(tag, $"{syntax.Platform} is asked for whole hashtags only");
    }

    private QueryNode? Leave(QueryNode node, string reason)
    {
        CheckLocally(node, reason);
        return null;
    }

    /// <summary>As much of a query as can be found where all of it cannot; null if nothing can.</summary>
    private QueryNode? Narrow(QueryNode node) => node switch
    {
        QueryNode.Or or => NarrowAny(or.Parts),
        QueryNode.And and => NarrowAll([.. and.Parts.Where(part => part is not QueryNode.Not)]),
        QueryNode.Near near => NarrowAll([near.Left, near.Right]),
        QueryNode.Term term => NarrowTerm(term),
        _ => Lose(node, $"{syntax.Platform} cannot search for it"),
    };

    /// <summary>One part is enough to ask for, as the others are checked locally; the first that can be.</summary>
    private QueryNode? NarrowAll(IReadOnlyList<QueryNode> parts)
    {
        var missedBefore = _notFound.Count;
        foreach (var part in parts)
        {
            var missed = _notFound.Count;
            if (Narrow(part) is { } found)
            {
                _notFound.RemoveRange(missedBefore, missed - missedBefore);
                return found;
            }
        }

        return null;
    }

    private QueryNode? NarrowAny(IReadOnlyList<QueryNode> parts)
    {
        var found = new List<QueryNode>();
        foreach (var part in parts)
        {
            var checkedBefore = _checkedLocally.Count;
            if (Widen(part) is { } wide && !IsFilter(wide))
            {
                found.Add(wide);
                continue;
            }

            _checkedLocally.RemoveRange(checkedBefore, _checkedLocally.Count - checkedBefore);
            if (Narrow(part) is { } narrow)
            {
                found.Add(narrow);
            }
        }

        return found.Count > 0 ? QueryNode.AnyOf(found) : null;
    }

    private QueryNode? NarrowTerm(QueryNode.Term term)
    {
        var words = WordPattern.Read(term.Text).Select(word => word.Text).ToList();
        if (words.Exists(word => word.Contains('?', StringComparison.Ordinal)))
        {
            return Lose(term, $"{syntax.Platform} knows no wildcards, so write out each form with OR between them");
        }

        words = syntax.FindsWords ? words : [string.Concat(words)];
        if (!syntax.CanFind(words))
        {
            return Lose(term, $"it is too short or too long for {syntax.Platform}, or can be spelt in too many ways");
        }

        var asked = string.Join(' ', words);
        Miss(term, syntax.FindsWords
            ? $"{syntax.Platform} knows no wildcards and is asked for '{asked}', so write out other forms with OR between them"
            : $"{syntax.Platform} is asked for the hashtag '{asked}', and posts without it are missed");
        return AnySpelling(words, spelling => syntax.FindsWords
            ? new QueryNode.Term(spelling)
            : new QueryNode.Field(QueryField.Hashtag, spelling));
    }

    private QueryNode? Lose(QueryNode node, string reason)
    {
        Miss(node, reason);
        return null;
    }
}
