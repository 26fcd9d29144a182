using System.Diagnostics;
using System.Text.Json;
using Signals.Core.Prediction;
using Signals.Prediction.Running;

namespace Signals.Benchmarks.Predictor;

/// <summary>
/// <c>predictor [--model FILE] [--rows N] [--calls N] [--intersections N]</c>: what the congestion model costs. Load time and size; wall and CPU time and managed bytes of one
/// intersection's call, as the prediction worker makes it; CPU share of one core for so many intersections once a second. One JSON object; exit code 1 when calls allocate.
/// </summary>
internal static class PredictorBenchmark
{
    private const int Loads = 10;

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        arguments.Accept("--model", "--rows", "--calls", "--intersections");
        var path = arguments.Text("--model");
        Func<OnnxCongestionModel> load = path is null ? ShippedModel.Load : () => OnnxCongestionModel.Load(path);
        var loaded = new Quantiles();
        for (var i = 0; i < Loads; i++)
        {
            var started = Stopwatch.GetTimestamp();
            load().Dispose();
            loaded.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        using var model = load();
        var rows = arguments.Number("--rows", 8);
        var (wall, cpu, bytes) = Calls(model, rows, arguments.Number("--calls", 20_000));
        var intersections = arguments.Number("--intersections", 1000);
        var share = Share(model, rows, intersections);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            model = model.Fingerprint[..12],
            fileKiB = path is null ? (double?)null : Math.Round(new FileInfo(path).Length / 1024.0),
            loadMs = new { p50 = loaded.Rounded(0.5), max = loaded.Rounded(1) },
            rows,
            calls = wall.Count,
            wallMicroseconds = Row(wall),
            cpuMicroseconds = Row(cpu),
            bytesPerCall = bytes,
            intersections,
            shareOfOneCore = Math.Round(share, 4),
        }));
        return bytes >= 1 ? 1 : 0; // less is the runtime's own, once
    }

    private static object Row(Quantiles times) => new { p50 = times.Rounded(0.5), p99 = times.Rounded(0.99), p999 = times.Rounded(0.999), max = times.Rounded(1) };

    private static (Quantiles Wall, Quantiles Cpu, double Bytes) Calls(OnnxCongestionModel model, int rows, int calls)
    {
        using var runner = model.NewRunner(rows);
        var inputs = Inputs(model, rows, 64);
        var (wall, cpu) = (new Quantiles(), new Quantiles());
        var measured = new (long Wall, long Cpu)[calls];
        for (var i = 0; i < 500; i++)
        {
            Ask(runner, inputs, i, rows);
            measured[i % calls] = (Stopwatch.GetTimestamp(), ThreadClock.Now);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            var (startedWall, startedCpu) = (Stopwatch.GetTimestamp(), ThreadClock.Now);
            Ask(runner, inputs, i, rows);
            measured[i] = (Stopwatch.GetTimestamp() - startedWall, ThreadClock.Now - startedCpu);
        }

        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / calls;
        foreach (var (spent, spentCpu) in measured)
        {
            wall.Add(spent * 1e6 / Stopwatch.Frequency);
            cpu.Add(spentCpu / 1e3);
        }

        return (wall, cpu, bytes);
    }

    /// <summary>CPU seconds of one second's questions of all intersections.</summary>
    private static double Share(OnnxCongestionModel model, int rows, int intersections)
    {
        using var runner = model.NewRunner(rows);
        var inputs = Inputs(model, rows, 256);
        Ask(runner, inputs, 0, rows);
        var started = ThreadClock.Now;
        for (var i = 0; i < intersections; i++)
        {
            Ask(runner, inputs, i, rows);
        }

        return (ThreadClock.Now - started) / 1e9;
    }

    private static void Ask(ICongestionRunner runner, float[][] inputs, int number, int rows)
    {
        inputs[number % inputs.Length].CopyTo(runner.Inputs);
        runner.Run(rows);
    }

    /// <summary>Rows around the golden ones, so that different leaves are reached; a tenth of the values is missing.</summary>
    private static float[][] Inputs(OnnxCongestionModel model, int rows, int questions)
    {
        var random = new Random(1);
        var golden = model.Metadata.Golden.Inputs;
        return
        [
            .. Enumerable.Range(0, questions).Select(_ => Enumerable.Range(0, rows).SelectMany(_ =>
            {
                var start = random.Next(golden.Length / FeatureColumn.Count) * FeatureColumn.Count;
                return golden.Skip(start).Take(FeatureColumn.Count).Select(v => random.NextDouble() < 0.1 ? float.NaN : v * (0.5f + random.NextSingle()));
            }).ToArray()),
        ];
    }
}
