using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>
/// A rectangular grid of equal signalised intersections, as a corridor: the reference network of benchmarks and property tests. Every
/// approach has two through lanes (right turns from the kerb lane) and a left pocket; phases are NEMA 1–8 with leading,
/// protected-permissive lefts; every leg has a pedestrian crossing.
/// </summary>
public static class GridCorridor
{
    /// <summary>Stop line to stop line.</summary>
    public static readonly Metres Spacing = new(300);

    private static readonly MetresPerSecond Speed = MetresPerSecond.FromKph(50);
    private static readonly Metres Across = new(26);

    /// <summary>Legs with the phases of the traffic that arrives on them: through, left.</summary>
    private static readonly (string Leg, double Bearing, int Through, int Left)[] Legs =
        [("N", 0, 4, 7), ("E", 90, 6, 1), ("S", 180, 8, 3), ("W", 270, 2, 5)];

    /// <summary>Crossing over each leg, the phase it walks beside, and the left turn that drives into it.</summary>
    private static readonly (string Leg, int Phase, int Left)[] Walks = [("S", 2, 1), ("W", 4, 3), ("N", 6, 5), ("E", 8, 7)];

    /// <param name="rows">North to south, ≥ 1.</param>
    /// <param name="columns">West to east, ≥ 1.</param>
    public static Corridor Build(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var intersections = ImmutableArray.CreateBuilder<Intersection>(rows * columns);
        var links = ImmutableArray.CreateBuilder<Link>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                intersections.Add(OneIntersection(IdOf(row, column), row * columns + column + 1));
                AddLinks(links, rows, columns, row, column);
            }
        }

        return new Corridor(
            $"grid {rows}x{columns}", "mutcd", "Etc/UTC", TrafficSide.Right, intersections.MoveToImmutable(), links.ToImmutable(), $"grid-{rows}x{columns}");
    }

    /// <summary>Id of the intersection in a row from the north and a column from the west, both from 0.</summary>
    public static string IdOf(int row, int column) => $"R{row + 1}C{column + 1}";

    private static void AddLinks(ImmutableArray<Link>.Builder links, int rows, int columns, int row, int column)
    {
        var here = IdOf(row, column);
        if (column + 1 < columns)
        {
            links.Add(new Link(here, "E", IdOf(row, column + 1), "W", Spacing, Speed, 2));
            links.Add(new Link(IdOf(row, column + 1), "W", here, "E", Spacing, Speed, 2));
        }

        if (row + 1 < rows)
        {
            links.Add(new Link(here, "S", IdOf(row + 1, column), "N", Spacing, Speed, 2));
            links.Add(new Link(IdOf(row + 1, column), "N", here, "S", Spacing, Speed, 2));
        }
    }

    private static Intersection OneIntersection(string id, int device) => new(
        id, id, device,
        [.. Legs.Select(l => new Approach(l.Leg, l.Bearing, Speed, 0, new Metres(250), Across))],
        [.. Legs.SelectMany((l, i) => LaneGroups(l, i))],
        Groups(),
        [.. Walks.Select((w, i) => new Crossing(w.Leg, 8 + i, new Metres(15), new Metres(2)))],
        NemaSequence(), Intergreens(), GroupSet.Of(1, 5), Detectors(),
        [new TimingPlan(1, Duration.FromSeconds(90), Duration.Zero, Splits(), [2, 6], TransitionMode.ShortWay)],
        [new ScheduleEntry(0x7f, Duration.Zero, 1)],
        new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", 15020, 1, "signals-v1"), ControlSettings.Default);

    private static LaneGroup[] LaneGroups((string Leg, double Bearing, int Through, int Left) leg, int position)
    {
        var (through, left) = (leg.Through - 1, leg.Left - 1);
        var ahead = Legs[(position + 2) % 4].Leg;
        var toTheLeft = Legs[(position + 1) % 4].Leg;
        var toTheRight = Legs[(position + 3) % 4].Leg;
        return
        [
            new LaneGroup(
                2 * position, leg.Leg + "-T", leg.Leg, 2, new Metres(250), false, new VehiclesPerHour(1850), new Seconds(2),
                [new Movement(Turn.Through, ahead, through, -1, false, 0.85), new Movement(Turn.Right, toTheRight, through, -1, true, 0.15)]),
            new LaneGroup(
                2 * position + 1, leg.Leg + "-L", leg.Leg, 1, new Metres(60), true, new VehiclesPerHour(1750), new Seconds(2),
                [new Movement(Turn.Left, toTheLeft, left, through, false, 1)]),
        ];
    }

    private static ImmutableArray<SignalGroup> Groups()
    {
        var vehicle = new GroupTiming(Duration.FromSeconds(7), Duration.FromSeconds(3.6), Duration.FromSeconds(2), Duration.Zero);
        var left = vehicle with { MinGo = Duration.FromSeconds(5) };
        var walk = new GroupTiming(Duration.FromSeconds(7), Duration.FromSeconds(14), Duration.FromSeconds(3), Duration.Zero);
        var groups = Enumerable.Range(1, 8).Select(p => new SignalGroup(
            p - 1, $"P{p}", p % 2 == 0 ? SignalGroupKind.Vehicle : SignalGroupKind.TurnArrow, p % 2 == 0 ? vehicle : left, GroupDemand.Default));
        var walks = Walks.Select((w, i) => new SignalGroup(8 + i, $"PED{w.Phase}", SignalGroupKind.Pedestrian, walk, GroupDemand.Default));
        return [.. groups, .. walks];
    }

    private static RingBarrierSequence NemaSequence() => new(
        [.. Enumerable.Range(1, 8).Select(p => new Phase(p, p - 1, p % 2 == 0 ? 7 + p / 2 : -1, p % 2 == 0))],
        [new Ring(1, [[1, 2], [3, 4]]), new Ring(2, [[5, 6], [7, 8]])], [], SimultaneousGapOut: true);

    private static ImmutableArray<Split> Splits() =>
        [.. Enumerable.Range(1, 8).Select(p => new Split(p, Duration.FromSeconds(p % 2 == 0 ? 30 : 15)))];

    private static IntergreenMatrix Intergreens()
    {
        const int Count = 12;
        var table = new Duration?[Count * Count];
        for (var a = 0; a < Count; a++)
        {
            for (var b = 0; b < Count; b++)
            {
                table[a * Count + b] = Conflict(a, b) ? Duration.FromSeconds(a < 8 ? 5.6 : 17) : null;
            }
        }

        return new IntergreenMatrix(Count, table);
    }

    private static bool Conflict(int a, int b)
    {
        if (a >= 8 && b >= 8)
        {
            return false;
        }

        if (a >= 8 || b >= 8)
        {
            var walk = Walks[Math.Max(a, b) - 8];
            var phase = Math.Min(a, b) + 1;
            return SideOf(phase) != SideOf(walk.Phase) || phase == walk.Left;
        }

        return a != b && (SideOf(a + 1) != SideOf(b + 1) || RingOf(a + 1) == RingOf(b + 1));
    }

    private static int RingOf(int phase) => phase <= 4 ? 1 : 2;

    private static int SideOf(int phase) => (phase - 1) % 4 < 2 ? 0 : 1;

    private static ImmutableArray<Detector> Detectors()
    {
        var list = ImmutableArray.CreateBuilder<Detector>();
        for (var i = 0; i < Legs.Length; i++)
        {
            var (leg, _, through, left) = Legs[i];
            Add(leg + "-T-stop", DetectorKind.Camera, DetectorRole.StopLine, 2 * i, through - 1, 0, 12, "camera-" + leg, 1);
            Add(leg + "-T-adv", DetectorKind.Radar, DetectorRole.Advance, 2 * i, through - 1, 55, 3, "radar-" + leg, 1);
            Add(leg + "-L-stop", DetectorKind.Camera, DetectorRole.StopLine, 2 * i + 1, left - 1, 0, 12, "camera-" + leg, 2);
        }

        for (var i = 0; i < Walks.Length; i++)
        {
            Add("button-" + Walks[i].Leg, DetectorKind.PushButton, DetectorRole.Button, -1, 8 + i, 0, 0, "", 0);
        }

        return list.ToImmutable();

        void Add(string id, DetectorKind kind, DetectorRole role, int laneGroup, int group, double distance, double zone, string sensor, int sensorLane) =>
            list.Add(new Detector(list.Count, id, list.Count + 1, kind, role, laneGroup, 0, group, new Metres(distance), new Metres(zone), sensor, sensorLane));
    }
}
