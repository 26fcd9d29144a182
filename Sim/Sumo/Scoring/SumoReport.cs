using System.Collections.Immutable;
using Signals.Core.Timing.Adaptive;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;

namespace Signals.Sim.Sumo.Scoring;

/// <summary>Machine-readable result of an experiment: conditions, every run, summaries and paired differences. Times in seconds, decisions in µs.</summary>
/// <param name="Scenario">Name of the configuration.</param>
/// <param name="YellowS">Yellow of comparable timing, s; null with product timing, where every group has its own.</param>
/// <param name="Planner">Settings that the adaptive controller ran with.</param>
public sealed record SumoReport(
    string Scenario, string Sensing, string Timing, double? YellowS, int TeleportAfterS, PlannerSettings Planner, ImmutableArray<int> Seeds,
    ImmutableArray<ControllerSummary> Controllers, ImmutableArray<DelayDifference> Differences, ImmutableArray<SumoRunRow> Runs)
{
    public static SumoReport Of(SumoConditions conditions, SumoComparison comparison) => new(
        conditions.Configuration.Name, conditions.Sensing.Word(), conditions.Timing.ToString(),
        conditions.Timing == SumoTiming.Comparable ? conditions.Yellow.TotalSeconds : null, conditions.TeleportAfter, conditions.Planner, comparison.Seeds,
        [.. comparison.Controllers.Select(comparison.Summary)],
        [.. comparison.Controllers.Where(c => c != comparison.Candidate).Select(c => Difference(comparison, c))],
        [.. comparison.Runs.Select(SumoRunRow.Of)]);

    private static DelayDifference Difference(SumoComparison comparison, SumoController against)
    {
        var difference = comparison.Difference(against);
        return new DelayDifference(
            comparison.Candidate.Word(), against.Word(), difference.Mean, double.IsNaN(difference.HalfWidth) ? null : difference.HalfWidth);
    }
}

/// <summary>Full delay of one controller minus that of another, paired by seed.</summary>
/// <param name="HalfWidth95S">Half of the 95 % interval; null with fewer than two seeds.</param>
public sealed record DelayDifference(string Of, string Against, double MeanS, double? HalfWidth95S);

/// <summary>One run without its long lists.</summary>
/// <param name="Score">What the vehicles got.</param>
/// <param name="Check">What the check of the shown states found; null when not asked for.</param>
/// <param name="MonitorFindings">Null, as all that follows, when SUMO set the signals.</param>
public sealed record SumoRunRow(
    string Controller, int Seed, TripScore Score, SignalCheckResult? Check, long? MonitorFindings, double? LongestCallS, long? ForcedCalls, long? LadderChanges,
    long? Rejections, double? RemoteShare, string? CommandDigest, double? OursSeconds, double? SumoSeconds, double? SensorSeconds, double WallSeconds)
{
    public static SumoRunRow Of(SumoRunResult run) => new(
        run.Controller.Word(), run.Seed, run.Score, run.Check, run.Signals?.MonitorFindings, run.Signals?.LongestCallS, run.Signals?.ForcedCalls,
        run.Signals?.LadderChanges, run.Signals?.Rejections, run.Signals?.RemoteShare, run.Signals?.CommandDigest, run.Signals?.OursSeconds,
        run.Signals?.SumoSeconds, run.Signals?.SensorSeconds, run.WallSeconds);
}
