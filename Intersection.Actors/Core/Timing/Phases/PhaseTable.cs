using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Core.Timing.Phases;

/// <summary>
/// The sequence of one intersection compiled for the tick. Ring-barrier and stage control become one thing: phases in rings between
/// barriers, where a stage sequence is one ring on one side. Immutable and thread-safe.
/// </summary>
public sealed class PhaseTable
{
    private readonly ImmutableArray<TimedPhase> _phases;
    private readonly ImmutableArray<ImmutableArray<ImmutableArray<int>>> _order;
    private readonly ImmutableArray<PhaseSet> _conflicts;
    private readonly ImmutableArray<PhaseSet> _barrierPhases;
    private readonly ImmutableArray<Duration> _changes;
    private readonly ImmutableArray<Duration> _longestChange;
    private readonly ImmutableArray<(int Group, PhaseSet Parents)> _overlaps;

    private PhaseTable(Intersection intersection, SafetyTable safety, ImmutableArray<TimedPhase> phases, ImmutableArray<(int, PhaseSet)> overlaps)
    {
        Safety = safety;
        _phases = phases;
        _overlaps = overlaps;
        IsStaged = intersection.Sequence is StageSequence;
        SimultaneousGapOut = intersection.Sequence is RingBarrierSequence { SimultaneousGapOut: true };
        RingCount = phases.Max(p => p.Ring) + 1;
        BarrierCount = phases.Max(p => p.Barrier) + 1;
        _order = [.. Enumerable.Range(0, RingCount).Select(ring => Enumerable.Range(0, BarrierCount).Select(barrier =>
            phases.Where(p => p.Ring == ring && p.Barrier == barrier).OrderBy(p => p.Order).Select(p => p.Index).ToImmutableArray()).ToImmutableArray())];
        _conflicts = [.. phases.Select(ConflictsWith)];
        _barrierPhases = [.. Enumerable.Range(0, BarrierCount).Select(barrier => SetOf(phases.Where(p => p.Barrier == barrier)))];
        _changes = [.. from leaving in phases from entering in phases select ChangeOf(leaving, entering)];
        _longestChange = [.. phases.Select(leaving => phases.Max(entering => Change(leaving.Index, entering.Index)))];
    }

    public SafetyTable Safety { get; }

    public ImmutableArray<TimedPhase> Phases => _phases;

    public int RingCount { get; }

    public int BarrierCount { get; }

    /// <summary>True when phases are stages.</summary>
    public bool IsStaged { get; }

    /// <summary>All rings must be ready at the same instant to cross a barrier; a gap that has passed does not count any more.</summary>
    public bool SimultaneousGapOut { get; }

    /// <exception cref="ArgumentException">No phase, more than 32, or a ring that names an undefined phase: the loader should have refused it.</exception>
    public static PhaseTable Compile(Intersection intersection, SafetyTable safety)
    {
        var compiled = intersection.Sequence switch
        {
            RingBarrierSequence rings => RingPhases(rings, safety),
            StageSequence stages => StagePhases(stages, safety),
            _ => throw new ArgumentException($"intersection {intersection.Id}: unknown sequence {intersection.Sequence.GetType().Name}"),
        };
        if (compiled.Length is 0 or > PhaseSet.Capacity)
        {
            throw new ArgumentException($"intersection {intersection.Id} has {compiled.Length} phases or stages; 1 to {PhaseSet.Capacity} are possible");
        }

        return new PhaseTable(intersection, safety, compiled, OverlapsOf(intersection.Sequence, compiled));
    }

    public TimedPhase this[int phase] => _phases[phase];

    /// <summary>Phases of one ring on one side of the barrier, in their order.</summary>
    public ImmutableArray<int> InRing(int ring, int barrier) => _order[ring][barrier];

    public PhaseSet InBarrier(int barrier) => _barrierPhases[barrier];

    /// <summary>Phases that cannot be active together with this one: its ring's, the other barriers', and those its groups conflict with.</summary>
    public PhaseSet ConflictsOf(int phase) => _conflicts[phase];

    /// <summary>Index of the phase or stage with that number, or −1.</summary>
    public int IndexOf(int number)
    {
        foreach (var phase in _phases)
        {
            if (phase.Number == number)
            {
                return phase.Index;
            }
        }

        return -1;
    }

    /// <summary>Overlap groups that belong to any of the phases.</summary>
    public GroupSet OverlapsWith(PhaseSet phases)
    {
        var set = GroupSet.Empty;
        foreach (var (group, parents) in _overlaps)
        {
            set = parents.Overlaps(phases) ? set.With(group) : set;
        }

        return set;
    }

