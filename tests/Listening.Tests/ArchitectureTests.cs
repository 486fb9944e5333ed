using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Listening.AzureStorage;

namespace Listening.Tests;

/// <summary>
/// Domain &lt;- stages &lt;- AzureStorage, Connectors &lt;- Functions &lt;- Local. A stage never names another stage; only Pipeline knows
/// them all.
/// </summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Stages =
        ["Sources", "Ingest", "Admit", "Understand", "Store", "Cases", "Annotations", "Analytics", "Privacy"];

    /// <summary>What lies beneath the stages, and what each of these may name.</summary>
    private static readonly Dictionary<string, string[]> Beneath = new()
    {
        ["Domain"] = [],
        ["Telemetry"] = ["Domain"],
        ["Queries"] = ["Domain"],
        ["Messages"] = ["Domain", "Telemetry"],
        ["Configuration"] = ["Domain", "Queries", "Messages", "Telemetry"],
    };

    private static readonly string Product = Path.Combine(Root(), "functions", "Listening");

    [Fact]
    public void Every_folder_of_the_product_is_a_stage_or_lies_beneath_them() =>
        Assert.Empty(Folders().Except(Stages).Except(Beneath.Keys));

    [Fact]
    public void A_stage_never_names_another_stage() => Assert.All(
        Folders().Intersect(Stages),
        stage => Assert.Empty(NamedIn(stage).Intersect(Stages).Except([stage])));

    [Fact]
    public void What_lies_beneath_the_stages_names_none_of_them() => Assert.All(
        Folders().Intersect(Beneath.Keys),
        folder => Assert.Empty(NamedIn(folder).Except([folder]).Except(Beneath[folder])));

    [Fact]
    public void Only_the_pipeline_stands_above_the_stages() =>
        Assert.Equal(["Pipeline.cs"], Directory.GetFiles(Product, "*.cs").Select(Path.GetFileName));

    [Fact]
    public void Folders_and_namespaces_agree() => Assert.All(
        Folders().SelectMany(Sources),
        source => Assert.Contains(
            $"namespace Listening.{Path.GetFileName(Path.GetDirectoryName(source))};", File.ReadAllText(source), StringComparison.Ordinal));

    [Fact]
    public void The_product_references_the_framework_the_scorer_and_the_encoder_and_nothing_else() => Assert.All(
        typeof(Pipeline).Assembly.GetReferencedAssemblies(),
        reference => Assert.Matches("^(System|Microsoft\\.(Extensions|AspNetCore)|Listening\\.(Scoring|Encoder))\\.", reference.Name + "."));

    [Theory]
    [InlineData("Listening", "Listening.Scoring Listening.Encoder")]
    [InlineData("Listening.AzureStorage", "Listening")]
    [InlineData("Listening.Connectors", "Listening")]
    [InlineData("Listening.Azurite", "")]
    [InlineData("Listening.Functions", "Listening Listening.AzureStorage Listening.Connectors")]
    [InlineData("Listening.Local", "Listening Listening.AzureStorage Listening.Connectors Listening.Functions Listening.Azurite")]
    public void A_project_references_what_lies_beneath_it_only(string project, string beneath)
    {
        var file = File.ReadAllText(Path.Combine(Root(), "functions", project, $"{project}.csproj"));

        Assert.Empty(ProjectReference().Matches(file).Select(match => match.Groups[1].Value).Except(beneath.Split(' ')));
    }

    [Theory]
    [InlineData("Listening.AzureStorage")]
    [InlineData("Listening.Connectors")]
    public void An_adapter_names_no_host(string project) => Assert.All(
        Directory.GetFiles(Path.Combine(Root(), "functions", project), "*.cs", SearchOption.AllDirectories).Where(IsSource),
        source => Assert.DoesNotMatch("\\bListening\\.(Functions|Local)\\b", File.ReadAllText(source)));

    [Fact]
    public void Every_production_project_has_its_test_project() => Assert.All(
        Directory.GetDirectories(Path.Combine(Root(), "functions")).Select(Path.GetFileName),
        project => Assert.True(File.Exists(Path.Combine(Root(), "tests", $"{project}.Tests", $"{project}.Tests.csproj")), project));

    private static IEnumerable<string> Folders() => Directory.GetDirectories(Product)
        .Select(folder => Path.GetFileName(folder)!)
        .Where(folder => folder is not ("bin" or "obj") && Sources(folder).Any());

    private static IEnumerable<string> Sources(string folder) =>
        Directory.GetFiles(Path.Combine(Product, folder), "*.cs", SearchOption.AllDirectories);

    private static bool IsSource(string path) =>
        !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    /// <summary>The product's namespaces that a folder names: in usings, documentation and fully written names alike.</summary>
    private static IEnumerable<string> NamedIn(string folder) => Sources(folder)
        .SelectMany(source => Named().Matches(File.ReadAllText(source)))
        .Select(match => match.Groups[1].Value)
        .Where(name => Stages.Contains(name) || Beneath.ContainsKey(name))
        .Distinct();

    private static string Root([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Listening.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException("The tests read the product's sources and need the repository around them.");
    }

    [GeneratedRegex("\\bListening\\.(\\w+)\\b")]
    private static partial Regex Named();

    [GeneratedRegex("<ProjectReference Include=\"[^\"]*/([^/\"]+)\\.csproj\"")]
    private static partial Regex ProjectReference();
}
