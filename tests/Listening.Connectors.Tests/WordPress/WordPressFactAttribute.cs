using System.Diagnostics;

namespace Listening.Connectors.Tests.WordPress;

/// <summary>
/// A test on a real WordPress. Where that is not installed the test is skipped, by name; where it is, whatever keeps it from running fails.
/// </summary>
internal sealed class WordPressFactAttribute : FactAttribute
{
    public WordPressFactAttribute() => Skip = WordPressPackages.Missing is { Count: > 0 } missing
        ? $"WordPress is not installed here: apt-get install --no-install-recommends {string.Join(' ', missing)}"
        : null;
}

/// <summary>The Debian packages that the tests' WordPress runs on.</summary>
internal static class WordPressPackages
{
    public const string Folder = "/usr/share/wordpress";

    private static readonly Lazy<IReadOnlyList<string>> Found = new(Look);

    /// <summary>Those that are not here.</summary>
    public static IReadOnlyList<string> Missing => Found.Value;

    public static string Php => Program("php") ?? throw new FileNotFoundException("There is no program php.");

    public static string Mariadbd => Program("mariadbd") ?? throw new FileNotFoundException("There is no program mariadbd.");

    public static string MariadbInstallDb => Program("mariadb-install-db")
        ?? throw new FileNotFoundException("There is no program mariadb-install-db.");

    private static IReadOnlyList<string> Look()
    {
        var extensions = Program("php") is { } php ? Extensions(php) : [];
        (string Package, bool Here)[] packages =
        [
            ("wordpress", File.Exists(Path.Combine(Folder, "wp-load.php"))),
            ("php-cli", Program("php") is not null),
            ("php-mysql", extensions.Contains("mysqli")),
            ("php-xml", extensions.Contains("xml")),
            ("php-mbstring", extensions.Contains("mbstring")),
            ("mariadb-server", Program("mariadbd") is not null && Program("mariadb-install-db") is not null),
        ];
        return [.. packages.Where(package => !package.Here).Select(package => package.Package)];
    }

    private static HashSet<string> Extensions(string php)
    {
        using var process = Process.Start(new ProcessStartInfo(php, ["-m"]) { RedirectStandardOutput = true })!;
        return [.. process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries)];
    }

    /// <summary>Servers stand in <c>sbin</c>, which is not on everybody's path.</summary>
    private static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/sbin", "/usr/local/sbin"])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
