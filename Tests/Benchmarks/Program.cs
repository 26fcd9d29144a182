using BenchmarkDotNet.Running;
using Signals.Benchmarks;

// Plain verbs measure whole subsystems and print JSON; anything else is BenchmarkDotNet's.
if (args is ["engine", ..])
{
    return EngineBenchmark.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
