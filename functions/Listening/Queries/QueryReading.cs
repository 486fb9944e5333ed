namespace Listening.Queries;

/// <summary>One reading of one query. A method that meets a problem notes it and returns null, which ends the reading.</summary>
internal sealed class QueryReading(string query)
{
    private readonly IReadOnlyList<QueryToken> _tokens = QueryLexer.Read(query);
    private readonly QueryTokenRules _rules = new();
    private Problem? _problem;
    private int _at;

    private QueryToken? Current => _at < _tokens.Count ? _tokens[_at] : null;

    public QueryNode? Read(out Problem? problem)
    {
        var tree = ReadGroup(null, 0);
        if (tree?.Depth > QueryParser.MaxNesting + 1)
        {
            tree = TooDeep(_tokens[0]);
        }

        problem = _problem;
        return tree;
    }

    /// <summary>Reads up to the parenthesis that closes the group, or to the end of the query.</summary>
    /// <param name="open">The parenthesis that opened it; null for the whole query.</param>
    private QueryNode? ReadGroup(QueryToken? open, int depth)
    {
        var group = new QueryGroup(query);
        while (Current is { Kind: not QueryTokenKind.Close } token)
        {
            var read = token.Kind switch
            {
                QueryTokenKind.And or QueryTokenKind.Or => ReadOperator(group, token),
                QueryTokenKind.Not => ReadNegation(group, token, depth),
                QueryTokenKind.Near => NothingBefore(token),
                _ => ReadPart(group, token, depth),
            };
            if (_problem is not null)
            {
                return read;
            }
        }

        return End(group, open);
    }

    private QueryNode? ReadOperator(QueryGroup group, QueryToken token)
    {
        Check(token);
        _at++;
        return _problem is not null ? null
            : group.OpenAnd is { } and ? NothingAfter(and)
            : token.Kind == QueryTokenKind.And ? (group.TakeAnd(token) ? null : NothingBefore(token))
            : group.TakeOr(token, out var contradiction) ? Refuse(contradiction)
            : NothingBefore(token);
    }

    private QueryNode? ReadNegation(QueryGroup group, QueryToken not, int depth)
    {
        Check(not);
        _at++;
        if (_problem is null && Current is { BeginsOperand: true, Excluded: false } first)
        {
            if (ReadOperand(depth) is { } node)
            {
                group.Exclude(node, first, $"NOT {first.Written}", wholeGroup: false);
            }

            return null;
        }

        return _problem is null ? NothingAfter(not) : null;
    }

    private QueryNode? ReadPart(QueryGroup group, QueryToken token, int depth)
    {
        if (ReadOperand(depth) is not { } node)
        {
            return null;
        }

        if (token.Excluded)
        {
            group.Exclude(node, token, token.Written, wholeGroup: true);
        }
        else
        {
            group.Add(node);
        }

        return null;
    }

    private QueryNode? End(QueryGroup group, QueryToken? open)
    {
        if (group.OpenAnd is { } and)
        {
            return NothingAfter(and);
        }

        if (open is not null && Current is null)
        {
            var character = open.Start + open.Length;
            return Fail(open, "query.unclosed-group", $"the ( at character {character} is never closed; write ) behind its last word");
        }

        if (open is null && Current is { } close)
        {
            var character = close.Start + close.Length;
            return Fail(
                close,
                "query.unopened-group",
                $"the ) at character {character} closes nothing; remove it, or write ( before its first word");
        }

        if (group.End(out var contradiction) is { } node)
        {
            return contradiction is null ? node : Refuse(contradiction);
        }

        return group.LastOr is { } or ? NothingAfter(or) : NothingToFind(open);
    }

