using Listening.Training.Corpora;

namespace Listening.Training.Tests;

public sealed class TsvFileTests
{
    [Fact]
    public void A_quotation_mark_that_never_closes_is_a_character_like_any_other()
    {
        var rows = Read("label\ttext\npositive\t\"Nie wieder ohne\nneutral\tAbfahrt 9:12\n").Rows().ToList();

        Assert.Equal(["\"Nie wieder ohne", "Abfahrt 9:12"], rows.Select(row => row.Cells[1]));
        Assert.Equal([2, 3], rows.Select(row => row.Line));
    }

    [Theory]
    [InlineData("label\ttext\r\npositive\tgut\r\n", "gut")]
    [InlineData("\uFEFFlabel\ttext\npositive\tgut", "gut")]
    [InlineData("label\ttext\npositive\terste\rzweite Zeile\n", "erste\rzweite Zeile")]
    public void Line_ends_and_byte_order_marks_are_as_programs_leave_them(string content, string text) =>
        Assert.Equal(["label positive", $"text {text}"], Read(content)
            .Header.Zip(Read(content).Rows().Single().Cells, (name, cell) => $"{name} {cell}"));

    [Fact]
    public void A_row_of_another_width_is_named_by_file_and_line() => Refused(
        () => Read("label\ttext\npositive\tgut\nneutral\tein\tTab zu viel\n").Rows().ToList(),
        "kunden.tsv, line 3: there are 3 columns where the header has 2.");

    [Fact]
    public void A_missing_column_is_named_beside_those_that_exist() => Refused(
        () => Read("label\tmessage\npositive\tgut\n").Column("text"),
        "kunden.tsv, line 1: the header has no column text; it has label, message.");

    [Fact]
    public void An_empty_file_has_no_header() => Refused(() => Read(""), "kunden.tsv, line 1: there is no header; the file is empty.");

    [Fact]
    public void Another_encoding_is_named_by_the_line_where_it_shows() => Refused(
        () => TsvFile.Parse([.. "label\ttext\npositive\tsch"u8, 0xF6, .. "n\n"u8], "kunden.tsv"),
        "kunden.tsv, line 2: this is not UTF-8; save the file in that encoding.");

    [Fact]
    public void A_file_that_is_not_there_is_named_with_its_place() => Refused(
        () => TsvFile.Read("/nowhere/kunden.tsv", "kunden.tsv"),
        "kunden.tsv: there is no such file at /nowhere/kunden.tsv.");

    private static TsvFile Read(string content) => TsvFile.Parse(Encoding.UTF8.GetBytes(content), "kunden.tsv");

    private static void Refused(Func<object?> reading, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<TrainingDataException>(reading).Message);
}
