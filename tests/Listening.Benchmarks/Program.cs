using BenchmarkDotNet.Running;
using Listening.Benchmarks;

// first-score: one line about this process, to be run several times. volume [posts] [rounds]: the local runner beside an ideal loop.
// Everything else is BenchmarkDotNet's, for instance --filter '*' --job short.
if (args is ["first-score"])
{
    FirstScore.Report(Console.Out);
}
else if (args is ["volume", .. var numbers])
{
    var values = numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
    await Volume.RunAsync(values.ElementAtOrDefault(0) is > 0 and var posts ? posts : 10_000, values.ElementAtOrDefault(1) is > 0 and var rounds ? rounds : 1, Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