    /// <summary>A word, phrase, field or group, and what stands NEAR it.</summary>
    private QueryNode? ReadOperand(int depth)
    {
        var first = Current!;
        var left = ReadTerm(depth);
        if (left is null || Current is not { Kind: QueryTokenKind.Near } near)
        {
            return left;
        }

        Check(near);
        _at++;
        if (_problem is not null || !CanStandNear(left, first, near))
        {
            return null;
        }

        if (Current is not { BeginsOperand: true } second)
        {
            return NothingAfter(near);
        }

        if (ReadTerm(depth) is not { } right || !CanStandNear(right, second, near))
        {
            return null;
        }

        var distance = int.Parse(near.Text.AsSpan(QueryLexer.NearWord.Length), CultureInfo.InvariantCulture);
        return Current is { Kind: QueryTokenKind.Near } next
            ? Fail(
                next,
                "query.near-chain",
                $"'{next.Written}' follows another NEAR; write each pair alone, as in: (a NEAR/5 b) (b NEAR/5 c)")
            : new QueryNode.Near(left, right, distance);
    }

    private QueryNode? ReadTerm(int depth)
    {
        var token = Current!;
        if (token.Kind != QueryTokenKind.Open)
        {
            var field = Check(token);
            _at++;
            return _problem is null ? field ?? new QueryNode.Term(token.Text) : null;
        }

        if (depth == QueryParser.MaxNesting)
        {
            return TooDeep(token);
        }

        _at++;
        var group = ReadGroup(token, depth + 1);
        _at++;
        return group;
    }

    /// <summary>The field that a token is; null for others, and for one that cannot be meant.</summary>
    private QueryNode? Check(QueryToken token)
    {
        var field = _rules.Check(token, between: IsWord(_at - 1) && IsWord(_at + 1), out var problem);
        return problem is null ? field : Fail(token, problem);
    }

    private bool IsWord(int at) => at >= 0 && at < _tokens.Count && _tokens[at].Kind is QueryTokenKind.Word or QueryTokenKind.Phrase;

    private bool CanStandNear(QueryNode node, QueryToken token, QueryToken near)
    {
        if (!token.Excluded && node is QueryNode.Term or QueryNode.Or && Alternatives(node).All(part => part is QueryNode.Term))
        {
            return true;
        }

        var operation = near.Text;
        Fail(
            token,
            "query.near-operand",
            $"'{token.Written}' cannot stand beside {operation}, which takes words, phrases, or alternatives of these in parentheses, "
            + $"as in: (coffee OR espresso) NEAR/5 cold");
        return false;
    }

    private static IReadOnlyList<QueryNode> Alternatives(QueryNode node) => node is QueryNode.Or or ? or.Parts : [node];

    private QueryNode? NothingBefore(QueryToken token)
    {
        var word = token.Text;
        return token.Kind == QueryTokenKind.Or
            ? Fail(token, "query.nothing-before-or", $"{word} needs a word or phrase before it")
            : Fail(token, "query.nothing-before", $"{word} needs a word or phrase before it; write one, or \"{word}\" for the word itself");
    }

    private QueryNode? NothingAfter(QueryToken token)
    {
        var word = token.Text;
        return token.Kind == QueryTokenKind.Or
            ? Fail(token, "query.nothing-after-or", $"{word} needs a word or phrase after it")
            : Fail(token, "query.nothing-after", $"{word} needs a word or phrase after it; write one, or \"{word}\" for the word itself");
    }

    private QueryNode? NothingToFind(QueryToken? open)
    {
        var start = open?.Start ?? 0;
        var end = open is null ? query.Length : Current!.Start + 1;
        var problem = Problem.Create("query.nothing-to-find", $"it names nothing to look for; give at least one word that is not excluded");
        return Refuse(problem with { Place = new(query, start, end - start) });
    }

    private QueryNode? TooDeep(QueryToken token) => Fail(
        token,
        "query.too-deep",
        $"its parentheses are more than {QueryParser.MaxNesting} deep; write the alternatives out, or make several brands or rules of it");

    private QueryNode? Fail(QueryToken token, string code, ProblemText text) => Fail(token, Problem.Create(code, text));

    private QueryNode? Fail(QueryToken token, Problem problem) => Refuse(problem with { Place = new(query, token.Start, token.Length) });

    private QueryNode? Refuse(Problem? problem)
    {
        _problem ??= problem;
        return null;
    }
}
