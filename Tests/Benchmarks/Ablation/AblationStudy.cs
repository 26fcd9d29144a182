using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace Signals.Benchmarks.Ablation;

/// <summary>Runs every variant on every world and seed until the time is used up, all variants of one seed before the next: what is there can be compared.</summary>
/// <param name="worlds">Where.</param>
/// <param name="variants">What; the first is the one that the others are compared with.</param>
/// <param name="seeds">Seeds, in this order.</param>
internal sealed class AblationStudy(ImmutableArray<IAblationWorld> worlds, ImmutableArray<Variant> variants, ImmutableArray<int> seeds)
{
    private readonly ConcurrentDictionary<(int World, int Variant, int Seed), AblationResult> _results = new();

    /// <summary>Runs that a full study has.</summary>
    public int Total => worlds.Length * variants.Length * seeds.Length;

    /// <summary>Runs that are done.</summary>
    public int Done => _results.Count;

    /// <param name="jobs">Runs at the same time.</param>
    /// <param name="limit">No run goes on beyond it.</param>
    /// <param name="progress">Told of each run that ended, from any thread.</param>
    public void Run(int jobs, TimeSpan limit, Action<string> progress)
    {
        using var end = new CancellationTokenSource(limit);
        var order = from seed in seeds
                    from world in Enumerable.Range(0, worlds.Length)
                    from variant in Enumerable.Range(0, variants.Length)
                    select (world, variant, seed);
        try
        {
            Parallel.ForEach(
                Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = end.Token },
                key => RunOne(key, progress, end.Token));
        }
        catch (OperationCanceledException)
        {
            progress($"time is up: {Done} of {Total} runs");
        }
        catch (AggregateException several) when (several.Flatten().InnerExceptions.All(e => e is OperationCanceledException))
        {
            progress($"time is up: {Done} of {Total} runs");
        }
    }

    /// <summary>Results of a variant on a world in the order of the seeds that have both it and the default.</summary>
    public (double[] Own, double[] Default, AblationResult[] Runs) Paired(int world, int variant)
    {
        var both = seeds.Where(s => _results.ContainsKey((world, variant, s)) && _results.ContainsKey((world, 0, s))).ToArray();
        AblationResult[] runs = [.. both.Select(s => _results[(world, variant, s)])];
        return ([.. runs.Select(r => r.Delay)], [.. both.Select(s => _results[(world, 0, s)].Delay)], runs);
    }

    private void RunOne((int World, int Variant, int Seed) key, Action<string> progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = worlds[key.World].Run(variants[key.Variant].Planner, key.Seed, cancellationToken);
        _results[key] = result;
        progress(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Done,4}/{Total}  {worlds[key.World].Name,-16} seed {key.Seed,4}  {variants[key.Variant].Title,-36} {result.Delay,8:0.00} s  ({Stopwatch.GetElapsedTime(started).TotalSeconds:0} s)"));
    }
}
