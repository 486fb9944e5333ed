using BenchmarkDotNet.Running;
using Listening.Benchmarks;
using Listening.Domain;

// first-score [words]: one line about this process, to be run several times. reading [rounds]: posts a second. volume [posts] [rounds]: the
// local runner beside an ideal loop. query-try FOLDER BRAND QUERY IN-USE [rounds]: a brand's mentions in
// the runner's folder, read with and without it.
// Everything else is BenchmarkDotNet's, for instance --filter '*' --job short.
if (args is ["first-score", .. var which])
{
    FirstScore.Report(which is ["words"] ? Understanding.Words : Understanding.Full, Console.Out);
}
else if (args is ["reading", .. var count])
{
    Reading.Report(count is [var given] && int.Parse(given, CultureInfo.InvariantCulture) is > 0 and var times ? times : 5, Console.Out);
}
else if (args is ["query-try", var folder, var brand, var query, var inUse, .. var repeated])
{
    await QueryTry.RunAsync(
        folder, brand, query, inUse, repeated is [var wanted] ? int.Parse(wanted, CultureInfo.InvariantCulture) : 3, Console.Out);
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
