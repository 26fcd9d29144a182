using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Safety;
using Signals.Core.Units;

namespace Signals.Tests.Sensing;

/// <summary>
/// Smallest intersection that shows everything of sensing: lane group 0 "A" (two lanes, group 0), lane group 1 "B" (one lane, group 1, locking), a pedestrian group 2.
/// </summary>
internal static class Crossroads
{
    public const int GroupA = 0;
    public const int GroupB = 1;
    public const int GroupPed = 2;
    public const double AdvanceDistance = 80;

    /// <param name="detectors">Made by <see cref="Detector"/>; indexes and channels are set here.</param>
    public static Intersection With(params Detector[] detectors)
    {
        var groups = ImmutableArray.Create(
            Group(GroupA, "A", SignalGroupKind.Vehicle, GroupDemand.Default),
            Group(GroupB, "B", SignalGroupKind.Vehicle, GroupDemand.Default with { Lock = true }),
            Group(GroupPed, "P", SignalGroupKind.Pedestrian, GroupDemand.Default));
        var intergreens = new Duration?[9];
        foreach (var (leaving, entering) in new[] { (0, 1), (1, 0), (0, 2), (2, 0) })
        {
            intergreens[leaving * 3 + entering] = Duration.FromSeconds(6);
        }

        var stages = new StageSequence([new Stage(1, "A", GroupSet.Of(GroupA), GroupSet.Empty), new Stage(2, "B", GroupSet.Of(GroupB), GroupSet.Of(GroupPed))]);
        return new Intersection(
            "X1", "Test crossroads", 1,
            [Approach("N"), Approach("E"), Approach("S"), Approach("W")],
            [LaneGroup(0, "A", "N", 2, GroupA, "S"), LaneGroup(1, "B", "E", 1, GroupB, "W")],
            groups,
            [new Crossing("N", GroupPed, new Metres(12), new Metres(1.83))],
            stages,
            new IntergreenMatrix(3, intergreens),
            GroupSet.Of(GroupA),
            [.. detectors.Select((d, i) => d with { Index = i, Channel = i + 1, Id = $"D{i + 1}" })],
            [new TimingPlan(1, Duration.FromSeconds(80), Duration.Zero, [new Split(1, Duration.FromSeconds(50)), new Split(2, Duration.FromSeconds(30))], [1], TransitionMode.ShortWay)],
            [new ScheduleEntry(127, Duration.Zero, 1)],
            new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", 1502, 1, "signals-v1"),
            ControlSettings.Default);
    }

    public static Detector Detector(
        DetectorRole role, int laneGroup, int lane, DetectorKind kind = DetectorKind.Loop, string sensor = "", int sensorLane = 0, double? distance = null) =>
        new(0, "", 0, kind, role, role == DetectorRole.Button ? -1 : laneGroup, lane,
            role == DetectorRole.Button ? GroupPed : laneGroup,
            new Metres(distance ?? (role is DetectorRole.StopLine or DetectorRole.Button ? 0 : AdvanceDistance)),
            new Metres(role == DetectorRole.StopLine ? 6 : 2), sensor, sensorLane);

    public static Detector StopLine(int laneGroup, int lane, DetectorKind kind = DetectorKind.Loop, string sensor = "") =>
        Detector(DetectorRole.StopLine, laneGroup, lane, kind, sensor, lane);

    public static Detector Advance(int laneGroup, int lane, DetectorKind kind = DetectorKind.Loop, string sensor = "") =>
        Detector(DetectorRole.Advance, laneGroup, lane, kind, sensor, lane);

    /// <summary>A radar's view of one lane, 200 m long.</summary>
    public static Detector Area(int laneGroup, int lane, string sensor = "") =>
        Detector(DetectorRole.Area, laneGroup, lane, DetectorKind.Radar, sensor, lane, 0) with { ZoneLength = new Metres(200) };

    public static Detector Button() => Detector(DetectorRole.Button, -1, 0, DetectorKind.PushButton);

    /// <summary>Lane group A with an advance (0, 1) and a stop-line loop (2, 3) in each lane.</summary>
    public static Intersection FourLoops() => With(Advance(0, 1), Advance(0, 2), StopLine(0, 1), StopLine(0, 2));

    /// <summary>Status of the three groups.</summary>
    public static GroupStatus[] Shown(GroupState a, GroupState b = GroupState.Red, GroupState pedestrian = GroupState.DontWalk) =>
        [new(a, Duration.Zero), new(b, Duration.Zero), new(pedestrian, Duration.Zero)];

    private static Approach Approach(string id) => new(id, 0, MetresPerSecond.FromKph(50), 0, new Metres(200), new Metres(20));

    private static SignalGroup Group(int index, string id, SignalGroupKind kind, GroupDemand demand) =>
        new(index, id, kind, new GroupTiming(Duration.FromSeconds(5), Duration.FromSeconds(4), Duration.FromSeconds(2), Duration.Zero), demand);

    private static LaneGroup LaneGroup(int index, string id, string approach, int lanes, int group, string exit) =>
        new(index, id, approach, lanes, new Metres(200), false, new VehiclesPerHour(1900), new Seconds(2), [new Movement(Turn.Through, exit, group, -1, false, 1)]);
}
