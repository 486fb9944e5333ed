using Listening.Configuration;
using Listening.Connectors.Files;
using Listening.Sources;

namespace Listening.Connectors.Tests.Files;

public sealed class FileContractTests : ConnectorContract, IDisposable
{
    private readonly FileFolder _folder = new();
    private readonly List<FileConnector> _connectors = [];

    protected override int Backlog => (2 * FilePage.MaxRecords) + 500;

    protected override IReadOnlyDictionary<PlatformFailure, string> Impossible { get; } = Declare();

    protected override SourceConfig Source => FileFolder.Source(_folder.At("posts.jsonl"));

    protected override IConnector Connect()
    {
        _connectors.Add(new FileConnector(TimeProvider.System));
        return _connectors[^1];
    }

    protected override void Hold(IReadOnlyList<PlatformPost> posts)
    {
        var lines = posts.Select(post => $"{{\"id\":\"{post.Id}\",\"text\":\"{post.Text}\",\"createdAt\":\"{post.PostedAt:O}\"}}\n");
        _folder.Put("posts.jsonl", string.Concat(lines));
    }

    protected override void Fail(PlatformFailure failure)
    {
        switch (failure)
        {
            case PlatformFailure.Forbidden when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(_folder.At("posts.jsonl"), UnixFileMode.None);
                break;
            case PlatformFailure.NotFound:
                File.Delete(_folder.At("posts.jsonl"));
                break;
            case PlatformFailure.Malformed:
                _folder.Put("posts.jsonl", "PK\u0003\u0004rest of a zip archive");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(failure), failure, null);
        }
    }

    /// <summary>A person can mend the permission, and the next read notices by itself.</summary>
    protected override (TimeSpan? Wait, bool NeedsOperator) Expected(PlatformFailure failure) => (null, false);

    public void Dispose()
    {
        _connectors.ForEach(connector => connector.Dispose());
        _folder.Dispose();
    }

    private static Dictionary<PlatformFailure, string> Declare()
    {
        var impossible = new[]
        {
            PlatformFailure.Unauthorized, PlatformFailure.Gone, PlatformFailure.TooManyRequests, PlatformFailure.TooManyRequestsUntil,
            PlatformFailure.Unavailable, PlatformFailure.ServerError,
        }.ToDictionary(failure => failure, _ => "A file has no server.");
        impossible[PlatformFailure.CutConnection] =
            "A file has no connection; a line or gzip data cut off is read as far as it goes (FileResumeTests).";
        if (Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            impossible[PlatformFailure.Forbidden] =
                "Who runs this test may read every file, or permissions cannot be set in a portable way.";
        }

        return impossible;
    }
}
