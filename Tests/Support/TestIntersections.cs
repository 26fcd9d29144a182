using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Tests.Support;

/// <summary>Small intersections built in code, for tests that need a model but no file. Every call makes a fresh, equal one.</summary>
public static class TestIntersections
{
    /// <summary>Group index of phase n is n − 1; pedestrian groups of phases 2, 4, 6, 8 are 8–11.</summary>
    public const int Pedestrian2 = 8, Pedestrian4 = 9, Pedestrian6 = 10, Pedestrian8 = 11;

    private static readonly CabinetEndpoint Loopback = new(CabinetTransport.Tcp, "127.0.0.1", 1502, 1, "signals-v1");

    /// <summary>
    /// Eight NEMA phases in two rings with leading lefts and four crossings. Yellow 4.0 s (lefts 3.0 s), red clearance 1.5 s (1.0 s),
    /// minimum green 8 s (5 s), walk 7 s, pedestrian clearance 12 s plus 3 s buffer. Stop-line loops on channels 1–8 by phase, advance
    /// loops 9–12 for phases 2, 4, 6, 8, buttons 13–16.
    /// </summary>
    public static Intersection RingBarrier(string id = "main-4th", int device = 1) => new(
        id, "Main & 4th", device, Approaches(), RingLaneGroups(), RingGroups(), RingCrossings(), RingSequence(), RingIntergreens(),
        GroupSet.Of(1, 5), RingDetectors(), [RingPlan(1, 90), RingPlan(2, 120)],
        [new ScheduleEntry(0x7F, Duration.Zero, 1), new ScheduleEntry(0x3E, Duration.FromSeconds(7 * 3600), 2)], Loopback, ControlSettings.Default);

    /// <summary>
    /// Three German stages: main road (groups 0 and 1, crossing 4), left turn (2), side street (3, crossing 5). Yellow 3 s,
    /// red-amber 1 s, minimum green 5 s, intergreens by matrix from 4 s to 9 s.
    /// </summary>
    public static Intersection German(string id = "ring-hafen", int device = 2) => new(
        id, "Ringstraße / Hafenweg", device, Approaches(), GermanLaneGroups(), GermanGroups(),
        [new Crossing("S", 4, new Metres(8), new Metres(1)), new Crossing("E", 5, new Metres(10), new Metres(1))],
        GermanSequence(), GermanIntergreens(), GroupSet.Of(0, 1), GermanDetectors(),
        [new TimingPlan(1, Duration.FromSeconds(70), Duration.Zero,
            [new Split(1, Duration.FromSeconds(32)), new Split(2, Duration.FromSeconds(14)), new Split(3, Duration.FromSeconds(24))],
            [1], TransitionMode.ShortWay)],
        [new ScheduleEntry(0x7F, Duration.Zero, 1)], Loopback, ControlSettings.Default);

    private static ImmutableArray<Approach> Approaches() =>
    [
        Approach("N", 0), Approach("E", 90), Approach("S", 180), Approach("W", 270),
    ];

    private static Approach Approach(string id, double bearing) =>
        new(id, bearing, MetresPerSecond.FromKph(56), 0, new Metres(250), new Metres(24));

    private static ImmutableArray<SignalGroup> RingGroups()
    {
        var groups = ImmutableArray.CreateBuilder<SignalGroup>();
        for (var phase = 1; phase <= 8; phase++)
        {
            var left = phase % 2 == 1;
            var timing = left ? Timing(5, 3, 1, 0) : Timing(8, 4, 1.5, 0);
            groups.Add(new SignalGroup(phase - 1, $"P{phase}", left ? SignalGroupKind.TurnArrow : SignalGroupKind.Vehicle, timing, GroupDemand.Default));
        }

        for (var phase = 2; phase <= 8; phase += 2)
        {
            groups.Add(new SignalGroup(7 + phase / 2, $"PED{phase}", SignalGroupKind.Pedestrian, Timing(7, 12, 3, 0), GroupDemand.Default));
        }

        return groups.ToImmutable();
    }

    private static RingBarrierSequence RingSequence()
    {
        var phases = Enumerable.Range(1, 8).Select(n => new Phase(n, n - 1, n % 2 == 0 ? 7 + n / 2 : -1, DualEntry: n % 2 == 0));
        return new RingBarrierSequence([.. phases], [new Ring(1, [[1, 2], [3, 4]]), new Ring(2, [[5, 6], [7, 8]])], [], SimultaneousGapOut: true);
    }

