using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;
using Signals.Sim.Traffic;

namespace Signals.Tests.Sim.Traffic;

/// <summary>Small networks and signals for engine tests.</summary>
internal static class Worlds
{
    public static readonly Corridor OneCrossing = GridCorridor.Build(1, 1);

    public static int GroupOf(int phase) => phase - 1;

    /// <summary>Stop states with some groups at right of way.</summary>
    public static GroupState[] Show(Intersection intersection, params int[] phases)
    {
        var states = intersection.Groups.Select(g => g.StopState).ToArray();
        foreach (var phase in phases)
        {
            states[GroupOf(phase)] = intersection.Groups[GroupOf(phase)].GoState;
        }

        return states;
    }

    public static Scenario Only(string approach, double perHour, Turn turn = Turn.Through) => Scenario.Empty with
    {
        Entries = [new EntryFlow(new ApproachRef("R1C1", approach), DemandProfile.Constant(perHour))],
        Turns =
        [
            new TurnShares(new ApproachRef("R1C1", approach), Duration.Zero, new Dictionary<Turn, double> { [turn] = 1 }.ToImmutable()),
        ],
        TruckShare = 0,
    };

    public static System.Collections.Immutable.ImmutableDictionary<Turn, double> ToImmutable(this Dictionary<Turn, double> shares) =>
        System.Collections.Immutable.ImmutableDictionary.CreateRange(shares);

    public static void RunPlan(TrafficEngine engine, Duration length, Action? afterStep = null)
    {
        var signals = engine.Network.Corridor.Intersections.Select(x => new PlanSignals(x, x.Plans[0])).ToArray();
        var end = engine.Now + length;
        while (engine.Now < end)
        {
            for (var i = 0; i < signals.Length; i++)
            {
                engine.SetSignals(i, signals[i].At(engine.Now - Instant.Epoch));
            }

            engine.Step();
            afterStep?.Invoke();
        }
    }

    public static void Run(TrafficEngine engine, Duration length, GroupState[] states, Action? afterStep = null)
    {
        engine.SetSignals(0, states);
        var end = engine.Now + length;
        while (engine.Now < end)
        {
            engine.Step();
            afterStep?.Invoke();
        }
    }

    /// <summary>First pair of vehicles on any segment whose bodies overlap, described; null when there is none.</summary>
    public static string? Overlap(TrafficEngine engine)
    {
        for (var segment = 0; segment < engine.Network.SegmentCount; segment++)
        {
            VehicleView? ahead = null;
            foreach (var vehicle in engine.VehiclesOn(segment))
            {
                if (ahead is { } leader && vehicle.Front > leader.Rear)
                {
                    return $"at {engine.Now} on segment {segment}: vehicle {vehicle} overlaps {leader}";
                }

                ahead = vehicle;
            }
        }

        return null;
    }

    /// <summary>First vehicle that may enter a junction behind one of its lane that may not, described; null when there is none.</summary>
    public static string? HeldBack(TrafficEngine engine)
    {
        for (var lane = 0; lane < engine.Network.LaneCount; lane++)
        {
            VehicleView? waiting = null;
            foreach (var vehicle in engine.VehiclesOn(lane))
            {
                if (vehicle.MayEnter && waiting is { } before)
                {
                    return $"at {engine.Now} on lane {lane}: vehicle {vehicle} is held back by {before}";
                }

                waiting = vehicle.MayEnter ? waiting : vehicle;
            }
        }

        return null;
    }

    /// <summary>First point where two paths cross and a vehicle stands or drives over it on both, described; null when there is none.</summary>
    public static string? Collision(TrafficEngine engine)
    {
        foreach (var (p, path) in engine.Network.Paths.Index())
        {
            foreach (var conflict in path.Conflicts)
            {
                var foe = engine.Network.Paths[conflict.Foe];
                if (conflict.Foe > p && !conflict.IsMerge && Covers(engine, path.Segment, conflict.Here) && Covers(engine, foe.Segment, conflict.There))
                {
                    return $"at {engine.Now}: {path.Turn} from lane {path.FromLane} and {foe.Turn} from lane {foe.FromLane} are both on their crossing point";
                }
            }
        }

        return null;
    }

    private static bool Covers(TrafficEngine engine, int segment, float point)
    {
        foreach (var vehicle in engine.VehiclesOn(segment))
        {
            if (vehicle.Front > point - 0.5f && vehicle.Rear < point + 0.5f)
            {
                return true;
            }
        }

        return false;
    }
}
