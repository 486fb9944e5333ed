using BenchmarkDotNet.Running;
using Listening.Benchmarks;

// first-score: one line about this process, to be run several times. Everything else is BenchmarkDotNet's, for instance
// --filter '*' --job short.
if (args is ["first-score"])
{
    FirstScore.Report(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
