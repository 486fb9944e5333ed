namespace Listening.Testing;

/// <summary>Recorded pages, byte for byte.</summary>
public static class RecordedPages
{
    private static readonly string Folder = Find();

    public static byte[] Bytes(string name) => File.ReadAllBytes(At(name));

    public static string At(string name) => Path.Combine(Folder, name);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var samples = Path.Combine(folder, "tests", "samples");
            if (Directory.Exists(samples))
            {
                return samples;
            }
        }

        throw new DirectoryNotFoundException("No folder tests/samples above the tests' output.");
    }
}

/// <summary>A clock that a test moves. Its timers are real, so that waits of milliseconds pass by themselves.</summary>
public sealed class MovedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
