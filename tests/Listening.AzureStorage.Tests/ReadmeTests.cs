using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Listening.Domain;
using Listening.Messages;
using Listening.Testing;
using Listening.Understand;

namespace Listening.AzureStorage.Tests;

/// <summary>Holds AzureStorage/README.md to the code.</summary>
public sealed partial class ReadmeTests
{
    private const string NoAccount = "UseDevelopmentStorage=true";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Here())!, "../../functions/Listening.AzureStorage");
    private static readonly string Readme = File.ReadAllText(Path.Combine(Folder, "README.md"));

    [Fact]
    public void Every_table_has_its_row_and_every_row_its_table()
    {
        var account = StorageAccount.Connect(NoAccount);
        var tables = typeof(StorageAccount).GetProperties()
            .Where(property => property.PropertyType == typeof(TableClient))
            .Select(property => ((TableClient)property.GetValue(account)!).Name);

        Assert.Equal(tables.Order(), Rows("Tables").Order());
    }

    [Fact]
    public void Every_queue_of_ours_has_its_row() =>
        Assert.Equal(
            Queues.Own.SelectMany(queue => (string[])[queue, Queues.PoisonQueueFor(queue)]).Order(),
            Rows("Queues").Where(row => !row.StartsWith('*')).Order());

    [Fact]
    public void Every_key_builder_is_explained_and_no_other() =>
        Assert.Equal(
            typeof(Keys).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Distinct().Order(),
            Builder().Matches(Readme).Select(match => match.Groups[1].Value).Distinct().Order());

    [Fact]
    public void Every_column_of_a_mention_is_explained_and_no_other()
    {
        var row = Samples.Everything.ToRow("partition", "row");

        Assert.Equal(
            row.Keys.Except(["PartitionKey", "RowKey"]).Order(),
            ColumnsUnder("Columns of a mention"));
    }

    [Fact]
    public void Every_column_of_a_source_profile_is_explained_and_no_other()
    {
        var row = TableSourceProfiles.ToRow(new SourceProfile
        {
            Brand = "nordrad",
            Source = "forum",
            Profile = new WordModel().Learn(["kaputt"]),
            Correction = new LearnedCorrection("words-1", 46, 12, new Dictionary<string, double> { ["needsAction"] = 0.84 }),
            LearnedAt = Samples.Morning,
            FirstAt = Samples.Morning,
            ResetAt = Samples.Morning,
        });

        Assert.Equal(
            row.Keys.Except(["PartitionKey", "RowKey", Columns.Schema]).Order(),
            ColumnsUnder("Columns of a source profile"));
    }

    [Fact]
    public void Every_column_of_an_annotation_is_explained_and_no_other()
    {
        var row = TableAnnotations.ToRow(Samples.EveryAnswer);

        Assert.Equal(
            row.Keys.Except(["PartitionKey", "RowKey", Columns.Schema]).Order(),
            ColumnsUnder("Columns of an annotation"));
    }

    [Fact]
    public void The_numbers_it_names_are_the_codes()
    {
        Assert.Contains($"its {CorrectionRules.MaxAnnotations} latest", Readme, StringComparison.Ordinal);
        Assert.Contains($"one of {Keys.HourSpread} spreads", Readme, StringComparison.Ordinal);
        Assert.Contains($"last {SourceProfileRules.LookBack.Days} days", Readme, StringComparison.Ordinal);
        Assert.Contains(
            FormattableString.Invariant($"most {SourceProfileRules.MaxRows:N0} rows, from at most"), Readme, StringComparison.Ordinal);
        Assert.Contains(
            $"at most {(SourceProfileRules.LookBack.Days * 24) + 2} hours of {Keys.HourSpread} partitions",
            Readme,
            StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"its {SourceProfileRules.MaxTexts:N0} texts"), Readme, StringComparison.Ordinal);
        Assert.Contains($"one of {Keys.IndexSpread} partitions", Readme, StringComparison.Ordinal);
        Assert.Contains($"up to {Transactions.MaxActions} rows", Readme, StringComparison.Ordinal);
        Assert.Contains($"`Schema` {Columns.SchemaVersion}", Readme, StringComparison.Ordinal);
    }

    /// <summary>The first cells of the table under a heading.</summary>
    private static IEnumerable<string> Rows(string heading) => FirstCell().Matches(Section(heading)).Select(match => match.Groups[1].Value);

    /// <summary>The columns that the table under a heading explains.</summary>
    private static IEnumerable<string> ColumnsUnder(string heading) =>
        ColumnRow()
            .Matches(Section(heading))
            .SelectMany(match => Name().Matches(match.Groups[1].Value))
            .Select(match => match.Groups[1].Value)
            .Order();

    private static string Section(string heading) => Readme.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex("^\\| `([^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("^\\| (`[^|]+) \\|", RegexOptions.Multiline)]
    private static partial Regex ColumnRow();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex("`Keys\\.(\\w+)`")]
    private static partial Regex Builder();
}
