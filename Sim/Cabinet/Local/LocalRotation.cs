using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Sim.Cabinet.Local;

/// <summary>
/// Builds the rotation of one plan: the stages in order, or for ring-barrier control the concurrent phases between the points
/// at which some ring changes phase. Every phase and crossing is in it, so everyone is served without any detector.
/// </summary>
public static class LocalRotation
{
    /// <summary>Green beyond the minimum where a plan gives no split.</summary>
    private static readonly Duration DefaultExtension = Duration.FromSeconds(5);

    /// <exception cref="ArgumentException">Groups that the sequence runs together conflict.</exception>
    public static ImmutableArray<LocalInterval> Of(Intersection intersection, SafetyTable table, TimingPlan plan)
    {
        var intervals = intersection.Sequence switch
        {
            StageSequence stages => OfStages(stages, table, plan),
            RingBarrierSequence rings => OfRings(rings, table, plan),
            _ => throw new ArgumentException($"intersection {intersection.Id}: sequence {intersection.Sequence.GetType().Name} is not known to the cabinet"),
        };
        foreach (var interval in intervals)
        {
            if (!table.IsCompatible(interval.All))
            {
                throw new ArgumentException(
                    $"intersection {intersection.Id}: the sequence runs groups {interval.All} together, but the intergreen matrix says that some of them conflict");
            }
        }

        return intervals;
    }

    private static ImmutableArray<LocalInterval> OfStages(StageSequence sequence, SafetyTable table, TimingPlan plan) =>
    [
        .. sequence.Stages.Select(stage => new LocalInterval(
            stage.Groups, CompatibleCrossings(table, stage.Groups, stage.PedestrianGroups),
            SplitOrDefault(plan, stage.Number, stage.Groups, table), stage.Number)),
    ];

    private static ImmutableArray<LocalInterval> OfRings(RingBarrierSequence sequence, SafetyTable table, TimingPlan plan)
    {
        var intervals = ImmutableArray.CreateBuilder<LocalInterval>();
        for (var side = 0; side < sequence.BarrierCount; side++)
        {
            AddSide(sequence, table, plan, side, intervals);
        }

        return intervals.ToImmutable();
    }

    private static void AddSide(
        RingBarrierSequence sequence, SafetyTable table, TimingPlan plan, int side, ImmutableArray<LocalInterval>.Builder intervals)
    {
        var ends = new SortedSet<long>();
        foreach (var ring in sequence.Rings)
        {
            long end = 0;
            foreach (var number in ring.Barriers[side])
            {
                end += Length(sequence, table, plan, number).Milliseconds;
                ends.Add(end);
            }
        }

        long start = 0;
        foreach (var end in ends)
        {
            var vehicles = GroupSet.Empty;
            var crossings = GroupSet.Empty;
            foreach (var ring in sequence.Rings)
            {
                var phase = PhaseAt(sequence, table, plan, ring.Barriers[side], start);
                vehicles = phase is null ? vehicles : vehicles.With(phase.VehicleGroup);
                crossings = phase is { PedestrianGroup: >= 0 } ? crossings.With(phase.PedestrianGroup) : crossings;
            }

            vehicles = WithOverlaps(sequence, table, vehicles);
            intervals.Add(new LocalInterval(vehicles, CompatibleCrossings(table, vehicles, crossings), new Duration(end - start), intervals.Count + 1));
            start = end;
        }
    }

    /// <summary>The ring's phase at a time after the barrier; its last phase waits at the next barrier.</summary>
    private static Phase? PhaseAt(RingBarrierSequence sequence, SafetyTable table, TimingPlan plan, ImmutableArray<int> phases, long atMs)
    {
        long end = 0;
        Phase? last = null;
        foreach (var number in phases)
        {
            last = sequence.PhaseOf(number);
            end += Length(sequence, table, plan, number).Milliseconds;
            if (atMs < end)
            {
                break;
            }
        }

        return last;
    }

    private static Duration Length(RingBarrierSequence sequence, SafetyTable table, TimingPlan plan, int phase) =>
        SplitOrDefault(plan, phase, GroupSet.Of(sequence.PhaseOf(phase).VehicleGroup), table);

    private static Duration SplitOrDefault(TimingPlan plan, int phaseOrStage, GroupSet groups, SafetyTable table)
    {
        var split = plan.SplitOf(phaseOrStage);
        if (split > Duration.Zero)
        {
            return split;
        }

        var longest = Duration.Zero;
        foreach (var group in groups)
        {
            var timing = table.Group(group).Timing;
            longest = Duration.Max(longest, timing.MinGo + timing.Clearance + timing.RedClearance);
        }

        return longest + DefaultExtension;
    }

    private static GroupSet WithOverlaps(RingBarrierSequence sequence, SafetyTable table, GroupSet vehicles)
    {
        var all = vehicles;
        foreach (var overlap in sequence.Overlaps)
        {
            var on = overlap.Parents.Any(parent => vehicles.Contains(sequence.PhaseOf(parent).VehicleGroup));
            all = on && !table.ConflictsOf(overlap.Group).Overlaps(all) ? all.With(overlap.Group) : all;
        }

        return all;
    }

    private static GroupSet CompatibleCrossings(SafetyTable table, GroupSet vehicles, GroupSet crossings)
    {
        var compatible = GroupSet.Empty;
        foreach (var crossing in crossings)
        {
            compatible = table.ConflictsOf(crossing).Overlaps(vehicles) ? compatible : compatible.With(crossing);
        }

        return compatible;
    }
}
