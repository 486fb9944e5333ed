using Listening.Domain;

namespace Listening.Annotations;

/// <summary>Keeps what people say of mentions. It holds none of their words: those stay in the mention's row, and go with it.</summary>
public interface IAnnotations
{
    /// <summary>Keeps a annotation. A person has one per brand and mention: the last one stands.</summary>
    Task SaveAsync(Annotation annotation, CancellationToken stopping);

    /// <summary>The annotations of a brand, or of every brand if it is null, in no order to count on.</summary>
    IAsyncEnumerable<Annotation> AllAsync(string? brand, CancellationToken stopping);

    /// <summary>Removes every person's annotation of a mention; nothing happens if there is none.</summary>
    Task RemoveAsync(string brand, MentionId mention, CancellationToken stopping);
}
