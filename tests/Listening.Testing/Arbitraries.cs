using FsCheck;
using FsCheck.Fluent;
using Listening.Domain;

namespace Listening.Testing;

/// <summary>What comes from outside: any text, any field missing.</summary>
public static class Arbitraries
{
    /// <summary>Texts of any characters: control characters, half surrogates, emoji, quotes, long runs.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (3, ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")),
        (3, Gen.Elements(
            "Wo bleibt mein Paket?", "Grüße aus Köln 🚲👨‍👩‍👧", "\"quoted\" \\ </script>", "\u0000\u001f\u007f\u2028\uFFFE", "日本語",
            "\ud800 half", "half \udc00")),
        (2, ArbMap.Default.GeneratorFor<char>().ListOf(40).Select(letters => string.Concat(letters))),
        (1, from letter in ArbMap.Default.GeneratorFor<char>() from length in Gen.Choose(0, 40_000) select new string(letter, length)));

    public static Gen<Mention> Mention { get; } =
        from platform in Text
        from native in Text
        from text in Text
        from title in Maybe(Text)
        from url in Maybe(Text)
        from thread in Maybe(Text)
        from revision in Text
        from author in Maybe(
            from id in Text
            from handle in Maybe(Text)
            from name in Maybe(Text)
            from followers in Gen.Choose(0, int.MaxValue)
            select new Author(id, handle, name, followers))
        from minutes in Gen.Choose(-10_000_000, 10_000_000)
        from dated in Gen.Elements(true, false)
        from stars in Gen.Elements<double?>(null, 0, 1, 4.5, double.NaN, double.PositiveInfinity)
        from deleted in Gen.Elements(true, false, false, false)
        select new Mention
        {
            Id = MentionId.For(platform, native),
            Platform = platform,
            NativeId = native,
            Source = "forum",
            Text = text,
            Title = title,
            Url = url,
            Thread = thread,
            Parent = thread is null ? null : MentionId.For(platform, thread),
            Revision = revision,
            Author = author,
            PostedAt = dated ? Samples.Morning.AddMinutes(minutes).ToOffset(TimeSpan.FromHours(minutes % 14)) : null,
            FetchedAt = Samples.Morning,
            Rating = stars,
            Deleted = deleted,
        };

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Frequency((2, gen.Select(value => (T?)value)), (1, Gen.Constant((T?)null)));
}

public static class PropertyCheck
{
    /// <summary>Tries a property on generated data; a failure shows the data and the seed that bring it back.</summary>
    public static void Holds(Property property, int tries = 200) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(tries).WithQuietOnSuccess(true), property);
}
