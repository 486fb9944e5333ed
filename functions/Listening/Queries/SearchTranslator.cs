namespace Listening.Queries;

/// <summary>
/// Translates for one platform: widens the query to what the platform knows, and writes it in searches that are short enough.
/// </summary>
internal sealed class SearchTranslator(SearchSyntax syntax) : IQueryTranslator
{
    /// <summary>Alternatives of alternatives multiply; from here on, some are left to be checked locally.</summary>
    private const int MaxProduct = 20;

    public string Platform => syntax.Platform;

    public QueryTranslation Translate(QueryNode query)
    {
        var widening = new SearchWidening(syntax);
        IEnumerable<string> searches = widening.Run(query) is { } wide
            ? syntax.Alternatives == Alternatives.Groups ? InGroups(wide, widening, splits: 0) : Apart(wide, widening)
            : [];
        return new([.. searches.Distinct()], widening.CheckedLocally, widening.NotFound);
    }

    private List<string> InGroups(QueryNode node, SearchWidening widening, int splits) => node switch
    {
        _ when syntax.Fits(Write(node)) => [Write(node)],
        QueryNode.Or or => Packed(or.Parts, widening, splits),
        QueryNode.And and => InGroups(and, widening, splits),
        _ => throw new ArgumentException("A single part always fits.", nameof(node)),
    };

    /// <summary>
    /// Too long: its longest alternatives are divided between two searches, or left out if that has been done often enough.
    /// </summary>
    private List<string> InGroups(QueryNode.And and, SearchWidening widening, int splits)
    {
        var longest = and.Parts.OfType<QueryNode.Or>().MaxBy(part => Write(part).Length);
        var others = and.Parts.Where(part => !ReferenceEquals(part, longest)).ToList();
        var isOnly = others.TrueForAll(part => part is not (QueryNode.Term or QueryNode.Or or QueryNode.And));
        if (longest is null || (splits >= MaxProduct && !isOnly))
        {
            return InGroups(Shortened(and, widening), widening, splits);
        }

        var half = longest.Parts.Count / 2;
        QueryNode With(IEnumerable<QueryNode> parts) => new QueryNode.And([QueryNode.AnyOf([.. parts]), .. others]);
        return
        [
            .. InGroups(With(longest.Parts.Take(half)), widening, (splits * 2) + 1),
            .. InGroups(With(longest.Parts.Skip(half)), widening, (splits * 2) + 1),
        ];
    }

    /// <summary>As many alternatives in each search as fit.</summary>
    private List<string> Packed(IReadOnlyList<QueryNode> parts, SearchWidening widening, int splits)
    {
        var searches = new List<string>();
        var open = new List<QueryNode>();
        foreach (var part in parts)
        {
            if (!syntax.Fits(Write(part)))
            {
                searches.AddRange(InGroups(part, widening, splits));
            }
            else if (syntax.Fits(Write(QueryNode.AnyOf([.. open, part]))))
            {
                open.Add(part);
            }
            else
            {
                searches.Add(Write(QueryNode.AnyOf(open)));
                open = [part];
            }
        }

        return open.Count > 0 ? [.. searches, Write(QueryNode.AnyOf(open))] : searches;
    }

    private List<string> Apart(QueryNode node, SearchWidening widening)
    {
        var clauses = Clauses(node, widening).Select(clause => Shortened(clause, widening)).ToList();
        return syntax.Alternatives != Alternatives.Bars
            ? [.. clauses.Select(clause => string.Join(' ', clause.Select(WriteLeaf)))]
            : [.. WithBars(clauses.Where(clause => clause is [_]).Select(clause => WriteLeaf(clause[0]))),
                .. clauses.Where(clause => clause is not [_]).Select(clause => string.Join(' ', clause.Select(WriteLeaf)))];
    }

    private List<string> WithBars(IEnumerable<string> terms)
    {
        var searches = new List<string>();
        foreach (var term in terms.Distinct())
        {
            if (searches.Count > 0 && syntax.Fits($"{searches[^1]}|{term}"))
            {
                searches[^1] += $"|{term}";
            }
            else
            {
                searches.Add(term);
            }
        }

        return searches;
    }

    /// <summary>The alternatives of a query, each a list of what must all be there.</summary>
    private IReadOnlyList<IReadOnlyList<QueryNode>> Clauses(QueryNode node, SearchWidening widening)
    {
        if (node is QueryNode.Or or)
        {
            return [.. or.Parts.SelectMany(part => Clauses(part, widening))];
        }

        if (node is not QueryNode.And and)
        {
            return [[node]];
        }

        IReadOnlyList<IReadOnlyList<QueryNode>> product = [[]];
        foreach (var (part, clauses) in and.Parts.Select(part => (part, Clauses(part, widening))).OrderBy(pair => pair.Item2.Count))
        {
            // A tag's timeline takes one tag.
            if (product is not [[]] && (product.Count * clauses.Count > MaxProduct || !syntax.FindsWords))
            {
                widening.CheckLocally(part, syntax.FindsWords
                    ? $"{syntax.Platform} would have to be asked too often"
                    : $"{syntax.Platform} takes one hashtag at a time");
                continue;
            }

            product = [.. product.SelectMany(before => clauses.Select(clause => (IReadOnlyList<QueryNode>)[.. before, .. clause]))];
        }

        return product;
    }

    private List<QueryNode> Shortened(IReadOnlyList<QueryNode> clause, SearchWidening widening)
    {
        var parts = clause.ToList();
        while (!syntax.Fits(string.Join(' ', parts.Select(WriteLeaf))))
        {
            widening.CheckLocally(parts[^1], $"{syntax.Platform} takes {syntax.MaxLength} characters at most");
            parts.RemoveAt(parts.Count - 1);
        }

        return parts;
    }

    /// <summary>The same without its last alternatives, or its last part: wider, and shorter.</summary>
    private QueryNode Shortened(QueryNode.And and, SearchWidening widening)
    {
        var last = and.Parts.LastOrDefault(part => part is QueryNode.Or) ?? and.Parts[^1];
        widening.CheckLocally(last, $"{syntax.Platform} takes {syntax.MaxLength} characters at most");
        return QueryNode.AllOf([.. and.Parts.Where(part => !ReferenceEquals(part, last))]);
    }

    private string Write(QueryNode node) => node switch
    {
        QueryNode.And and => string.Join(' ', and.Parts.Select(part => part is QueryNode.Or ? $"({Write(part)})" : Write(part))),
        QueryNode.Or or => string.Join(" OR ", or.Parts.Select(part => part is QueryNode.And ? $"({Write(part)})" : Write(part))),
        QueryNode.Not not => "-" + Write(not.Part),
        _ => WriteLeaf(node),
    };

    private string WriteLeaf(QueryNode node) => node switch
    {
        QueryNode.Term term => term.Text.Contains(' ', StringComparison.Ordinal) ? $"\"{term.Text}\"" : term.Text,
        QueryNode.Field { Name: QueryField.Hashtag, Text: var tag } => tag,
        QueryNode.Field { Name: QueryField.Language, Text: var language } => syntax.LanguageOperator + Primary(language),
        QueryNode.Trait => syntax.ReplyOperator!,
        _ => throw new ArgumentException($"{node.GetType().Name} is no part of a search.", nameof(node)),
    };

    /// <summary>Platforms know languages, not their regions, and X some by the codes of before 1989.</summary>
    private static string Primary(string language) => language.Split('-')[0].ToLowerInvariant() switch
    {
        "he" => "iw",
        "id" => "in",
        var code => code,
    };
}
