using Listening.Domain;
using Listening.Sources;
using Listening.Testing;

namespace Listening.Tests.Crashes;

/// <summary>
/// What two sources deliver on one morning: complaints and praise, a post that both carry, one that concerns both brands,
/// two complaints by one author in one thread, an edit and a post that is deleted.
/// </summary>
internal static class Day
{
    public static Installation New()
    {
        var installation = new Installation();
        installation.Connector.Script("forum", Page(
            Samples.Post("1", "Mein Nordrad ist nach zwei Tagen kaputt.") with { Thread = "t-1" },
            Samples.Post("2", "Und jetzt ist auch die Klingel vom Nordrad kaputt!") with { Thread = "t-1" },
            Samples.Post("3", "Nordrad oder Südrad, was fahrt ihr?") with { Author = new Author("u-3") },
            Samples.Post("4", "Danke, Nordrad, das war schnell.") with { Author = null },
            Samples.Post("5", "Das Wetter ist schön heute.")), Page(
            Later(Samples.Post("3", "Nordrad oder Südrad, was ist öfter kaputt?") with { Author = new Author("u-3"), Revision = "2" }),
            Later(Samples.Post("4", "") with { Deleted = true, Revision = "2", Author = null }),
            Later(
                Samples.Post("6", "The Nordrad arrived broken, and nobody answers.") with { Author = new Author("u-6"), PostedAt = null }),
            // Both from one second: which of them opens the case must not depend on the order they are stored in.
            Later(Samples.Post("7", "Das Südrad ist kaputt.") with { Thread = "t-7" }),
            Later(Samples.Post("8", "Das Südrad ist immer noch kaputt.") with { Thread = "t-7" })));
        installation.Connector.Script("blog", Page(
            Samples.Post("1", "Mein Nordrad ist nach zwei Tagen kaputt.", "blog") with { Thread = "t-1" },
            Samples.Post("9", "Die neuen Räder sind da, great!", "blog") with { Author = new Author("u-9") }), Page(
            Later(Samples.Post("10", "Bei mir kam es kaputt an.", "blog") with { Author = new Author("u-10") })));
        return installation;
    }

    private static FetchOutcome.Page Page(params Mention[] mentions) => new(mentions, "set by the script", More: false);

    private static Mention Later(Mention mention) => mention with { FetchedAt = mention.FetchedAt.AddSeconds(30) };
}
