namespace Listening.Annotations;

/// <summary>Keeps people's annotations. They hold nothing of a mention's text: that stays in the mention's row, and goes with it.</summary>
public interface IAnnotations
{
    /// <summary>Keeps an annotation. A person has one per brand and mention: what a later one leaves open stays as it was.</summary>
    Task SaveAsync(Annotation annotation, CancellationToken stopping);

    /// <summary>The annotations of a brand, or of every brand if it is null, in no particular order.</summary>
    IAsyncEnumerable<Annotation> AllAsync(string? brand, CancellationToken stopping);
}
