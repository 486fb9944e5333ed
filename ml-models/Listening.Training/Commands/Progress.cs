using Spectre.Console;

namespace Listening.Training.Commands;

/// <summary>Shows the progress of long work on standard error: a bar on a terminal, otherwise lines.</summary>
internal static class Progress
{
    private static readonly IAnsiConsole Terminal =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Writes a remark between two pieces of work.</summary>
    public static void Write(string remark) => Terminal.WriteLine(remark);

    /// <param name="what">The work, in a few words.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="work">Calls its argument after each step, with the name of the step if it has one.</param>
    public static T Run<T>(string what, int steps, Func<Action<string?>, T> work) => Terminal.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new ElapsedTimeColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            var task = context.AddTask(Markup.Escape(what), maxValue: steps);
            var result = work(step =>
            {
                task.Increment(1);
                task.Description = Markup.Escape(step is null ? what : $"{what}: {step}");
            });
            task.Value = steps;
            return result;
        });
}
