using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Timing.Tuning;
using Signals.Core.Units;
using Signals.Sim.VirtualTime;

namespace Signals.Sim.Validation;

/// <summary>
/// The tuned baseline: for the demand that is to be compared, Webster splits from simulated flows, the best of a few common cycles, and offsets by
/// search, every candidate judged by simulated delay. Uses tuning seeds only; nothing is ever tuned on a seed that is reported.
/// </summary>
public sealed class PlanTuning
{
    /// <summary>Seeds that flows are measured and candidates are judged on.</summary>
    public static readonly ImmutableArray<ulong> Seeds = [ValidationPlan.FirstTuningSeed, ValidationPlan.FirstTuningSeed + 1];

    private const int Passes = 2;

    private static readonly Duration WarmUp = Duration.FromSeconds(300);
    private static readonly Duration Window = Duration.FromSeconds(900);

    /// <summary>Common cycles tried, against Webster's longest.</summary>
    private static readonly ImmutableArray<double> CycleFactors = [0.7, 0.85, 1.0, 1.2, 1.4];

    private readonly ValidationPlan _plan;
    private readonly ImmutableArray<TimingPlan> _inForce;
    private readonly Action _evaluated;
    private readonly CancellationToken _stop;

    private PlanTuning(ValidationPlan plan, Action evaluated, CancellationToken stop)
    {
        (_plan, _evaluated, _stop) = (plan, evaluated, stop);
        _inForce = [.. plan.Corridor.Intersections.Select(x => x.PlanAt(DayOfWeek.Monday, plan.At))];
    }

    /// <summary>Most candidates that a tuning of that many intersections judges; for a progress bar.</summary>
    public static int MostEvaluations(int intersections) =>
        1 + CycleFactors.Length * StartVariants + Passes * (1 + 2 * (intersections - 1) * (OffsetSteps - 1));

    /// <summary>Offsets that the search tries around one cycle.</summary>
    private const int OffsetSteps = 10;

    /// <summary>The file's offsets, a green wave each way, and none.</summary>
    private const int StartVariants = 4;

    /// <summary>Tunes the plans that are in force when measuring starts. An intersection that runs free then stays free.</summary>
    /// <param name="plan">Corridor, demand and time; its reporting seeds are not touched.</param>
    /// <param name="evaluated">Told after each candidate.</param>
    /// <param name="cancellationToken">Ends the tuning within a second or two.</param>
    public static Corridor Tune(ValidationPlan plan, Action evaluated, CancellationToken cancellationToken) =>
        new PlanTuning(plan, evaluated, cancellationToken).Run();

    private Corridor Run()
    {
        var tuners = Tuners(MeasureFlows());
        var webster = tuners.Select(t => t?.Cycle() ?? Duration.Zero).Aggregate(Duration.Zero, Duration.Max);
        if (webster == Duration.Zero)
        {
            return _plan.Corridor;
        }

        var least = LeastCycle(tuners);
        var candidates = from factor in CycleFactors
                         let cycle = Bounded(webster, factor, least)
                         from offsets in Starts(cycle)
                         let corridor = With(tuners, cycle, offsets)
                         select (cycle, offsets, cost: Cost(corridor));
        var best = candidates.MinBy(c => c.cost);
        var step = Duration.FromSeconds(Math.Max(1, Math.Round(best.cycle.TotalSeconds / OffsetSteps)));
        var offsetsFound = OffsetSearch.Improve(best.offsets, best.cycle, step, offsets => Cost(With(tuners, best.cycle, offsets)), Passes);
        return With(tuners, best.cycle, offsetsFound);
    }

    private static Duration Bounded(Duration webster, double factor, Duration least) => Duration.FromSeconds(Math.Clamp(
        Math.Round(webster.TotalSeconds * factor), Math.Ceiling(least.TotalSeconds), Math.Max(least.TotalSeconds, PlanTuner.LongestCycle.TotalSeconds)));

    /// <summary>Shortest cycle that holds every intersection's minimums: a common cycle cannot be shorter.</summary>
    private Duration LeastCycle(PlanTuner?[] tuners) => tuners.Index()
        .Select(t => t.Item?.Plan(1, PlanTuner.ShortestCycle, Duration.Zero, _inForce[t.Index].Coordinated).Cycle ?? Duration.Zero)
        .Aggregate(Duration.Zero, Duration.Max);

    /// <summary>Vehicles per hour that each lane group serves under actuated control, mean over the tuning seeds.</summary>
    private VehiclesPerHour[][] MeasureFlows()
    {
        var flows = _plan.Corridor.Intersections.Select(x => new double[x.LaneGroups.Length]).ToArray();
        foreach (var world in RunAll(_plan.Corridor, ControlLevel.Actuated))
        {
            foreach (var movement in world.Traffic.Movements)
            {
                var i = IndexOf(movement.Intersection);
                var lane = _plan.Corridor.Intersections[i].LaneGroups.Single(g => g.Id == movement.LaneGroup);
                flows[i][lane.Index] += movement.Vehicles * 3600 / Window.TotalSeconds / Seeds.Length;
            }
        }

        return [.. flows.Select(f => f.Select(v => new VehiclesPerHour(v)).ToArray())];
    }

    private PlanTuner?[] Tuners(VehiclesPerHour[][] flows) =>
    [
        .. _plan.Corridor.Intersections.Select((x, i) => _inForce[i].IsFree ? null : new PlanTuner(x, SafetyTable.Compile(x), flows[i])),
    ];

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
        new((offset.Milliseconds % cycle.Milliseconds + cycle.Milliseconds) % cycle.Milliseconds);

    private Corridor With(PlanTuner?[] tuners, Duration cycle, ImmutableArray<Duration> offsets) => _plan.Corridor with
    {
        Intersections = [.. _plan.Corridor.Intersections.Select((x, i) => tuners[i] is not { } tuner ? x : x with
        {
            Plans = x.Plans.Replace(_inForce[i], tuner.Plan(_inForce[i].Number, cycle, offsets[i], _inForce[i].Coordinated)),
        })],
    };

    private double Cost(Corridor corridor)
    {
        var cost = RunAll(corridor, ControlLevel.FixedTime).Average(w => w.Traffic.MeanDelay.Value);
        _evaluated();
        return cost;
    }

    /// <summary>One world a tuning seed, run through warm-up and window; each on a thread of its own.</summary>
    private VirtualCorridor[] RunAll(Corridor corridor, ControlLevel level)
    {
        _stop.ThrowIfCancellationRequested();
        var controlled = corridor with
        {
            Intersections = [.. corridor.Intersections.Select(x => x with { Control = x.Control with { Level = level, Shadow = false } })],
        };
        var options = VirtualOptions.Default with { StartAt = Duration.Max(Duration.Zero, _plan.At - WarmUp) };
        var worlds = new VirtualCorridor[Seeds.Length];
        Parallel.For(0, worlds.Length, new ParallelOptions { MaxDegreeOfParallelism = _plan.Threads, CancellationToken = _stop }, i =>
        {
            worlds[i] = new VirtualCorridor(controlled, _plan.Scenario, Seeds[i], options);
            worlds[i].Run(WarmUp);
            worlds[i].ResetMeasures();
            worlds[i].Run(Window);
        });
        return worlds;
    }

    private int IndexOf(string intersection)
    {
        for (var i = 0; i < _plan.Corridor.Intersections.Length; i++)
        {
            if (_plan.Corridor.Intersections[i].Id == intersection)
            {
                return i;
            }
        }

        throw new ArgumentException($"no intersection {intersection}", nameof(intersection));
    }
}
