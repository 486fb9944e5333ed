using System.Text.RegularExpressions;

namespace Listening.Queries;

/// <summary>Reads <c>author:anna</c>, <c>is:reply</c>, <c>rating&lt;3</c>. Pure.</summary>
internal static partial class QueryFieldReader
{
    /// <summary>A field that the query knows; null, without a problem, for what is none.</summary>
    public static QueryNode? Read(QueryToken token, out Problem? problem)
    {
        problem = null;
        var text = token.Field + token.Text;
        var sign = text.AsSpan().IndexOfAny(":<>=");
        if (sign <= 0 || (token.Kind != QueryTokenKind.Word && token.Field is null))
        {
            return null;
        }

        var (name, written) = (text[..sign], token.Written);
        if (QueryWords.Numbers.TryGetValue(name, out var number))
        {
            return ReadNumber(number, text[sign..], written, out problem);
        }

        if (text[sign] != ':')
        {
            return null;
        }

        var value = text[(sign + 1)..].Trim();
        if (name.Equals("is", StringComparison.OrdinalIgnoreCase) || name.Equals("has", StringComparison.OrdinalIgnoreCase))
        {
            return ReadTrait(text, written, out problem);
        }

        if (!QueryWords.Fields.TryGetValue(name, out var known))
        {
            return null;
        }

        problem = value.Length == 0 && token.Field is null
            ? Problem.Create(
                "query.field-without-value",
                $"'{written}' needs a value right behind it, as in: {name}:word or {name}:\"two words\"")
            : Check(known, value, token.Field is not null, written);
        return problem is null ? new QueryNode.Field(known, value) : null;
    }

    private static Problem? Check(QueryField field, string value, bool quoted, string written) => field switch
    {
        QueryField.Language => Language().IsMatch(value) ? null : Problem.Create(
            "query.language", $"'{written}' is no language; write its code of two or three letters, as in lang:de or lang:de-AT"),
        QueryField.Site => Host().IsMatch(value) && value.Any(char.IsLetterOrDigit) && value[0] != '.' ? null : Problem.Create(
            "query.site", $"'{written}' is no host; write it without https:// and path, as in site:forum.example or site:*.example"),
        QueryField.Hashtag when value.Any(c => char.IsWhiteSpace(c) || c == '-') => Problem.Create(
            "query.hashtag", $"'{written}' holds a space or hyphen, which no hashtag does; write one word"),
        _ => quoted ? ForeignSyntax.InPhrase(value) : ForeignSyntax.InWord(value, written, excluded: true, between: false),
    };

    private static QueryNode.Trait? ReadTrait(string text, string written, out Problem? problem)
    {
        var known = QueryWords.Traits.TryGetValue(text, out var trait);
        problem = known ? null : Problem.Create(
            "query.trait",
            $"'{written}' is nothing that a query can ask for; write is:reply for answers or has:link for posts with a link");
        return known ? new QueryNode.Trait(trait) : null;
    }

    private static QueryNode.Number? ReadNumber(QueryNumber number, string rest, string written, out Problem? problem)
    {
        var (sign, comparison) = QueryWords.Comparisons.FirstOrDefault(pair => rest.StartsWith(pair.Sign, StringComparison.Ordinal));
        var pattern = number == QueryNumber.Followers ? Whole() : Decimal();
        var known = sign is not null && pattern.IsMatch(rest[sign.Length..]);
        problem = known ? null : Problem.Create(
            "query.number",
            $"'{written}' compares with no number; write <, <=, =, >= or > and the number without spaces, as in rating<3, rating>=4.5 "
            + $"or followers>1000");
        return known ? new(number, comparison, decimal.Parse(rest[sign!.Length..], CultureInfo.InvariantCulture)) : null;
    }

    [GeneratedRegex("^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Language();

    [GeneratedRegex(@"^\*?[\p{L}\p{Nd}\p{M}.-]{1,253}\*?$")]
    private static partial Regex Host();

    [GeneratedRegex("^[0-9]{1,12}$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[0-9]{1,12}(?:\.[0-9]{1,6})?$")]
    private static partial Regex Decimal();
}
