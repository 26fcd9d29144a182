using BenchmarkDotNet.Running;
using Signals.Benchmarks;
using Signals.Benchmarks.Ablation;
using Signals.Benchmarks.Decisions;
using Signals.Benchmarks.Gap;
using Signals.Benchmarks.Latency;
using Signals.Benchmarks.Predictor;

// Plain verbs measure whole subsystems and print JSON; anything else is BenchmarkDotNet's.
if (args is ["engine", ..])
{
    return EngineBenchmark.Run(args[1..]);
}

if (args is ["decisions", ..])
{
    return DecisionBenchmark.Run(args[1..]);
}

if (args is ["gap", ..])
{
    return GapBenchmark.Run(args[1..]);
}

if (args is ["ablation", ..])
{
    return AblationBenchmark.Run(args[1..]);
}

if (args is ["predictor", ..])
{
    return PredictorBenchmark.Run(args[1..]);
}

if (args is ["latency", ..])
{
    return await LatencyBenchmark.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
