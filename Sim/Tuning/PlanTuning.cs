using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Phases;
using Signals.Core.Timing.Tuning;
using Signals.Core.Units;
using Signals.Sim.Validation;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Tuning;

/// <summary>
/// Fixed-time plans for a demand: Webster splits from simulated flows, the best of a few common cycles, then offsets and splits by search, every candidate
/// judged by simulated delay. Uses tuning seeds only; nothing is ever tuned on a seed that is reported.
/// </summary>
public sealed class PlanTuning
{
    /// <summary>Seeds that candidates are judged on unless others are named.</summary>
    public static readonly ImmutableArray<ulong> Seeds =
        [ValidationPlan.FirstTuningSeed, ValidationPlan.FirstTuningSeed + 1, ValidationPlan.FirstTuningSeed + 2, ValidationPlan.FirstTuningSeed + 3];

    /// <summary>Rounds of offsets, then splits.</summary>
    private const int Rounds = 2;

    /// <summary>Offsets that the search tries around one cycle.</summary>
    private const int OffsetSteps = 10;

    /// <summary>The file's offsets, a green wave each way, and none.</summary>
    private const int StartVariants = 4;

    /// <summary>Step of a split's weight.</summary>
    private const double SplitFactor = 1.15;

    private static readonly Duration FlowWarmUp = Duration.FromSeconds(300);
    private static readonly Duration FlowWindow = Duration.FromSeconds(1800);

    /// <summary>Common cycles tried, against Webster's longest.</summary>
    private static readonly ImmutableArray<double> CycleFactors = [0.7, 0.85, 1.0, 1.2, 1.4];

    private readonly ValidationPlan _plan;
    private readonly ImmutableArray<ulong> _seeds;
    private readonly ImmutableArray<TimingPlan> _inForce;
    private readonly PlanJudge _judge;
    private readonly CancellationToken _stop;

    private PlanTuning(ValidationPlan plan, ImmutableArray<ulong> seeds, Action evaluated, CancellationToken stop)
    {
        (_plan, _seeds, _stop) = (plan, seeds, stop);
        _inForce = [.. plan.Corridor.Intersections.Select(x => x.PlanAt(DayOfWeek.Monday, plan.At))];
        _judge = new PlanJudge(plan, seeds, evaluated, stop);
    }

    /// <summary>Candidates that a tuning judges at most in its first rounds; for a progress bar. A search that keeps gaining judges a few more.</summary>
    public static int UsualEvaluations(Corridor corridor)
    {
        var phases = corridor.Intersections.Sum(x => PhaseTable.Compile(x, SafetyTable.Compile(x)).Phases.Length);
        var offsets = 1 + 2 * (corridor.Intersections.Length - 1) * (OffsetSteps - 1);
        return CycleFactors.Length * StartVariants + Rounds * (offsets + 1 + 2 * phases);
    }

    /// <summary>Tunes the plans that are in force when measuring starts. An intersection that runs free then stays free.</summary>
    /// <param name="plan">Corridor, demand and time; its reporting seeds are not touched.</param>
    /// <param name="seeds">Seeds that candidates are judged on.</param>
    /// <param name="evaluated">Told after each candidate.</param>
    /// <param name="cancellationToken">Ends the tuning within a second or two.</param>
    public static Corridor Tune(ValidationPlan plan, ImmutableArray<ulong> seeds, Action evaluated, CancellationToken cancellationToken) =>
        new PlanTuning(plan, seeds, evaluated, cancellationToken).Run();

    private Corridor Run()
    {
        if (_inForce.All(p => p.IsFree))
        {
            return _plan.Corridor;
        }

        var flows = MeasureFlows();
        ImmutableArray<PlanTuner?> tuners =
            [.. _plan.Corridor.Intersections.Select((x, i) => _inForce[i].IsFree ? null : new PlanTuner(x, SafetyTable.Compile(x), flows[i]))];
        ImmutableArray<ImmutableArray<double>> weights = [.. tuners.Select(t => Enumerable.Repeat(1.0, t?.PhaseCount ?? 0).ToImmutableArray())];
        var (cycle, offsets) = BestStart(tuners, weights);
        var step = Duration.FromSeconds(Math.Max(1, Math.Round(cycle.TotalSeconds / OffsetSteps)));
        for (var round = 0; round < Rounds; round++)
        {
            offsets = OffsetSearch.Improve(offsets, cycle, step, o => _judge.Cost(Plans(tuners, weights, cycle, o)), passes: 1);
            weights = SplitSearch.Improve(weights, SplitFactor, w => _judge.Cost(Plans(tuners, w, cycle, offsets)), passes: 1);
        }

        return With(Plans(tuners, weights, cycle, offsets));
    }

    private (Duration Cycle, ImmutableArray<Duration> Offsets) BestStart(
        ImmutableArray<PlanTuner?> tuners, ImmutableArray<ImmutableArray<double>> weights)
    {
        var webster = tuners.Select(t => t?.Cycle() ?? Duration.Zero).Aggregate(Duration.Zero, Duration.Max);
        var least = LeastCycle(tuners);
        var candidates = from factor in CycleFactors
                         let cycle = Bounded(webster, factor, least)
                         from offsets in Starts(cycle)
                         select (cycle, offsets, cost: _judge.Cost(Plans(tuners, weights, cycle, offsets)));
        var best = candidates.MinBy(c => c.cost);
        return (best.cycle, best.offsets);
    }

