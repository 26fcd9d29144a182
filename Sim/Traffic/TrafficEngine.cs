using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>
/// Microscopic simulation of a corridor: single vehicles on single lanes, pedestrians, buses. It never decides a signal: indications come
/// in by <see cref="SetSignals"/>, the world goes out by detectors, buttons and measures. Same corridor, scenario, seed and signals give the
/// same run, and the demand of a seed does not depend on the signals. Not thread-safe; one engine uses one thread.
/// </summary>
public sealed class TrafficEngine
{
    private readonly TrafficState _state;
    private readonly ulong _seed;
    private readonly Pedestrians _pedestrians;
    private readonly DetectorField _detectors;
    private readonly TrafficRecorder _recorder;
    private readonly EntryGate[] _entries;
    private readonly BusService _buses;
    private readonly IncidentBoard _incidents;
    private readonly LaneChanges _laneChanges;
    private readonly FollowPass _follow;
    private readonly MovePass _move;
    private readonly bool[] _signalsChanged;

    private TrafficEngine(RoadNetwork network, Scenario scenario, ulong seed, TrafficOptions options)
    {
        _seed = seed;
        _state = new TrafficState(network, options);
        _recorder = new TrafficRecorder(_state);
        _detectors = new DetectorField(_state);
        _pedestrians = new Pedestrians(_state, scenario, seed);
        _buses = new BusService(_state, scenario, seed);
        _incidents = new IncidentBoard(_state, scenario);
        var routes = new RouteChoice(_state, scenario);
        _entries = [.. network.Entries.Select((r, i) => new EntryGate(
            _state, routes, _recorder, network.Roads[r], scenario, SeededRandom.Derive(seed, 1, (ulong)i)))];
        _laneChanges = new LaneChanges(_state, routes);
        _follow = new FollowPass(_state, new JunctionRules(_state, _pedestrians), _buses);
        _move = new MovePass(_state, routes, _detectors, _recorder);
        _signalsChanged = new bool[network.Corridor.Intersections.Length];
        Array.Fill(_signalsChanged, true);
    }

    /// <param name="corridor">Network and signal groups.</param>
    /// <param name="scenario">Demand; its places must exist in the corridor.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <exception cref="ScenarioException">The scenario names a place that the corridor does not have.</exception>
    public static TrafficEngine Create(Corridor corridor, Scenario scenario, ulong seed, TrafficOptions options)
    {
        options.Check();
        ScenarioCheck.Throw(scenario, corridor);
        return new TrafficEngine(RoadNetwork.Build(corridor, options), scenario, seed, options);
    }

    public RoadNetwork Network => _state.Network;

    /// <summary>Start of the next step.</summary>
    public Instant Now => _state.Now;

    /// <summary>Start of the first step: time zero of <see cref="DetectorTruth"/>'s seconds.</summary>
    public Instant Start => _state.Options.Start;

    /// <summary>Local time since midnight (beyond 24 h when the run crosses it).</summary>
    public Duration TimeOfDay => _state.TimeOfDay;

    public Duration StepLength => _state.Options.StepLength;

    public int VehicleCount => _state.Vehicles.Count;

    /// <summary>Vehicles moved by one step each, since the start: the unit in which engines are compared.</summary>
    public long VehicleUpdates => _move.Updates;

    /// <summary>Vehicles stopped dead at a line by signals that jumped; 0 with signals that show yellow.</summary>
    public long EmergencyStops => _move.EmergencyStops;

    /// <summary>Buttons pressed in the last step.</summary>
    public ReadOnlySpan<ButtonPress> PressedButtons => _pedestrians.Presses;

    /// <summary>Indications that an intersection shows from the next step on, by group index. Until set, every group is at its stop state.</summary>
    /// <exception cref="ArgumentException">Not one state for each group.</exception>
    public void SetSignals(int intersection, ReadOnlySpan<GroupState> states)
    {
        var signals = _state.Signals[intersection];
        if (states.Length != signals.Length)
        {
            throw new ArgumentException($"intersection {intersection} has {signals.Length} groups, got {states.Length} states", nameof(states));
        }

        if (!states.SequenceEqual(signals))
        {
            states.CopyTo(signals);
            _signalsChanged[intersection] = true;
        }
    }

