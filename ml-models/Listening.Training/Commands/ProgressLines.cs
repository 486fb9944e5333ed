using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Listening.Training.Commands;

/// <summary>Shows how far long work has come.</summary>
internal interface IProgressLines
{
    /// <summary>A remark between two pieces of work.</summary>
    void Say(string remark);

    /// <param name="what">The work, in two words.</param>
    /// <param name="steps">How many there are.</param>
    /// <param name="work">Calls what it is given after each step, with a name for the step if it has one.</param>
    T Work<T>(string what, int steps, Func<Action<string?>, T> work);
}

/// <summary>A bar for a person at a terminal; else a line per named step. On standard error.</summary>
internal static class ProgressLines
{
    public static IProgressLines OfConsole() => Console.IsErrorRedirected ? new Plain(Console.Error) : new Bar();

    private sealed class Bar : IProgressLines
    {
        private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

        public void Say(string remark) => _console.WriteLine(remark);

        public T Work<T>(string what, int steps, Func<Action<string?>, T> work) => _console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
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

    private sealed class Plain(TextWriter lines) : IProgressLines
    {
        public void Say(string remark) => lines.WriteLine(remark);

        public T Work<T>(string what, int steps, Func<Action<string?>, T> work)
        {
            var clock = Stopwatch.StartNew();
            var done = 0;
            var result = work(step =>
            {
                done++;
                if (step is not null)
                {
                    lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {step} ({done} of {steps}, {clock.Elapsed.TotalSeconds:0} s)"));
                }
            });
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: done after {clock.Elapsed.TotalSeconds:0.0} s"));
            return result;
        }
    }
}
