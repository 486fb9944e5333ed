namespace Listening.Queries;

/// <summary>
/// A query as a tree. Trees are equal if their parts are. In every tree of <see cref="QueryParser"/>, each <see cref="And"/> has a part
/// that is not negated, those that are come last, and a <see cref="Not"/> stands only there: every query names something to find.
/// </summary>
public abstract record QueryNode
{
    private QueryNode()
    {
    }

    /// <summary>Words in a row; one word is the plainest case.</summary>
    /// <param name="Text">As it was written, without quotes: words, signs between them, <c>*</c> and <c>?</c>.</param>
    public sealed record Term(string Text) : QueryNode;

    /// <summary>All parts must hold.</summary>
    public sealed record And(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        public bool Equals(And? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashOf(Parts, 1);
    }

    /// <summary>One part or more must hold.</summary>
    public sealed record Or(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        public bool Equals(Or? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashOf(Parts, 2);
    }

    /// <summary>The part must not hold.</summary>
    public sealed record Not(QueryNode Part) : QueryNode;

    /// <summary>
    /// Both sides occur, in either order, at most <paramref name="Distance"/> words from the end of one to the beginning of the other.
    /// </summary>
    /// <param name="Left">A <see cref="Term"/>, or an <see cref="Or"/> of terms.</param>
    /// <param name="Right">The same.</param>
    public sealed record Near(QueryNode Left, QueryNode Right, int Distance) : QueryNode;

    /// <summary>What is known of a post beside its words.</summary>
    public sealed record Field(QueryField Name, string Text) : QueryNode;

    /// <summary>What a post is or has: <c>is:reply</c>, <c>has:link</c>.</summary>
    public sealed record Trait(QueryTrait Name) : QueryNode;

    /// <summary>A number that a post has: <c>rating&lt;3</c>.</summary>
    public sealed record Number(QueryNumber Name, QueryComparison Comparison, decimal Value) : QueryNode;

    /// <summary>
    /// How many parentheses stand around the deepest part if the tree is written out, and one more; 0 for a word or field.
    /// </summary>
    public int Depth => this switch
    {
        And and => 1 + and.Parts.Max(part => part.Depth),
        Or or => 1 + or.Parts.Max(part => part.Depth),
        Not not => not.Part.Depth,
        Near near => 1 + Math.Max(near.Left.Depth, near.Right.Depth),
        _ => 0,
    };

    /// <summary>Its words, phrases and fields in their order; words near each other are one.</summary>
    /// <param name="excluded">Whether to name also what must not hold.</param>
    public IEnumerable<QueryNode> Leaves(bool excluded) => this switch
    {
        And and => and.Parts.SelectMany(part => part.Leaves(excluded)),
        Or or => or.Parts.SelectMany(part => part.Leaves(excluded)),
        Not not => excluded ? not.Part.Leaves(excluded) : [],
        _ => [this],
    };

    /// <summary>One part as it is, several under an <see cref="And"/>.</summary>
    public static QueryNode AllOf(IReadOnlyList<QueryNode> parts) => parts is [var one] ? one : new And(parts);

    /// <summary>One part as it is, several under an <see cref="Or"/>.</summary>
    public static QueryNode AnyOf(IReadOnlyList<QueryNode> parts) => parts is [var one] ? one : new Or(parts);

    private static int HashOf(IReadOnlyList<QueryNode> parts, int kind)
    {
        var hash = new HashCode();
        hash.Add(kind);
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }
}

/// <summary>A field that takes words.</summary>
public enum QueryField
{
    Unknown,

    /// <summary>Words of the author's handle, name or id.</summary>
    Author,

    /// <summary>The language that the source claims; <c>de</c> covers <c>de-AT</c>.</summary>
    Language,

    /// <summary>The host of the post's address, or one above it.</summary>
    Site,

    /// <summary>Words of the configured source's name, or the platform.</summary>
    Source,

    /// <summary>A hashtag in title or text.</summary>
    Hashtag,
}

/// <summary>What a post is or has.</summary>
public enum QueryTrait
{
    Unknown,

    /// <summary>It answers another post: <c>is:reply</c>.</summary>
    Reply,

    /// <summary>Its title or text holds a web address: <c>has:link</c>.</summary>
    Link,
}

/// <summary>A number that a post or its author has.</summary>
public enum QueryNumber
{
    Unknown,

    /// <summary>Stars as the platform counts them.</summary>
    Rating,

    /// <summary>How many follow the author.</summary>
    Followers,
}

/// <summary>How a number is compared.</summary>
public enum QueryComparison
{
    Unknown,
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
}