    private static Duration Bounded(Duration webster, double factor, Duration least) => Duration.FromSeconds(Math.Clamp(
        Math.Round(webster.TotalSeconds * factor), Math.Ceiling(least.TotalSeconds), Math.Max(least.TotalSeconds, PlanTuner.LongestCycle.TotalSeconds)));

    /// <summary>Shortest cycle that holds every intersection's minimums: a common cycle cannot be shorter.</summary>
    private Duration LeastCycle(ImmutableArray<PlanTuner?> tuners) => tuners
        .Select((t, i) => t?.Plan(_inForce[i].Number, Duration.Zero, Duration.Zero, _inForce[i].Coordinated).Cycle ?? Duration.Zero)
        .Aggregate(Duration.Zero, Duration.Max);

    /// <summary>Arrival flow of each lane group under actuated control, which serves what comes, so that no flow is cut by a bad plan.</summary>
    private VehiclesPerHour[][] MeasureFlows()
    {
        var flows = _plan.Corridor.Intersections.Select(x => new double[x.LaneGroups.Length]).ToArray();
        var index = _plan.Corridor.Intersections.Index().ToDictionary(x => x.Item.Id, x => x.Index);
        foreach (var world in RunActuated())
        {
            foreach (var movement in world.Traffic.Movements)
            {
                var i = index[movement.Intersection];
                var lane = _plan.Corridor.Intersections[i].LaneGroups.Single(g => g.Id == movement.LaneGroup);
                flows[i][lane.Index] += movement.Vehicles * 3600 / FlowWindow.TotalSeconds / _seeds.Length;
            }
        }

        return [.. flows.Select(f => f.Select(v => new VehiclesPerHour(v)).ToArray())];
    }

    private VirtualCorridor[] RunActuated()
    {
        var actuated = _plan.Corridor with
        {
            Intersections = [.. _plan.Corridor.Intersections.Select(x => x with { Control = x.Control with { Level = ControlLevel.Actuated, Shadow = false } })],
        };
        var worlds = new VirtualCorridor[_seeds.Length];
        Parallel.For(0, worlds.Length, new ParallelOptions { MaxDegreeOfParallelism = _plan.Threads, CancellationToken = _stop }, i =>
        {
            worlds[i] = new VirtualCorridor(actuated, _plan.Scenario, _seeds[i], VirtualOptions.Default with { StartAt = Duration.Max(Duration.Zero, _plan.At - FlowWarmUp) });
            worlds[i].Run(FlowWarmUp);
            worlds[i].ResetMeasures();
            worlds[i].Run(FlowWindow);
        });
        return worlds;
    }

    private IEnumerable<ImmutableArray<Duration>> Starts(Duration cycle)
    {
        yield return [.. _inForce.Select(p => Wrap(p.Offset, cycle))];
        yield return [.. Enumerable.Repeat(Duration.Zero, _inForce.Length)];
        var travel = TravelTimes();
        yield return [.. travel.Select(t => Wrap(t, cycle))];
        yield return [.. travel.Select(t => Wrap(-t, cycle))];
    }

    /// <summary>Free-flow travel time from the first intersection to each, along the file's order; unlinked neighbours add nothing.</summary>
    private Duration[] TravelTimes()
    {
        var times = new Duration[_inForce.Length];
        for (var i = 1; i < times.Length; i++)
        {
            var (from, to) = (_plan.Corridor.Intersections[i - 1].Id, _plan.Corridor.Intersections[i].Id);
            var link = _plan.Corridor.Links.FirstOrDefault(l => l.From == from && l.To == to);
            times[i] = times[i - 1] + (link is null ? Duration.Zero : (link.Length / link.Speed).ToDuration());
        }

        return times;
    }

    private static Duration Wrap(Duration offset, Duration cycle) =>
        Duration.FromSeconds(Math.Round(((offset.Milliseconds % cycle.Milliseconds + cycle.Milliseconds) % cycle.Milliseconds) / 1000.0) % cycle.TotalSeconds);

    private TimingPlan[] Plans(
        ImmutableArray<PlanTuner?> tuners, ImmutableArray<ImmutableArray<double>> weights, Duration cycle, ImmutableArray<Duration> offsets) =>
        [.. tuners.Select((t, i) => t is null
            ? _inForce[i]
            : t.Weighted(weights[i].AsSpan()).Plan(_inForce[i].Number, cycle, offsets[i], _inForce[i].Coordinated) with { Transition = _inForce[i].Transition })];

    private Corridor With(TimingPlan[] plans) => _plan.Corridor with
    {
        Intersections = [.. _plan.Corridor.Intersections.Select((x, i) => x with { Plans = x.Plans.Replace(_inForce[i], plans[i]) })],
    };
}
