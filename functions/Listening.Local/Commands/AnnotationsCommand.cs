using Listening.Annotations;

namespace Listening.Local.Commands;

/// <summary><c>annotations</c>: exports what people annotated, as training posts.</summary>
internal static class AnnotationsCommand
{
    /// <summary>Mentions looked up at once.</summary>
    private const int ChunkSize = 100;

    public static Command Create(ConsoleOutput output)
    {
        return new Command("annotations", """
            Export annotations with the texts, as training posts for retraining: a tab-separated file with a column for each question.
            Example: listening annotations --brand morgenrot > annotations.tsv
            """)
        {
            SharedOptions.Brand,
        }.WithStorageAction(output, async (parsed, account, stopping) =>
        {
            var stored = await new TableAnnotations(account).AllAsync(parsed.GetValue(SharedOptions.Brand), stopping).ToListAsync(stopping);
            var annotations = Annotation.Latest(stored);
            var mentions = new TableMentions(account);
            var exported = 0;
            output.Result(AnnotationTsv.Header);
            foreach (var chunk in annotations.Chunk(ChunkSize))
            {
                var rows = await mentions.FindAsync([.. chunk.Select(annotation => (annotation.Brand, annotation.Mention))], stopping);
                foreach (var line in chunk.Zip(rows, AnnotationTsv.Line).OfType<string>())
                {
                    output.Result(line);
                    exported++;
                }
            }

            var left = annotations.Count - exported;
            output.Log($"{Quantity.Format(exported, "annotation")} exported"
                + (left > 0 ? $"; {left} left out, as the mentions are gone or were deleted by their authors." : "."));
            return ExitCodes.Done;
        });
    }
}
