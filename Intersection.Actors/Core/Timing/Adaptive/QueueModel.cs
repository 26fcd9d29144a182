using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The intersection as the planner sees it: a point queue a lane group, advanced in whole seconds under a combination. Vehicles can only cross from the
/// present second on, so a queue that waits costs for every second that it waits. A state is a span of <see cref="Stride"/> floats: queues, seconds at
/// which each lane group may discharge again, room left on each exit leg, and per ring the start of green and the earliest end of it.
/// </summary>
public sealed class QueueModel
{
    /// <summary>Cost of a second beyond maximum green while others wait, in vehicle-seconds: more than any queue is worth.</summary>
    private const float BeyondMaximum = 500;

    /// <summary>An arrival flow, veh/s, that a green may be opened for before anybody waits, and how many seconds ahead of it.</summary>
    private const float Platoon = 0.25f;

    private const int PlatoonLead = 6;

    private readonly Intersection _intersection;
    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly LaneService _service;
    private readonly PlannerSettings _settings;
    private readonly int _lanes;
    private readonly int _exits;
    private readonly ExitRoom _room;
    private readonly ChangeTable _changes;
    private readonly float[] _weight;
    private readonly float[] _saturation;

    public QueueModel(
        Intersection intersection, PhaseTable table, CombinationTable combinations, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings settings)
    {
        _intersection = intersection;
        _table = table;
        _combinations = combinations;
        _settings = settings;
        _service = new LaneService(intersection, combinations);
        _lanes = intersection.LaneGroups.Length;
        _exits = intersection.Approaches.Length;
        Horizon = (int)(intersection.Control.Horizon.Milliseconds / 1000);
        Arrivals = new ArrivalForecast(intersection, incoming, Horizon);
        _saturation = new float[_lanes];
        _room = new ExitRoom(intersection, outgoing, settings.ExitRefillPerSecond);
        _weight = [.. intersection.LaneGroups.Select(WeightOf)];
        _changes = new ChangeTable(table, combinations, _service, _lanes);
    }

    /// <summary>Look-ahead in seconds.</summary>
    public int Horizon { get; }

    /// <summary>Floats of one state.</summary>
    public int Stride => 2 * _lanes + _exits + 2 * _table.RingCount;

    public ArrivalForecast Arrivals { get; }

    public CombinationTable Combinations => _combinations;

    /// <summary>Vehicles that left by each leg (index of the approach) in the last step.</summary>
    public ReadOnlySpan<float> Departures => _room.Departures;

    /// <summary>Whole seconds from leaving one combination until all of the next is green.</summary>
    public int ChangeSeconds(int from, int to) => _changes.Seconds(from, to);

    /// <summary>Writes the present state.</summary>
    /// <param name="called">Groups with a call: at least one vehicle waits there, whatever the queue estimate says.</param>
    public void Root(Span<float> state, in ControlView view, ReadOnlySpan<ActuatedRing> rings, int combination, GroupSet called)
    {
        Arrivals.Update(view);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var estimate = lane < view.LaneGroups.Length ? view.LaneGroups[lane] : default;
            var group = _intersection.LaneGroups[lane];
            _saturation[lane] = (float)(estimate.SaturationFlowPerSecond > 0.05
                ? estimate.SaturationFlowPerSecond
                : group.SaturationFlowPerLane.PerSecond * group.Lanes);
            state[lane] = Math.Max((float)estimate.QueueVehicles, group.ServedBy.Overlaps(called) ? 1 : 0);
            state[_lanes + lane] = OpenAtRoot(view, _service.ServedBy(combination, lane), group);
        }

