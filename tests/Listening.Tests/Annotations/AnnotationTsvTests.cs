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
    private static readonly Annotation Label = Samples.EveryAnswer with { Mention = Post.Mention.Id, Severity = Severity.Leaving };

    [Fact]
    public void A_line_is_a_training_post_with_a_column_for_each_question()
    {
        var ofTrainingPosts = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "posts", "test.tsv")).First();
        Assert.Equal(AnnotationTsv.Header, $"{ofTrainingPosts}\tsource\tmention");
        Assert.Equal(
            $"{AuthorKey.For(Post.Mention)}\tde\t\tforum.example\tnordrad\tnegative\texperience\tcomplaint\tcare\t1\tleaving\t"
                + $"Wo bleibt es?\\nSeit Dienstag\\n warte ich.\tforum\t{Post.Mention.Id}",
            AnnotationTsv.Line(Label, Post));
    }

    [Fact]
    public void Nobody_is_named_and_a_post_without_an_author_stands_for_itself() => Assert.StartsWith(
        $"{Post.Mention.Id}\tde\t",
        AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Author = null } }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\t@Northwind hilft nicht", "'@Northwind hilft nicht")]
    [InlineData("\u202E-5 Sterne", "'-5 Sterne")]
    [InlineData("＋49 ruft niemand an", "'＋49 ruft niemand an")]
    [InlineData("'=schon geschützt", "''=schon geschützt")]
    [InlineData("'s ist gut", "'s ist gut")]
    [InlineData("gut = besser", "gut = besser")]
    public void A_text_that_a_spreadsheet_would_run_is_guarded(string text, string cell) => Assert.Equal(
        cell, AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Title = null, Text = text } })!.Split('\t')[11]);

    [Fact]
    public void Every_guarded_cell_can_be_restored() => PropertyCheck.Holds(Prop.ForAll<string>(text =>
        SpreadsheetCell.Restore(SpreadsheetCell.Guard(text ?? "")) == (text ?? "")
        && SpreadsheetCell.Restore(SpreadsheetCell.Guard("'=" + text)) == "'=" + text));

    [Fact]
    public void What_nobody_said_is_empty() => Assert.Equal(
        ["", "", "", "", "0", ""],
        AnnotationTsv.Line(new Annotation("nordrad", Post.Mention.Id, "Jana", Samples.Morning) { NeedsAction = false }, Post)!
            .Split('\t')[5..11]);

    [Fact]
    public void An_answer_is_exported_as_the_model_reads_it_without_the_title_it_quotes() => Assert.Equal(
        "Danke!", AnnotationTsv.Line(
            Label, Post with { Mention = Post.Mention with { Parent = Post.Mention.Id, Text = "Danke!" } })!.Split('\t')[11]);

    [Fact]
    public void What_is_gone_was_taken_back_or_says_nothing_is_not_exported()
    {
        Assert.Null(AnnotationTsv.Line(Label, null));
        Assert.Null(AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Deleted = true } }));
        Assert.Null(AnnotationTsv.Line(Label, Post with { Mention = Post.Mention with { Title = null, Text = " \t\u2028 " } }));
    }

    [Fact]
    public void Of_several_peoples_answers_the_last_to_each_question_stands_for_the_mention()
    {
        var later = new Annotation("nordrad", Post.Mention.Id, "Anna", Label.At.AddMinutes(1)) { Sentiment = Polarity.Neutral };
        var others = Label with { Brand = "suedrad" };

        Assert.Equal(
            [Label with { By = "Anna", Sentiment = Polarity.Neutral, At = later.At }, others],
            Annotation.Latest([later, others, Label]));
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
