namespace Listening.Connectors.Files;

/// <summary>The options of a source of type <c>file</c>.</summary>
public sealed record FileSourceOptions
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Makes the ids of the file's posts unique; null means the file's own name.</summary>
    public string? Platform { get; init; }

    /// <summary>The zone of times that name none, as this machine calls it; null means UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What a date such as 8/9/2026 means.</summary>
    public DateOrder DateOrder { get; init; } = DateOrder.Unambiguous;

    public static ConnectorDescription Connector { get; } = new()
    {
        Type = "file",
        Summary = "Posts exported to a CSV, TSV or JSONL file, gzipped or not",
        ExampleName = "Forum export",
        Capabilities = ConnectorCapabilities.Edits | ConnectorCapabilities.Deletions | ConnectorCapabilities.Replies
            | ConnectorCapabilities.Ratings | ConnectorCapabilities.Authors,
        Limits = "The file may be of any size.",
        Cursor = "How far the file was read, and what identifies that version of it.",
        Read = options => new FileSourceOptions
        {
            Path = options.FilePath(
                "path",
                "Where the file is, relative to the folder of this document.",
                example: "import/posts.jsonl",
                missing: "give the file's path, relative to the folder of listening.json"),
            Platform = options.Text(
                "platform",
                "Where the posts of the file come from; makes their ids unique. Left out: the file's own name.",
                example: "forum.example"),
            TimeZone = options.TimeZone(
                "timeZone",
                "The zone of times that name none: an IANA name on Linux and macOS, Windows' own name on Windows. Left out: UTC."),
            DateOrder = options.Choice(
                "dateOrder",
                "What comes first in dates such as 8/9/2026. unambiguous: such a date is not read, while 8/21/2026 is.",
                DateOrder.Unambiguous),
        },
    };
}
