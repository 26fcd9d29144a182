using System.Collections.Immutable;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Validation;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>Figures of every controller over the same seeds.</summary>
public sealed class SumoComparison
{
    private readonly Dictionary<SumoController, ImmutableArray<SumoRunResult>> _runs;

    /// <param name="runs">Results in any order; every controller must have run on every seed.</param>
    /// <param name="controllers">Order of the table.</param>
    /// <exception cref="ArgumentException">A controller misses a seed that another one has.</exception>
    public SumoComparison(IEnumerable<SumoRunResult> runs, ImmutableArray<SumoController> controllers)
    {
        Controllers = controllers;
        _runs = runs.GroupBy(r => r.Controller).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Seed).ToImmutableArray());
        Seeds = [.. _runs[controllers[0]].Select(r => r.Seed)];
        foreach (var controller in controllers)
        {
            if (!_runs[controller].Select(r => r.Seed).SequenceEqual(Seeds))
            {
                throw new ArgumentException($"{controller.Word()} did not run on the seeds {string.Join(",", Seeds)}", nameof(runs));
            }
        }
    }

    public ImmutableArray<SumoController> Controllers { get; }

    public ImmutableArray<int> Seeds { get; }

    /// <summary>The controller that is judged against the others: the last one asked for.</summary>
    public SumoController Candidate => Controllers[^1];

    /// <summary>Every run, by controller and seed.</summary>
    public IEnumerable<SumoRunResult> Runs => Controllers.SelectMany(c => _runs[c]);

    /// <summary>Runs of one controller by seed.</summary>
    public ImmutableArray<SumoRunResult> Of(SumoController controller) => _runs[controller];

    /// <summary>Full delay of the candidate minus that of <paramref name="reference"/>, seed by seed: negative is less.</summary>
    public MeanInterval Difference(SumoController reference) => MeanInterval.OfDifferences(FullDelays(Candidate), FullDelays(reference));

    public ControllerSummary Summary(SumoController controller) => ControllerSummary.Of(controller, _runs[controller]);

    private double[] FullDelays(SumoController controller) => [.. _runs[controller].Select(r => r.Score.FullDelay ?? double.NaN)];
}
