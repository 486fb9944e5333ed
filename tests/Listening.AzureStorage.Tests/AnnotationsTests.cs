using Listening.Annotations;
using Listening.Domain;
using Listening.Privacy;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class AnnotationsContract
{
    private static readonly Annotation Late = Samples.EveryAnswer with
    {
        Mention = MentionId.For("forum.example", "1"),
        By = "Jana Ö. / care#1",
        At = Samples.Morning.AddTicks(1),
    };

    protected abstract Task<IAnnotations> CreateAsync();

    [Fact]
    public async Task Every_field_comes_back_and_what_was_left_open_is_none()
    {
        var annotations = await CreateAsync();
        var bare = new Annotation("nordrad", MentionId.For("forum.example", "2"), "Jana", Samples.Morning) { NeedsAction = false };

        await annotations.SaveAsync(Late, default);
        await annotations.SaveAsync(bare, default);

        Assert.Equal([Late, bare], (await AllAsync(annotations, null)).OrderBy(annotation => annotation.NeedsAction is false));
    }

    [Fact]
    public async Task A_persons_last_answers_count_what_they_leave_open_stays_and_so_does_what_another_person_said()
    {
        var annotations = await CreateAsync();
        var others = Late with { By = "Tom", Sentiment = Polarity.Neutral };
        var corrected = new Annotation(Late.Brand, Late.Mention, Late.By, Late.At.AddHours(1)) { Sentiment = Polarity.Positive };

        await annotations.SaveAsync(Late, default);
        await annotations.SaveAsync(others, default);
        await annotations.SaveAsync(corrected, default);

        Assert.Equal(
            [Late with { Sentiment = Polarity.Positive, At = corrected.At }, others],
            (await AllAsync(annotations, "nordrad")).OrderBy(annotation => annotation.By, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_brand_has_its_own_annotations_only()
    {
        var annotations = await CreateAsync();
        string[] brands = ["nordrad", "nordrad-2", "nordra", "Süd|Rad/?"];
        var all = brands.SelectMany(
            brand => Enumerable.Range(0, 12).Select(i => Late with { Brand = brand, Mention = MentionId.For("x", $"{i}") })).ToList();
        foreach (var annotation in all)
        {
            await annotations.SaveAsync(annotation, default);
        }

        foreach (var brand in brands)
        {
            Assert.Equal(Sorted(all.Where(annotation => annotation.Brand == brand)), Sorted(await AllAsync(annotations, brand)));
        }

        Assert.Equal(Sorted(all), Sorted(await AllAsync(annotations, null)));
        Assert.Empty(await AllAsync(annotations, "nobody"));
    }

    [Fact]
    public async Task What_is_erased_is_one_mentions_annotations_at_one_brand_whoever_made_them()
    {
        var annotations = await CreateAsync();
        var others = Enumerable.Range(2, 20).Select(i => Late with { Mention = MentionId.For("forum.example", $"{i}") });
        Annotation[] stay = [Late with { Brand = "suedrad" }, .. others];
        foreach (var annotation in (Annotation[])[Late, Late with { By = "" }, Late with { By = "\uFFFD~z" }, .. stay])
        {
            await annotations.SaveAsync(annotation, default);
        }

        AuthorEntry[] entries = [new("nordrad", AuthorKey.For("forum.example", "u-17"), Late.Mention, new CaseId(Late.Mention.Value))];
        await ((IPersonalData)annotations).EraseAsync(entries, default);
        await ((IPersonalData)annotations).EraseAsync(entries, default);

        Assert.Equal(Sorted(stay), Sorted(await AllAsync(annotations, null)));
    }

    private static IEnumerable<Annotation> Sorted(IEnumerable<Annotation> annotations) =>
        annotations.OrderBy(annotation => annotation.Brand, StringComparer.Ordinal)
            .ThenBy(annotation => annotation.Mention.Value, StringComparer.Ordinal);

    private static async Task<List<Annotation>> AllAsync(IAnnotations annotations, string? brand)
    {
        var all = new List<Annotation>();
        await foreach (var annotation in annotations.AllAsync(brand, default))
        {
            all.Add(annotation);
        }

        return all;
    }
}

public sealed class InMemoryAnnotationsTests : AnnotationsContract
{
    protected override Task<IAnnotations> CreateAsync() => Task.FromResult<IAnnotations>(new InMemoryAnnotations());
}

[Collection("Azurite")]
public sealed class TableAnnotationsTests(AzuriteFixture azurite) : AnnotationsContract
{
    protected override async Task<IAnnotations> CreateAsync() => new TableAnnotations(await azurite.NewAccountAsync());
}
