using Listening.Annotations;
using Listening.Domain;
using Listening.Privacy;
using Listening.Testing;

namespace Listening.AzureStorage.Tests;

public abstract class AnnotationsContract
{
    private static readonly Annotation Late = new("nordrad", MentionId.For("forum.example", "1"), Polarity.Negative, Intent.Complaint, "Jana Ö. / care#1", Samples.Morning.AddTicks(1));

    protected abstract Task<IAnnotations> CreateAsync();

    [Fact]
    public async Task Every_field_comes_back_and_an_intent_nobody_named_is_none()
    {
        var labels = await CreateAsync();
        var bare = Late with { Mention = MentionId.For("forum.example", "2"), Polarity = Polarity.Positive, Intent = null };

        await labels.SaveAsync(Late, default);
        await labels.SaveAsync(bare, default);

        Assert.Equal([Late, bare], (await AllAsync(labels, null)).OrderBy(label => label.Polarity));
    }

    [Fact]
    public async Task A_persons_last_label_of_a_mention_stands_and_another_persons_stays()
    {
        var labels = await CreateAsync();
        var others = Late with { By = "Tom", Polarity = Polarity.Neutral };
        var corrected = Late with { Polarity = Polarity.Positive, Intent = null, At = Late.At.AddHours(1) };

        await labels.SaveAsync(Late, default);
        await labels.SaveAsync(others, default);
        await labels.SaveAsync(corrected, default);

        Assert.Equal([corrected, others], (await AllAsync(labels, "nordrad")).OrderBy(label => label.By, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_brand_hears_of_its_own_labels_only()
    {
        var labels = await CreateAsync();
        string[] brands = ["nordrad", "nordrad-2", "nordra", "Süd|Rad/?"];
        var all = brands.SelectMany(brand => Enumerable.Range(0, 12).Select(i => Late with { Brand = brand, Mention = MentionId.For("x", $"{i}") })).ToList();
        foreach (var label in all)
        {
            await labels.SaveAsync(label, default);
        }

        foreach (var brand in brands)
        {
            Assert.Equal(Sorted(all.Where(label => label.Brand == brand)), Sorted(await AllAsync(labels, brand)));
        }

        Assert.Equal(Sorted(all), Sorted(await AllAsync(labels, null)));
        Assert.Empty(await AllAsync(labels, "nobody"));
    }

    [Fact]
    public async Task What_is_erased_is_one_mentions_annotations_at_one_brand_whoever_made_them()
    {
        var labels = await CreateAsync();
        Annotation[] stay = [Late with { Brand = "suedrad" }, .. Enumerable.Range(2, 20).Select(i => Late with { Mention = MentionId.For("forum.example", $"{i}") })];
        foreach (var label in (Annotation[])[Late, Late with { By = "" }, Late with { By = "\uFFFD~z" }, .. stay])
        {
            await labels.SaveAsync(label, default);
        }

        AuthorEntry[] entries = [new("nordrad", AuthorKey.For("forum.example", "u-17"), Late.Mention, new CaseId(Late.Mention.Value))];
        await ((IPersonalData)labels).EraseAsync(entries, default);
        await ((IPersonalData)labels).EraseAsync(entries, default);

        Assert.Equal(Sorted(stay), Sorted(await AllAsync(labels, null)));
    }

    private static IEnumerable<Annotation> Sorted(IEnumerable<Annotation> labels) =>
        labels.OrderBy(label => label.Brand, StringComparer.Ordinal).ThenBy(label => label.Mention.Value, StringComparer.Ordinal);

    private static async Task<List<Annotation>> AllAsync(IAnnotations labels, string? brand)
    {
        var all = new List<Annotation>();
        await foreach (var label in labels.AllAsync(brand, default))
        {
            all.Add(label);
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