    /// <summary>
    /// Vehicle change time from one phase to the next: the longest intergreen among their groups, else the phase's own yellow and red clearance.
    /// </summary>
    public Duration Change(int from, int to) => _changes[from * _phases.Length + to];

    /// <summary>Longest change time out of a phase into any other.</summary>
    public Duration LongestChange(int from) => _longestChange[from];

    private PhaseSet ConflictsWith(TimedPhase phase) => SetOf(_phases.Where(other => other.Index != phase.Index
        && (other.Ring == phase.Ring || other.Barrier != phase.Barrier || !Safety.IsCompatible(phase.Vehicles | other.Vehicles))));

    private Duration ChangeOf(TimedPhase from, TimedPhase to)
    {
        var intergreen = Duration.Zero;
        var own = Duration.Zero;
        foreach (var leaving in from.Vehicles - to.Vehicles)
        {
            var timing = Safety.Group(leaving).Timing;
            own = Duration.Max(own, timing.Clearance + timing.RedClearance);
            foreach (var entering in Safety.ConflictsOf(leaving) & to.Vehicles)
            {
                intergreen = Duration.Max(intergreen, Safety.Intergreen(leaving, entering));
            }
        }

        return intergreen > Duration.Zero ? intergreen : own;
    }

    private static PhaseSet SetOf(IEnumerable<TimedPhase> phases) => phases.Aggregate(PhaseSet.Empty, (set, phase) => set.With(phase.Index));

    private static ImmutableArray<TimedPhase> RingPhases(RingBarrierSequence rings, SafetyTable safety)
    {
        var phases = ImmutableArray.CreateBuilder<TimedPhase>();
        for (var ring = 0; ring < rings.Rings.Length; ring++)
        {
            for (var barrier = 0; barrier < rings.Rings[ring].Barriers.Length; barrier++)
            {
                foreach (var (order, number) in rings.Rings[ring].Barriers[barrier].Index())
                {
                    var phase = rings.PhaseOf(number);
                    var called = rings.Overlaps.Where(o => o.Parents[0] == number).Aggregate(GroupSet.Empty, (set, o) => set.With(o.Group));
                    phases.Add(Make(safety, phases.Count, number, ring, barrier, order, GroupSet.Of(phase.VehicleGroup),
                        phase.PedestrianGroup < 0 ? GroupSet.Empty : GroupSet.Of(phase.PedestrianGroup), called, phase.DualEntry));
                }
            }
        }

        return phases.ToImmutable();
    }

    private static ImmutableArray<TimedPhase> StagePhases(StageSequence sequence, SafetyTable safety) =>
        [.. sequence.Stages.Index().Select(s => Make(
            safety, s.Index, s.Item.Number, 0, 0, s.Index, s.Item.Groups, s.Item.PedestrianGroups, GroupSet.Empty, dualEntry: false))];

    private static TimedPhase Make(
        SafetyTable safety, int index, int number, int ring, int barrier, int order, GroupSet vehicles, GroupSet pedestrians, GroupSet overlaps, bool dualEntry)
    {
        if (vehicles.IsEmpty)
        {
            // An all-pedestrian stage: its crossings are what it is timed by.
            (vehicles, pedestrians) = (pedestrians, GroupSet.Empty);
        }

        Duration minGreen = Duration.Zero, maxGreen = Duration.Zero, lead = Duration.Zero, service = Duration.Zero;
        foreach (var group in vehicles)
        {
            var signal = safety.Group(group);
            minGreen = Duration.Max(minGreen, signal.Timing.MinGo);
            maxGreen = Duration.Max(maxGreen, signal.Demand.MaxGreen);
            lead = Duration.Max(lead, signal.Demand.PedestrianLead);
        }

        foreach (var group in pedestrians)
        {
            var timing = safety.Group(group).Timing;
            service = Duration.Max(service, timing.MinGo + timing.Clearance);
        }

        return new TimedPhase(index, number, ring, barrier, order, vehicles, pedestrians, vehicles | overlaps, dualEntry, minGreen, maxGreen, service, lead);
    }

    private static ImmutableArray<(int, PhaseSet)> OverlapsOf(Sequence sequence, ImmutableArray<TimedPhase> phases) =>
        sequence is not RingBarrierSequence rings
            ? []
            : [.. rings.Overlaps.Select(o => (o.Group, SetOf(phases.Where(p => o.Parents.Contains(p.Number)))))];
}
