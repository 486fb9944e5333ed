namespace Listening.Queries;

/// <summary>
/// Writes a tree as a query. What <see cref="QueryParser"/> reads from it is the same tree; what it was made from may have looked
/// different, as there are several ways to write one thing.
/// </summary>
public static class QueryPrinter
{
    public static string Print(QueryNode node)
    {
        var text = new StringBuilder();
        Print(node, text, outermost: true);
        return text.ToString();
    }

    private static void Print(QueryNode node, StringBuilder text, bool outermost)
    {
        // A minus excludes for all alternatives around it, so alternatives with exclusions of their own need parentheses; they have
        // them, as everything with several parts has inside of another.
        var grouped = !outermost && node is (QueryNode.And or QueryNode.Or or QueryNode.Near);
        text.Append(grouped ? "(" : "");
        switch (node)
        {
            case QueryNode.And and:
                Join(and.Parts, " ", text);
                break;
            case QueryNode.Or or:
                Join(or.Parts, " OR ", text);
                break;
            case QueryNode.Near near:
                Join([near.Left, near.Right], string.Create(CultureInfo.InvariantCulture, $" NEAR/{near.Distance} "), text);
                break;
            case QueryNode.Not not:
                text.Append('-');
                Print(not.Part, text, outermost: false);
                break;
            default:
                text.Append(Leaf(node));
                break;
        }

        text.Append(grouped ? ")" : "");
    }

    private static void Join(IReadOnlyList<QueryNode> parts, string between, StringBuilder text)
    {
        for (var part = 0; part < parts.Count; part++)
        {
            text.Append(part > 0 ? between : "");
            Print(parts[part], text, outermost: false);
        }
    }

    private static string Leaf(QueryNode node) => node switch
    {
        QueryNode.Term term => QueryToken.IsPlainWord(term.Text) ? term.Text : $"\"{term.Text}\"",
        QueryNode.Field field => QueryWords.Spelling(field.Name)
            + (QueryToken.IsPlainValue(field.Text) ? $":{field.Text}" : $":\"{field.Text}\""),
        QueryNode.Trait trait => QueryWords.Spelling(trait.Name),
        QueryNode.Number number => QueryWords.Spelling(number.Name) + QueryWords.Spelling(number.Comparison)
            + number.Value.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{node.GetType().Name} is no part without parts.", nameof(node)),
    };
}