    /// <summary>Advances by <see cref="StepLength"/>.</summary>
    public void Step()
    {
        for (var i = 0; i < _signalsChanged.Length; i++)
        {
            if (_signalsChanged[i])
            {
                SignalReader.Read(_state, i);
                _signalsChanged[i] = false;
            }
        }

        _incidents.Advance();
        _pedestrians.Advance();
        _detectors.Press(_pedestrians.Presses);
        _buses.Depart(_entries);
        foreach (var entry in _entries)
        {
            entry.Advance();
        }

        _laneChanges.Run();
        _follow.Run();
        _move.Run();
        _state.StepCount++;
        if (_state.Now.UnixMilliseconds % 1000 < StepLength.Milliseconds)
        {
            _recorder.SampleQueues();
        }
    }

    /// <summary>True state of an intersection's detection zones, by detector index.</summary>
    public ReadOnlySpan<DetectorTruth> Detectors(int intersection) => _detectors.Of(intersection);

    /// <summary>Farthest back of the standing queue of a lane group's lanes, from the stop line.</summary>
    public Metres QueueLength(int intersection, int laneGroup)
    {
        var longest = 0f;
        foreach (var lane in LanesOf(intersection, laneGroup))
        {
            longest = MathF.Max(longest, _recorder.QueueOf(lane).Back);
        }

        return new Metres(longest);
    }

    /// <summary>Vehicles in the standing queues of a lane group's lanes.</summary>
    public int QueuedVehicles(int intersection, int laneGroup)
    {
        var count = 0;
        foreach (var lane in LanesOf(intersection, laneGroup))
        {
            count += _recorder.QueueOf(lane).Vehicles;
        }

        return count;
    }

    /// <summary>Pedestrians who wait at a crossing, by index in the intersection.</summary>
    public int WaitingPedestrians(int intersection, int crossing) => _pedestrians.Waiting(intersection, crossing);

    /// <summary>Forgets what was measured, for the end of a warm-up. Vehicles created before do not count in trip measures.</summary>
    public void ResetMeasures()
    {
        _recorder.Reset();
        _pedestrians.ResetMeasures();
    }

    public TrafficSummary Summary() =>
        _recorder.Summarise(_seed, _entries, _pedestrians, _laneChanges.MissedTurns, _follow.RedRunning);

    /// <summary>Copies the vehicles of a segment, the one nearest its end first: for displays and checks.</summary>
    public IEnumerable<VehicleView> VehiclesOn(int segment)
    {
        for (var i = 0; i < _state.Queues.Count(segment); i++)
        {
            var id = _state.Queues.At(segment, i);
            var claimed = _state.Vehicles.ClaimedPath[id];
            var mayEnter = claimed >= 0 && Network.Paths[claimed].FromLane == segment;
            yield return new VehicleView(id, _state.Vehicles.Kind[id], _state.Vehicles.X[id], _state.Vehicles.V[id], _state.Vehicles.Length[id], mayEnter);
        }
    }

    /// <summary>Fingerprint of every vehicle's place and speed; equal after every step of two runs exactly when the runs are equal.</summary>
    public ulong Fingerprint()
    {
        var hash = (ulong)_state.StepCount;
        for (var segment = 0; segment < Network.SegmentCount; segment++)
        {
            for (var i = 0; i < _state.Queues.Count(segment); i++)
            {
                var id = _state.Queues.At(segment, i);
                var bits = (ulong)BitConverter.SingleToUInt32Bits(_state.Vehicles.X[id]) << 32 | BitConverter.SingleToUInt32Bits(_state.Vehicles.V[id]);
                hash = SeededRandom.Mix(hash ^ bits) + (ulong)segment;
            }
        }

        return hash;
    }

    private IEnumerable<int> LanesOf(int intersection, int laneGroup)
    {
        foreach (var road in Network.ApproachRoads[intersection])
        {
            for (var l = 0; road >= 0 && l < Network.Roads[road].Lanes; l++)
            {
                if (Network.Roads[road].LaneGroups[l] == laneGroup)
                {
                    yield return Network.Roads[road].FirstLane + l;
                }
            }
        }
    }
}
