using System.Collections.Immutable;

namespace Signals.Sim.Validation;

/// <summary>Figures of every controller over the same seeds, and paired differences between controllers. Order of seeds is that of the plan.</summary>
public sealed class Comparison
{
    private readonly Dictionary<ControllerChoice, RunResult[]> _runs;

    /// <param name="runs">Results in any order; every controller must have run on every seed.</param>
    /// <exception cref="ArgumentException">A controller misses a seed that another one has.</exception>
    public Comparison(IEnumerable<RunResult> runs)
    {
        _runs = runs.GroupBy(r => r.Controller).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Seed).ToArray());
        Controllers = [.. _runs.Keys.Order()];
        Seeds = Controllers.IsEmpty ? [] : [.. _runs[Controllers[0]].Select(r => r.Seed)];
        foreach (var (controller, results) in _runs)
        {
            if (!results.Select(r => r.Seed).SequenceEqual(Seeds))
            {
                throw new ArgumentException($"{controller.Word()} ran on seeds {string.Join(",", results.Select(r => r.Seed))}, not on {string.Join(",", Seeds)}", nameof(runs));
            }
        }
    }

    public ImmutableArray<ControllerChoice> Controllers { get; }

    public ImmutableArray<ulong> Seeds { get; }

    /// <summary>Every run, by controller and seed.</summary>
    public IEnumerable<RunResult> Runs => Controllers.SelectMany(c => _runs[c]);

    /// <summary>The controller that is judged: the most capable one that ran.</summary>
    public ControllerChoice Candidate => Controllers[^1];

    public MeanInterval Of(ControllerChoice controller, Measure measure) => MeanInterval.Of(Values(controller, measure));

    /// <summary><paramref name="controller"/> minus <paramref name="reference"/>, seed by seed: negative is less.</summary>
    public MeanInterval Difference(ControllerChoice controller, ControllerChoice reference, Measure measure) =>
        MeanInterval.OfDifferences(Values(controller, measure), Values(reference, measure));

    /// <summary>Difference of the means relative to the reference's mean; NaN when that is zero.</summary>
    public double RelativeDifference(ControllerChoice controller, ControllerChoice reference, Measure measure)
    {
        var against = Of(reference, measure).Mean;
        return against == 0 ? double.NaN : Difference(controller, reference, measure).Mean / against;
    }

    private double[] Values(ControllerChoice controller, Measure measure) => [.. _runs[controller].Select(measure.Of)];
}