    private static IntergreenMatrix RingIntergreens()
    {
        var groups = RingGroups();
        var table = new Duration?[groups.Length * groups.Length];
        foreach (var leaving in groups)
        {
            foreach (var entering in groups)
            {
                if (RingConflict(leaving, entering))
                {
                    table[leaving.Index * groups.Length + entering.Index] = leaving.Timing.Clearance + leaving.Timing.RedClearance;
                }
            }
        }

        return new IntergreenMatrix(groups.Length, table);
    }

    /// <summary>Crossings never conflict with each other; a crossing conflicts with what its own phase conflicts with.</summary>
    private static bool RingConflict(SignalGroup a, SignalGroup b)
    {
        int phaseA = PhaseOf(a), phaseB = PhaseOf(b);
        var sameRing = (phaseA <= 4) == (phaseB <= 4);
        var sameSide = (phaseA - 1) % 4 / 2 == (phaseB - 1) % 4 / 2;
        return !(a.IsPedestrian && b.IsPedestrian) && phaseA != phaseB && (sameRing || !sameSide);
    }

    private static int PhaseOf(SignalGroup group) => group.IsPedestrian ? 2 * (group.Index - 7) : group.Index + 1;

    private static TimingPlan RingPlan(int number, int cycle)
    {
        int[] splits = cycle == 90 ? [15, 30, 15, 30, 15, 30, 15, 30] : [20, 45, 20, 35, 15, 50, 25, 30];
        return new TimingPlan(
            number, Duration.FromSeconds(cycle), Duration.FromSeconds(10),
            [.. splits.Select((s, i) => new Split(i + 1, Duration.FromSeconds(s)))], [2, 6], TransitionMode.ShortWay);
    }

    private static ImmutableArray<Crossing> RingCrossings() =>
    [
        new Crossing("S", Pedestrian2, new Metres(12.8), new Metres(1.83)), new Crossing("W", Pedestrian4, new Metres(12.8), new Metres(1.83)),
        new Crossing("N", Pedestrian6, new Metres(12.8), new Metres(1.83)), new Crossing("E", Pedestrian8, new Metres(12.8), new Metres(1.83)),
    ];

