using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Replay;

/// <summary>One recorded signal as a model. See <see cref="ReplayCorridor"/>.</summary>
internal sealed class ReplayIntersection
{
    /// <summary>MUTCD Fig. 4I-2: at least 3 s between the end of flashing don't walk and a conflicting green.</summary>
    private static readonly Duration PedestrianBuffer = Duration.FromSeconds(3);

    private static readonly ImmutableArray<ImmutableArray<ImmutableArray<int>>> Rings = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]];

    private readonly int _device;
    private readonly IReadOnlyList<ObservedPhase> _phases;
    private readonly IReadOnlyList<DetectorAssignment> _assignments;
    private readonly Dictionary<int, int> _vehicleGroup = [];
    private readonly Dictionary<int, int> _pedestrianGroup = [];

    public ReplayIntersection(int device, IReadOnlyList<ObservedPhase> phases, IReadOnlyList<DetectorAssignment> assignments)
    {
        _device = device;
        _phases = phases;
        _assignments = [.. assignments.Where(assignment => phases.Any(phase => phase.Number == assignment.Phase))];
        foreach (var phase in phases)
        {
            _vehicleGroup[phase.Number] = _vehicleGroup.Count;
        }

        foreach (var phase in phases.Where(phase => phase.Walk is not null))
        {
            _pedestrianGroup[phase.Number] = _vehicleGroup.Count + _pedestrianGroup.Count;
        }
    }

    public Intersection Build(int cabinetPort, ControlLevel level)
    {
        var laneGroups = LaneGroups();
        return new Intersection(
            ReplayCorridor.IntersectionId(_device), $"Signal {_device}", _device, Approaches(), laneGroups, Groups(),
            [.. _pedestrianGroup.Select(pair => new Crossing(LegOf(pair.Key), pair.Value, new Metres(18), new Metres(1.83)))],
            Sequence(), Intergreens(), StartUp(), Detectors(), [TimingPlan.Free],
            [new ScheduleEntry(0x7F, Duration.Zero, TimingPlan.FreeNumber)],
            new CabinetEndpoint(CabinetTransport.Tcp, "127.0.0.1", cabinetPort, 1, "signals-v1"),
            ControlSettings.Default with { Level = level });
    }

    private static ImmutableArray<Approach> Approaches() =>
        [.. new[] { ("N", 0.0), ("E", 90.0), ("S", 180.0), ("W", 270.0) }.Select(leg =>
            new Approach(leg.Item1, leg.Item2, MetresPerSecond.FromMph(40), 0, new Metres(200), new Metres(24)))];

    /// <summary>NEMA convention with phase 2 northbound: 2 and 5 arrive from the south, 6 and 1 from the north, 4 and 7 from the west, 8 and 3 from the east.</summary>
    private static string LegOf(int phase) => phase switch { 2 or 5 => "S", 6 or 1 => "N", 4 or 7 => "W", _ => "E" };

    private static string ExitOf(int phase) => phase switch { 2 or 3 => "N", 6 or 7 => "S", 4 or 1 => "E", _ => "W" };

    private ImmutableArray<LaneGroup> LaneGroups() =>
        [.. _phases.Select((phase, index) => new LaneGroup(
            index, $"P{phase.Number}", LegOf(phase.Number), LanesOf(phase.Number), new Metres(180), IsPocket: phase.Number % 2 == 1,
            new VehiclesPerHour(1900), new Seconds(2),
            [new Movement(phase.Number % 2 == 1 ? Turn.Left : Turn.Through, ExitOf(phase.Number), _vehicleGroup[phase.Number], -1, false, 1)]))];

    private int LanesOf(int phase) => Math.Max(1, _assignments.Count(assignment => assignment.Phase == phase && assignment.Function == DetectorFunction.StopbarCount));

    private ImmutableArray<SignalGroup> Groups()
    {
        var vehicle = _phases.Select(phase => new SignalGroup(
            _vehicleGroup[phase.Number], $"P{phase.Number}", phase.Number % 2 == 1 ? SignalGroupKind.TurnArrow : SignalGroupKind.Vehicle,
            new GroupTiming(phase.MinimumGreen, phase.Yellow, phase.RedClearance, Duration.Zero), DemandOf(phase)));
        var pedestrian = _phases.Where(phase => phase.Walk is not null).Select(phase => new SignalGroup(
            _pedestrianGroup[phase.Number], $"PED{phase.Number}", SignalGroupKind.Pedestrian,
            new GroupTiming(phase.Walk!.Value, phase.PedestrianClearance ?? Duration.Zero, PedestrianBuffer, Duration.Zero), GroupDemand.Default));
        return [.. vehicle, .. pedestrian];
    }

    /// <summary>
    /// The main road (2, 6) is on minimum recall, as a coordinated street is; the rest is called by its detectors. Calls are locked: the recorded vehicles left
    /// when the recorded green came, so a call that vanished with its vehicle would never be seen to be served.
    /// </summary>
    private static GroupDemand DemandOf(ObservedPhase phase) => GroupDemand.Default with
    {
        MaxGreen = Duration.Max(phase.MaximumGreen, Duration.FromSeconds(10)),
        Recall = phase.Number is 2 or 6 ? Recall.Min : Recall.None,
        Lock = true,
    };

    private RingBarrierSequence Sequence()
    {
        var phases = _phases.Select(phase => new Phase(
            phase.Number, _vehicleGroup[phase.Number], _pedestrianGroup.GetValueOrDefault(phase.Number, -1), DualEntry: phase.Number % 2 == 0));
        var rings = Rings.Select((ring, index) => new Ring(
            index + 1, [.. ring.Select(side => side.Where(_vehicleGroup.ContainsKey).ToImmutableArray())]));
        return new RingBarrierSequence([.. phases], [.. rings], [], SimultaneousGapOut: true);
    }

    private GroupSet StartUp() => GroupSet.Of([.. _phases.Where(phase => phase.Number is 2 or 6).Select(phase => _vehicleGroup[phase.Number])]);

    private IntergreenMatrix Intergreens()
    {
        var count = _vehicleGroup.Count + _pedestrianGroup.Count;
        var table = new Duration?[count * count];
        foreach (var (leaving, leavingPhase, isPedestrian) in AllGroups())
        {
            foreach (var (entering, enteringPhase, _) in AllGroups())
            {
                if (leaving != entering && !Compatible(leavingPhase, enteringPhase))
                {
                    table[leaving * count + entering] = Intergreen(leavingPhase, isPedestrian);
                }
            }
        }

        return new IntergreenMatrix(count, table);
    }

    private Duration Intergreen(int number, bool isPedestrian)
    {
        var phase = _phases.First(observed => observed.Number == number);
        return isPedestrian ? (phase.PedestrianClearance ?? Duration.Zero) + PedestrianBuffer : phase.Yellow + phase.RedClearance;
    }

    private IEnumerable<(int Group, int Phase, bool IsPedestrian)> AllGroups() =>
        _vehicleGroup.Select(pair => (pair.Value, pair.Key, false)).Concat(_pedestrianGroup.Select(pair => (pair.Value, pair.Key, true)));

    /// <summary>Same phase, or different rings on the same side of the barrier.</summary>
    private static bool Compatible(int a, int b) => a == b || ((a - 1) / 4 != (b - 1) / 4 && (a - 1) / 2 % 2 == (b - 1) / 2 % 2);

    private ImmutableArray<Detector> Detectors()
    {
        var detectors = ImmutableArray.CreateBuilder<Detector>();
        foreach (var assignment in _assignments.DistinctBy(assignment => assignment.Channel))
        {
            detectors.Add(Vehicle(assignment, detectors.Count));
        }

        var free = Enumerable.Range(1, 64).Reverse().Except(_assignments.Select(assignment => assignment.Channel)).GetEnumerator();
        foreach (var (phase, group) in _pedestrianGroup)
        {
            free.MoveNext();
            detectors.Add(new Detector(
                detectors.Count, $"button-{phase}", free.Current, DetectorKind.PushButton, DetectorRole.Button, -1, 0, group,
                Metres.Zero, Metres.Zero, ReplayCorridor.SensorOf(_device), ReplayCorridor.PedestrianLaneBase + phase));
        }

        return detectors.ToImmutable();
    }

    private Detector Vehicle(DetectorAssignment assignment, int index)
    {
        var (role, distance, length) = assignment.Function switch
        {
            DetectorFunction.Presence => (DetectorRole.StopLine, 0.0, 12.0),
            DetectorFunction.Advance => (DetectorRole.Advance, 90.0, 2.0),
            _ => (DetectorRole.Count, 0.0, 2.0),
        };
        var laneGroup = _phases.Select(phase => phase.Number).ToList().IndexOf(assignment.Phase);
        return new Detector(
            index, $"ch{assignment.Channel}", assignment.Channel, DetectorKind.Loop, role, laneGroup, 0, _vehicleGroup[assignment.Phase],
            new Metres(distance), new Metres(length), ReplayCorridor.SensorOf(_device), assignment.Channel);
    }
}
