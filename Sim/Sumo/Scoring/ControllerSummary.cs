using System.Collections.Immutable;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Validation;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>Figures of one controller over all seeds; times in seconds.</summary>
/// <param name="Controller">Its name.</param>
/// <param name="FullDelay">Mean full delay with its 95 % interval.</param>
/// <param name="Median">Median full delay.</param>
/// <param name="NotInserted">Vehicles never inserted, mean.</param>
/// <param name="LongestWait">Longest standing time of any vehicle in any run.</param>
/// <param name="P95">95th percentile of the delay, mean.</param>
/// <param name="Stops">Stops of a finished trip, mean.</param>
/// <param name="Locked">Runs with more than <see cref="LockFactor"/> times the lower quartile of the full delay.</param>
/// <param name="Teleports">All runs together.</param>
/// <param name="Collisions">All runs together.</param>
/// <param name="MonitorFindings">All runs together; null when SUMO set the signals.</param>
/// <param name="CheckFindings">All runs together; null when they were not checked.</param>
/// <param name="MaxRed">Longest red shown in any run; null when not checked.</param>
/// <param name="Decision">Wall time of one decision; null when SUMO set the signals.</param>
/// <param name="RunSeconds">Wall time of one run, mean.</param>
public sealed record ControllerSummary(
    string Controller, MeanInterval FullDelay, double Median, double NotInserted, double LongestWait, double P95, double Stops, int Locked,
    int Teleports, int Collisions, long? MonitorFindings, int? CheckFindings, double? MaxRed, DecisionTimes? Decision, double RunSeconds)
{
    /// <summary>A run with this many times the delay of a good one has locked up somewhere.</summary>
    public const double LockFactor = 1.5;

    public static ControllerSummary Of(SumoController controller, ImmutableArray<SumoRunResult> runs)
    {
        double[] delays = [.. runs.Select(r => r.Score.FullDelay ?? double.NaN)];
        double[] ascending = [.. delays.Order()];
        var ours = runs.Where(r => r.Signals is not null).Select(r => r.Signals!).ToList();
        var isChecked = runs.All(r => r.Check is not null);
        return new ControllerSummary(
            controller.Word(), MeanInterval.Of(delays), Quantile.Of(ascending, 0.5), runs.Average(r => r.Score.NotInserted), runs.Max(r => r.Score.MaxWait ?? 0),
            runs.Average(r => r.Score.P95Delay ?? double.NaN), runs.Average(r => r.Score.MeanStops ?? double.NaN),
            delays.Count(d => d > LockFactor * Quantile.Of(ascending, 0.25)), runs.Sum(r => r.Score.Teleports), runs.Sum(r => r.Score.Collisions),
            ours.Count > 0 ? ours.Sum(o => o.MonitorFindings) : null, isChecked ? runs.Sum(r => r.Check!.Findings) : null,
            isChecked ? runs.Max(r => r.Check!.MaxRed) : null, DecisionTimes.Of(ours), runs.Average(r => r.WallSeconds));
    }
}

/// <summary>Wall time of a tick that decided on fresh observations (sense, plan, govern), µs.</summary>
public sealed record DecisionTimes(double P50, double P99, double P999, double Max)
{
    /// <summary>Over all decisions of all runs; null without any.</summary>
    public static DecisionTimes? Of(IEnumerable<SignalWork> runs)
    {
        double[] all = [.. runs.SelectMany(r => r.DecisionMicroseconds).Select(m => (double)m).Order()];
        return all.Length == 0 ? null : new DecisionTimes(Quantile.Of(all, 0.5), Quantile.Of(all, 0.99), Quantile.Of(all, 0.999), all[^1]);
    }
}