    private static ImmutableArray<LaneGroup> RingLaneGroups()
    {
        (string Approach, string Across, string Left, string Right, int Through, int Turn)[] legs =
            [("W", "E", "N", "S", 1, 4), ("E", "W", "S", "N", 5, 0), ("N", "S", "E", "W", 3, 6), ("S", "N", "W", "E", 7, 2)];
        var groups = ImmutableArray.CreateBuilder<LaneGroup>();
        foreach (var leg in legs)
        {
            groups.Add(new LaneGroup(
                groups.Count, leg.Approach + "-T", leg.Approach, 2, new Metres(250), false, new VehiclesPerHour(1900), new Seconds(2),
                [new Movement(Turn.Through, leg.Across, leg.Through, -1, false, 0.85), new Movement(Turn.Right, leg.Right, leg.Through, -1, true, 0.15)]));
            groups.Add(new LaneGroup(
                groups.Count, leg.Approach + "-L", leg.Approach, 1, new Metres(60), true, new VehiclesPerHour(1800), new Seconds(2),
                [new Movement(Turn.Left, leg.Left, leg.Turn, -1, false, 1)]));
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<Detector> RingDetectors()
    {
        int[] laneGroupOfPhase = [3, 0, 7, 4, 1, 2, 5, 6];
        var detectors = ImmutableArray.CreateBuilder<Detector>();
        for (var phase = 1; phase <= 8; phase++)
        {
            detectors.Add(Zone(detectors.Count, $"stop{phase}", phase, DetectorRole.StopLine, laneGroupOfPhase[phase - 1], phase - 1, 0, 12));
        }

        for (var phase = 2; phase <= 8; phase += 2)
        {
            detectors.Add(Zone(detectors.Count, $"adv{phase}", 8 + phase / 2, DetectorRole.Advance, laneGroupOfPhase[phase - 1], phase - 1, 90, 2));
        }

        for (var phase = 2; phase <= 8; phase += 2)
        {
            detectors.Add(new Detector(
                detectors.Count, $"btn{phase}", 12 + phase / 2, DetectorKind.PushButton, DetectorRole.Button, -1, 0, 7 + phase / 2,
                Metres.Zero, Metres.Zero, "", 0));
        }

        return detectors.ToImmutable();
    }

    private static Detector Zone(int index, string id, int channel, DetectorRole role, int laneGroup, int group, double distance, double length) =>
        new(index, id, channel, DetectorKind.Loop, role, laneGroup, 0, group, new Metres(distance), new Metres(length), "", 0);

    private static ImmutableArray<SignalGroup> GermanGroups()
    {
        var vehicle = Timing(5, 3, 1, 1);
        return
        [
            new SignalGroup(0, "FV1", SignalGroupKind.Vehicle, vehicle, GroupDemand.Default),
            new SignalGroup(1, "FV2", SignalGroupKind.Vehicle, vehicle, GroupDemand.Default),
            new SignalGroup(2, "FV3", SignalGroupKind.TurnArrow, vehicle, GroupDemand.Default),
            new SignalGroup(3, "FV4", SignalGroupKind.Vehicle, vehicle, GroupDemand.Default),
            new SignalGroup(4, "F1", SignalGroupKind.Pedestrian, Timing(5, 7, 1, 0), GroupDemand.Default),
            new SignalGroup(5, "F2", SignalGroupKind.Pedestrian, Timing(5, 8, 1, 0), GroupDemand.Default),
        ];
    }

    private static StageSequence GermanSequence() => new(
    [
        new Stage(1, "main", GroupSet.Of(0, 1), GroupSet.Of(4)),
        new Stage(2, "left", GroupSet.Of(0, 2), GroupSet.Empty),
        new Stage(3, "side", GroupSet.Of(3), GroupSet.Of(5)),
    ]);

    private static IntergreenMatrix GermanIntergreens()
    {
        var table = new Duration?[36];
        void Pair(int a, int b, double ab, double ba)
        {
            table[a * 6 + b] = Duration.FromSeconds(ab);
            table[b * 6 + a] = Duration.FromSeconds(ba);
        }

        Pair(0, 3, 5, 6);
        Pair(1, 2, 4, 5);
        Pair(1, 3, 6, 5);
        Pair(2, 3, 5, 4);
        Pair(0, 5, 5, 9);
        Pair(1, 5, 5, 9);
        Pair(2, 4, 4, 8);
        Pair(2, 5, 6, 9);
        Pair(3, 4, 5, 8);
        return new IntergreenMatrix(6, table);
    }

    private static ImmutableArray<LaneGroup> GermanLaneGroups() =>
    [
        new LaneGroup(0, "W-T", "W", 1, new Metres(250), false, new VehiclesPerHour(1900), new Seconds(2), [new Movement(Turn.Through, "E", 0, -1, false, 1)]),
        new LaneGroup(1, "E-T", "E", 1, new Metres(250), false, new VehiclesPerHour(1900), new Seconds(2), [new Movement(Turn.Through, "W", 1, -1, false, 1)]),
        new LaneGroup(2, "W-L", "W", 1, new Metres(60), true, new VehiclesPerHour(1800), new Seconds(2), [new Movement(Turn.Left, "N", 2, -1, false, 1)]),
        new LaneGroup(3, "N", "N", 1, new Metres(250), false, new VehiclesPerHour(1800), new Seconds(2),
            [new Movement(Turn.Left, "E", 3, -1, false, 0.5), new Movement(Turn.Right, "W", 3, -1, false, 0.5)]),
    ];

    private static ImmutableArray<Detector> GermanDetectors() =>
    [
        Zone(0, "D1", 1, DetectorRole.StopLine, 0, 0, 0, 10), Zone(1, "D2", 2, DetectorRole.StopLine, 1, 1, 0, 10),
        Zone(2, "D3", 3, DetectorRole.StopLine, 2, 2, 0, 10), Zone(3, "D4", 4, DetectorRole.StopLine, 3, 3, 0, 10),
        new Detector(4, "T1", 5, DetectorKind.PushButton, DetectorRole.Button, -1, 0, 4, Metres.Zero, Metres.Zero, "", 0),
        new Detector(5, "T2", 6, DetectorKind.PushButton, DetectorRole.Button, -1, 0, 5, Metres.Zero, Metres.Zero, "", 0),
    ];

    private static GroupTiming Timing(double minGo, double clearance, double redClearance, double redAmber) => new(
        Duration.FromSeconds(minGo), Duration.FromSeconds(clearance), Duration.FromSeconds(redClearance), Duration.FromSeconds(redAmber));
}
