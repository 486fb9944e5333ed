using FsCheck.Fluent;
using Listening.Annotations;
using Listening.Domain;
using Listening.Scoring.Normalization;
using Listening.Testing;

namespace Listening.Tests.Annotations;

public sealed class AnnotationTsvTests
{
    private static readonly JudgedMention Post = (Samples.Post("1", "Seit Dienstag\n\twarte ich.\r\n") with { Title = "Wo bleibt es?" })
        .Judged();
    private static readonly Annotation Label = new(
        "nordrad", Post.Mention.Id, Polarity.Negative, Intent.Complaint, "Jana", Samples.Morning);

    [Fact]
    public void A_line_holds_what_the_header_says_in_one_line() =>
        Assert.Equal(
            $"negative\tde\tnordrad/forum\tWo bleibt es? Seit Dienstag  warte ich.\tcomplaint\t{Post.Mention.Id}",
            AnnotationTsv.Line(Label, Post));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\t@Northwind hilft nicht", "'@Northwind hilft nicht")]
    [InlineData("\u202E-5 Sterne", "'-5 Sterne")]
    [InlineData("＋49 ruft niemand an", "'＋49 ruft niemand an")]
    [InlineData("'=schon geschützt", "''=schon geschützt")]
    [InlineData("'s ist gut", "'s ist gut")]
    [InlineData("gut = besser", "gut = besser")]
    public void A_text_that_a_spreadsheet_would_run_is_guarded(string text, string cell) => Assert.Equal(
        cell, AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Title = null, Text = text } })!.Split('\t')[3]);

    [Fact]
    public void Every_guarded_cell_can_be_restored() => PropertyCheck.Holds(Prop.ForAll<string>(text =>
        SpreadsheetCell.Restore(SpreadsheetCell.Guard(text ?? "")) == (text ?? "")
        && SpreadsheetCell.Restore(SpreadsheetCell.Guard("'=" + text)) == "'=" + text));

    [Fact]
    public void An_intent_nobody_named_is_empty() =>
        Assert.Equal("", AnnotationTsv.Line(Label with { Intent = null }, Post)!.Split('\t')[4]);

    [Fact]
    public void An_answer_is_exported_as_the_model_reads_it_without_the_title_it_quotes() => Assert.Equal(
        "Danke!", AnnotationTsv.Line(
            Label, Post with { Mention = Post.Mention with { Parent = Post.Mention.Id, Text = "Danke!" } })!.Split('\t')[3]);

    [Fact]
    public void What_is_gone_was_taken_back_or_says_nothing_is_not_exported()
    {
        Assert.Null(AnnotationTsv.Line(Label, null));
        Assert.Null(AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Deleted = true } }));
        Assert.Null(AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Title = null, Text = " \t\u2028 " } }));
    }

    [Fact]
    public void Of_several_peoples_labels_the_last_stands_for_the_mention()
    {
        var later = Label with { By = "Anna", Polarity = Polarity.Neutral, At = Label.At.AddMinutes(1) };
        var others = Label with { Brand = "suedrad" };

        Assert.Equal([later, others], AnnotationTsv.Latest([later, others, Label]));
    }

    [Fact]
    public void Whatever_a_post_says_its_line_has_as_many_fields_as_the_header() => PropertyCheck.Holds(
        Prop.ForAll(Arbitraries.Mention.ToArbitrary(), mention =>
            AnnotationTsv.Line(Label, new JudgedMention("nordrad", mention, Samples.Negative)) is not { } line
            || (
                line.Split('\t')
                    .Length == AnnotationTsv.Header.Split('\t')
                    .Length && line.Split('\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f')
                    .Length == 1)));
}