        _room.Root(Exits(state), view);
        foreach (var ring in rings)
        {
            Start(state, ring.Index) = ring.Phase is null ? 0 : -(float)ring.Green.MaximumUsed(view.Now).TotalSeconds;
            Free(state, ring.Index) = (float)ring.LeastGreenRemaining(view).TotalSeconds;
        }
    }

    /// <summary>Every phase that the change would end may end at this second.</summary>
    public bool CanSwitch(ReadOnlySpan<float> state, int from, int to, int second)
    {
        var old = _combinations[from].PhaseOfRing;
        var next = _combinations[to].PhaseOfRing;
        for (var ring = 0; ring < old.Length; ring++)
        {
            if (old[ring] >= 0 && old[ring] != next[ring] && state[2 * _lanes + _exits + _table.RingCount + ring] > second + 0.05f)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves one combination for another at the start of a second. Pedestrians of the phases that come up are served.</summary>
    public void Switch(Span<float> state, int from, int to, int second, ref PhaseSet pedestrians)
    {
        for (var lane = 0; lane < _lanes; lane++)
        {
            var before = _service.ServedBy(from, lane);
            var after = _service.ServedBy(to, lane);
            if (before.Overlaps(after))
            {
                continue;
            }

            if (!before.IsEmpty && state[_lanes + lane] <= second)
            {
                state[lane] -= Math.Min(state[lane], _saturation[lane] * _service.Protected(from, lane) * _settings.YellowUsed);
            }

            var startUp = state[lane] > 0.5f ? (float)_intersection.LaneGroups[lane].StartUpLost.Value : 0;
            state[_lanes + lane] = second + _changes.Delay(from, to, lane) + startUp;
        }

        var green = second + _changes.Seconds(from, to);
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            var phase = _combinations[to].PhaseOfRing[ring];
            if (phase >= 0 && phase != _combinations[from].PhaseOfRing[ring])
            {
                Start(state, ring) = green;
                Free(state, ring) = green + (float)_table[phase].MinService(pedestrians.Contains(phase)).TotalSeconds;
            }
        }

        pedestrians -= _combinations[to].Phases - _combinations[from].Phases;
    }

    /// <summary>Least green in whole seconds of what a switch starts.</summary>
    public int LeastGreen(int from, int to)
    {
        var least = Duration.FromSeconds(1);
        foreach (var phase in _combinations[to].Phases - _combinations[from].Phases)
        {
            least = Duration.Max(least, _table[phase].MinGreen);
        }

        return (int)Math.Ceiling(least.TotalSeconds);
    }

    /// <summary>Somebody waits, or is expected within seconds, whom the second combination serves and the first does not.</summary>
    public bool HasDemand(ReadOnlySpan<float> state, int from, int to, int second, PhaseSet pedestrians)
    {
        if (pedestrians.Overlaps(_combinations[to].Phases - _combinations[from].Phases))
        {
            return true;
        }

        for (var lane = 0; lane < _lanes; lane++)
        {
            if ((state[lane] > 0.3f || Arrivals[lane, Math.Min(second + PlatoonLead, Horizon - 1)] > Platoon) && !_service.ServedBy(to, lane).IsEmpty && !_service.ServedBy(from, lane).Overlaps(_service.ServedBy(to, lane)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Advances one second and returns its cost in weighted vehicle-seconds.</summary>
    public float Step(Span<float> state, int combination, int second, PhaseSet pedestrians)
    {
        var cost = (float)_intersection.Control.PedestrianWeight * BitOperations.PopCount(pedestrians.Bits);
        _room.Begin();
        for (var lane = 0; lane < _lanes; lane++)
        {
            var queue = state[lane];
            var arriving = second < Horizon ? Arrivals[lane, second] : 0;
            var capacity = Capacity(state, combination, lane, second);
            var crossing = Math.Min(queue + arriving, capacity);
            var stopped = Math.Max(0, arriving - Math.Max(0, capacity - queue));
            queue += arriving - crossing;
            state[lane] = queue;
            cost += Weight(lane, queue) * (queue + (float)_intersection.Control.StopPenalty * stopped);
            _room.Depart(Exits(state), lane, crossing);
        }

        _room.Refill(Exits(state));
        return cost + Beyond(state, combination, second, pedestrians);
    }

    /// <summary>What a state at the horizon still costs: time to clear its queues, more for those at red.</summary>
    public float Terminal(ReadOnlySpan<float> state, int combination, PhaseSet pedestrians)
    {
        var cost = 10 * (float)_intersection.Control.PedestrianWeight * BitOperations.PopCount(pedestrians.Bits);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var queue = state[lane];
            var red = _service.ServedBy(combination, lane).IsEmpty ? _settings.RedAlpha : 0;
            cost += Weight(lane, queue) * queue * ((_settings.QueueBeta * queue / (2 * _saturation[lane])) + red);
        }

        return cost;
    }

    private Span<float> Exits(Span<float> state) => state.Slice(2 * _lanes, _exits);

    private ref float Start(Span<float> state, int ring) => ref state[2 * _lanes + _exits + ring];

    private ref float Free(Span<float> state, int ring) => ref state[2 * _lanes + _exits + _table.RingCount + ring];

    private float Capacity(ReadOnlySpan<float> state, int combination, int lane, int second)
    {
        var portion = Math.Clamp(second + 1 - state[_lanes + lane], 0, 1);
        if (portion <= 0)
        {
            return 0;
        }

        var rate = _saturation[lane] * _service.Protected(combination, lane);
        var yielding = _service.Permissive(combination, lane);
        if (yielding > 0)
        {
            rate += Math.Min(_saturation[lane] * yielding, GapRate(state, combination, lane, second));
        }

        return rate * portion * _room.OpenShare(state.Slice(2 * _lanes, _exits), lane);
    }

    /// <summary>Nothing finds a gap while an opposing queue discharges; after it, the gaps of the opposing flow.</summary>
    private float GapRate(ReadOnlySpan<float> state, int combination, int lane, int second)
    {
        var flow = 0.0;
        foreach (var opposing in _service.OpposingOf(lane))
        {
            if (_service.ServedBy(combination, opposing).IsEmpty)
            {
                continue;
            }

            if (state[opposing] > 1)
            {
                return 0;
            }

            flow += second < Horizon ? Arrivals[opposing, second] : 0;
        }

        return LaneService.GapCapacity(flow);
    }

    private float Beyond(ReadOnlySpan<float> state, int combination, int second, PhaseSet pedestrians)
    {
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            var phase = _combinations[combination].PhaseOfRing[ring];
            if (phase >= 0 && second - state[2 * _lanes + _exits + ring] >= _table[phase].MaxGreen.TotalSeconds)
            {
                return OthersWait(state, phase, pedestrians) ? BeyondMaximum : 0;
            }
        }

        return 0;
    }

    private bool OthersWait(ReadOnlySpan<float> state, int phase, PhaseSet pedestrians)
    {
        var rivals = _table.ConflictsOf(phase);
        if (pedestrians.Overlaps(rivals))
        {
            return true;
        }

        for (var lane = 0; lane < _lanes; lane++)
        {
            var served = _intersection.LaneGroups[lane].ServedBy;
            if (state[lane] >= 1 && !served.Overlaps(_table[phase].Vehicles) && !served.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private float Weight(int lane, float queue)
    {
        var fill = Math.Min(1, queue / Math.Max(1, (float)_intersection.LaneGroups[lane].StorageVehicles));
        return _weight[lane] * (1 + (_settings.FillWeight * fill));
    }

    private static float OpenAtRoot(in ControlView view, GroupSet servedBy, LaneGroup lane)
    {
        foreach (var group in servedBy)
        {
            if (view.Shown[group].State.IsGo())
            {
                return (float)Math.Max(0, lane.StartUpLost.Value - view.Shown[group].TimeInState.TotalSeconds);
            }
        }

        // On the way up: the rest of an intergreen, then the start.
        return 2 + (float)lane.StartUpLost.Value;
    }

    private float WeightOf(LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            if (_table.Safety.Group(group).Kind == SignalGroupKind.Transit)
            {
                return (float)_intersection.Control.TransitWeight;
            }
        }

        return 1;
    }
}
