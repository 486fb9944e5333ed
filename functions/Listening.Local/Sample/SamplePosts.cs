namespace Listening.Local.Sample;

/// <summary>A day of posts about Morgenrot, an invented maker of coffee machines. All were written for this project.</summary>
public static class SamplePosts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<SampleChannel>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>All posts, oldest first.</summary>
    public static IReadOnlyList<SamplePost> Load()
    {
        using var reader = new StreamReader(typeof(SamplePosts).Assembly.GetManifestResourceStream(typeof(SamplePosts), "posts.jsonl")!);
        var posts = new Dictionary<string, SamplePost>();
        while (reader.ReadLine() is { } line)
        {
            var post = JsonSerializer.Deserialize<SamplePost>(line, Json)!;
            // A reply comes after its parent, whose thread is therefore known.
            posts.Add(post.Id, post with { Thread = post.Parent is { } parent ? posts[parent].Thread : post.Id });
        }

        return [.. posts.Values];
    }
}
