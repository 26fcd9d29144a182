using System.Collections.Immutable;
using System.Globalization;
using Signals.Actors.Neighbours;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Timing;
using Signals.Core.Units;
using Signals.Sim.Cabinet;
using Signals.Sim.Demand;
using Signals.Sim.Field;
using Signals.Sim.Sensors;
using Signals.Sim.Traffic;

namespace Signals.Sim.VirtualTime;

/// <summary>
/// The closed loop of a whole corridor in one thread and no real time: traffic → emulated sensors → the tick of every intersection → command
/// frames → emulated cabinets → lamps → traffic. Same corridor, scenario, seed and options give the same run, frame by frame.
/// </summary>
public sealed class VirtualCorridor
{
    private readonly VirtualOptions _options;
    private readonly TrafficEngine _traffic;
    private readonly EmulatedCabinet[] _cabinets;
    private readonly VirtualIntersection[] _intersections;
    private readonly FieldSensors[] _sensors;
    private long _tick;

    /// <param name="corridor">Controllers run at the level that each intersection's control settings ask for.</param>
    /// <param name="scenario">Demand.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <exception cref="ScenarioException">The scenario names a place that the corridor does not have.</exception>
    public VirtualCorridor(Corridor corridor, Scenario scenario, ulong seed, VirtualOptions options)
    {
        _options = options;
        Corridor = corridor;
        Now = options.Midnight + options.StartAt;
        _traffic = TrafficEngine.Create(
            corridor, scenario, seed, TrafficOptions.Default with { StepLength = options.TrafficStep, Start = Now, TimeOfDay = options.StartAt });
        _cabinets = [.. corridor.Intersections.Select(x => new EmulatedCabinet(x, EmulatedCabinetOptions.Warm, new MemoryEpochStore()))];
        var exchange = new NeighbourExchange(corridor);
        _intersections = [.. corridor.Intersections.Select((_, i) => new VirtualIntersection(
            corridor, i, _cabinets[i], exchange, options.Planner, options.Recorder?.Invoke(corridor, i), options.Forecasts?.Invoke(corridor, i), options.Profiles?.Invoke(corridor, i)))];
        _sensors =
        [
            .. corridor.Intersections.Select((x, i) => new FieldSensors(
                x, Sensors(i, seed), _intersections[i].Feed, _cabinets[i])),
        ];
    }

    public Corridor Corridor { get; }

    /// <summary>Deadline of the last tick.</summary>
    public Instant Now { get; private set; }

    /// <summary>Findings of the independent monitors since the start; 0 unless something is broken.</summary>
    public long MonitorFindings => _cabinets.Sum(c => c.Monitor.Findings.Total);

    /// <summary>First findings of all cabinets in words.</summary>
    public ImmutableArray<string> FirstFindings =>
        [.. from c in _cabinets from f in c.Monitor.Findings.First.Take(3) select $"{c.Intersection.Id}: {f}"];

    /// <summary>What travellers got since the last <see cref="ResetMeasures"/>.</summary>
    public TrafficSummary Traffic => _traffic.Summary();

    /// <summary>What the controllers did since the last <see cref="ResetMeasures"/>.</summary>
    public ControlSummary Control => new(
        Duration.FromSeconds(_intersections.Max(x => x.Calls.Longest.TotalSeconds)),
        _intersections.Sum(x => x.Calls.BeyondCap),
        _intersections.Sum(x => x.Counts.ForcedCalls),
        _intersections.Sum(x => x.Counts.LadderChanges),
        _intersections.Sum(x => x.Counts.RemoteTicks) / (double)Math.Max(1, _intersections.Sum(x => x.Counts.Ticks)),
        _intersections.Sum(x => x.Commands),
        _intersections.Sum(x => x.Rejections),
        string.Concat(_intersections.Select(x => x.Digest.ToString("x16", CultureInfo.InvariantCulture))));

    /// <summary>Advances by whole ticks of 100 ms.</summary>
    public void Run(Duration length)
    {
        for (var end = Now + length; Now < end;)
        {
            Step();
        }
    }

    /// <summary>Forgets what was measured, at the end of a warm-up. Monitors and digests keep everything.</summary>
    public void ResetMeasures()
    {
        _traffic.ResetMeasures();
        foreach (var intersection in _intersections)
        {
            intersection.ResetMeasures();
        }
    }

    /// <summary>What perfect detectors of an intersection would know, by detector index.</summary>
    public ReadOnlySpan<DetectorTruth> TrueDetectors(int intersection) => _traffic.Detectors(intersection);

    /// <summary>Usual flows as an intersection has learned them so far.</summary>
    public HistoricProfile Profile(int intersection) => _intersections[intersection].Profile;

    /// <summary>True back of a lane group's standing queue, from the stop line.</summary>
    public Metres TrueQueue(int intersection, int laneGroup) => _traffic.QueueLength(intersection, laneGroup);

    /// <summary>Vehicles that truly stand in a lane group.</summary>
    public int TrueQueuedVehicles(int intersection, int laneGroup) => _traffic.QueuedVehicles(intersection, laneGroup);

    private EmulatedSensors Sensors(int intersection, ulong seed)
    {
        var sensors = new EmulatedSensors(_traffic, intersection, SensorErrorModel.FieldModelOf, seed);
        foreach (var (_, fault) in _options.Faults.Where(f => f.Intersection == intersection))
        {
            sensors.Inject(fault);
        }

        return sensors;
    }

    private void Step()
    {
        Now += Duration.Tenth;
        MoveTraffic();
        StepCabinets();

        _tick++;
        var local = LocalTimeAt(Now);
        foreach (var intersection in _intersections)
        {
            intersection.Tick(_tick, Now, local);
        }
    }

    private void StepCabinets()
    {
        for (var i = 0; i < _cabinets.Length; i++)
        {
            _cabinets[i].Step(Now);
            _traffic.SetSignals(i, _cabinets[i].Shown.States);
        }
    }

    private void MoveTraffic()
    {
        while (_traffic.Now + _traffic.StepLength <= Now)
        {
            _traffic.Step();
            foreach (var sensors in _sensors)
            {
                sensors.Advance(_traffic.Now);
            }
        }
    }

    private LocalTime LocalTimeAt(Instant now)
    {
        const long DayMilliseconds = 86_400_000;
        var sinceMidnight = (now - _options.Midnight).Milliseconds;
        var day = (DayOfWeek)(((int)DayOfWeek.Monday + sinceMidnight / DayMilliseconds) % 7);
        return new LocalTime(day, new Duration(sinceMidnight % DayMilliseconds));
    }
}

/// <summary>What the controllers of a <see cref="VirtualCorridor"/> did.</summary>
/// <param name="LongestCall">Longest wait of a registered call.</param>
/// <param name="CallsBeyondCap">Calls that waited longer than their group's longest wait.</param>
/// <param name="ForcedCalls">Calls that a controller hurried to, or the wait guard forced, because their longest wait came near.</param>
/// <param name="LadderChanges">Changes of the degradation ladder.</param>
/// <param name="RemoteShare">Share of time under remote control, 0–1.</param>
/// <param name="Commands">Command frames since the start.</param>
/// <param name="Rejections">Command frames that a cabinet rejected since the start.</param>
/// <param name="Digest">Digest of every command frame since the start.</param>
public sealed record ControlSummary(
    Duration LongestCall, long CallsBeyondCap, long ForcedCalls, long LadderChanges, double RemoteShare, long Commands, long Rejections, string Digest);
