using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Sim.Tuning;

namespace Signals.Sim.Validation;

/// <summary>Machine-readable result of a validation: conditions, every run, means and paired differences. Times in seconds.</summary>
/// <param name="CorridorName">Title of the corridor.</param>
/// <param name="CorridorHash">SHA-256 of the corridor file.</param>
/// <param name="At">Local time at which measuring started.</param>
public sealed record ValidationReport(
    string CorridorName,
    string CorridorHash,
    string Scenario,
    string At,
    double WarmUpS,
    double LengthS,
    ImmutableArray<ulong> Seeds,
    ImmutableArray<ulong> TuningSeeds,
    ImmutableArray<TunedPlan> TunedPlans,
    string Candidate,
    long MonitorFindings,
    ImmutableArray<ControllerFigures> Controllers,
    ImmutableArray<DifferenceFigures> Differences,
    ImmutableArray<RunFigures> Runs)
{
    /// <param name="plan">Conditions.</param>
    /// <param name="tuned">The corridor with tuned plans, null when none was compared.</param>
    /// <param name="comparison">Results.</param>
    public static ValidationReport Of(ValidationPlan plan, Corridor? tuned, Comparison comparison) => new(
        plan.Corridor.Name, plan.Corridor.ContentHash, plan.Scenario.Name, TimeSpan.FromMilliseconds(plan.At.Milliseconds).ToString(@"hh\:mm", null),
        plan.WarmUp.TotalSeconds, plan.Length.TotalSeconds, plan.Seeds, tuned is null ? [] : PlanTuning.Seeds,
        tuned is null ? [] : [.. tuned.Intersections.Select(x => TunedPlan.Of(x.Id, x.PlanAt(DayOfWeek.Monday, plan.At)))], comparison.Candidate.Word(),
        comparison.Runs.Sum(r => r.MonitorFindings),
        [.. comparison.Controllers.Select(c => new ControllerFigures(c.Word(), Figures(m => comparison.Of(c, m))))],
        [
            .. comparison.Controllers.Where(c => c != comparison.Candidate).Select(c => new DifferenceFigures(
                comparison.Candidate.Word(), c.Word(), Figures(m => comparison.Difference(comparison.Candidate, c, m)))),
        ],
        [.. comparison.Runs.Select(RunFigures.Of)]);

    private static ImmutableSortedDictionary<string, Figure> Figures(Func<Measure, MeanInterval> of) =>
        Measure.All.ToImmutableSortedDictionary(m => m.Key, m => Figure.Of(of(m)));
}

/// <summary>A tuned plan, as it was compared.</summary>
/// <param name="SplitsS">Length of each phase or stage by its number, clearance included.</param>
public sealed record TunedPlan(string Intersection, int Plan, double CycleS, double OffsetS, ImmutableSortedDictionary<int, double> SplitsS)
{
    public static TunedPlan Of(string intersection, TimingPlan plan) => new(
        intersection, plan.Number, plan.Cycle.TotalSeconds, plan.Offset.TotalSeconds,
        plan.Splits.ToImmutableSortedDictionary(s => s.PhaseOrStage, s => s.Length.TotalSeconds));
}

/// <summary>Mean and half of its 95 % interval; the latter is null with fewer than two seeds.</summary>
public sealed record Figure(double Mean, double? HalfWidth95)
{
    public static Figure Of(MeanInterval interval) => new(interval.Mean, double.IsNaN(interval.HalfWidth) ? null : interval.HalfWidth);
}

/// <summary>Figures of one controller, by <see cref="Measure.Key"/>.</summary>
public sealed record ControllerFigures(string Controller, ImmutableSortedDictionary<string, Figure> Figures);

/// <summary><paramref name="Of"/> minus <paramref name="Against"/>, paired by seed.</summary>
public sealed record DifferenceFigures(string Of, string Against, ImmutableSortedDictionary<string, Figure> Figures);

/// <summary>Figures of one run.</summary>
public sealed record RunFigures(
    string Controller, ulong Seed, ImmutableSortedDictionary<string, double> Figures, double RemoteShare, long LadderChanges, long Commands,
    long Rejections, ImmutableArray<string> Findings, string CommandDigest, double SpeedUp, ImmutableArray<PlaceFigures> Places)
{
    public static RunFigures Of(RunResult run) => new(
        run.Controller.Word(), run.Seed, Measure.All.ToImmutableSortedDictionary(m => m.Key, m => m.Of(run)), run.RemoteShare, run.LadderChanges,
        run.Commands, run.Rejections, run.FirstFindings, run.CommandDigest, run.SpeedUp,
        [
            .. run.Traffic.Approaches.Select(a => new PlaceFigures(
                a.Intersection, a.Approach, a.IsMain ? "main" : "side", a.Vehicles, a.MeanDelay.Value, a.LongestWait.Value, a.MaxQueue.Value)),
            .. run.Traffic.Crossings.Select(c => new PlaceFigures(
                c.Intersection, c.Leg, "crossing", c.Served + c.Waiting, c.MeanWait.Value, c.LongestWait.Value, 0)),
        ]);
}

/// <summary>What one approach or crossing got, so that nobody's price is hidden in a mean.</summary>
/// <param name="Kind"><c>main</c>, <c>side</c> or <c>crossing</c>.</param>
/// <param name="Users">Vehicles or pedestrians, those still waiting included.</param>
public sealed record PlaceFigures(
    string Intersection, string Leg, string Kind, long Users, double DelayS, double LongestWaitS, double MaxQueueM);
