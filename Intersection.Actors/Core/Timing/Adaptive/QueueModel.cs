using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The intersection as the planner sees it: a point queue a lane group, advanced in whole seconds under a combination. Vehicles can only cross from the
/// present second on, so a queue that waits costs for every second that it waits. A state is a span of <see cref="Stride"/> floats.
/// </summary>
public sealed class QueueModel
{
    /// <summary>An arrival flow, veh/s, that a green may be opened for before anybody waits, and how many seconds ahead of it.</summary>
    private const float Platoon = 0.25f;

    private const int PlatoonLead = 6;

    private const float YellowUsed = 0.5f;

    private readonly Intersection _intersection;
    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly LaneService _service;
    private readonly StateLayout _layout;
    private readonly int _lanes;
    private readonly ExitRoom _room;
    private readonly QueueDischarge _discharge;
    private readonly WaitCost _cost;
    private readonly ChangeTable _changes;

    public QueueModel(
        Intersection intersection, PhaseTable table, CombinationTable combinations, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings settings)
    {
        _intersection = intersection;
        _table = table;
        _combinations = combinations;
        _service = new LaneService(intersection, combinations);
        _lanes = intersection.LaneGroups.Length;
        _layout = new StateLayout(_lanes, intersection.Approaches.Length, table.RingCount);
        Horizon = (int)(intersection.Control.Horizon.Milliseconds / 1000);
        Arrivals = new ArrivalForecast(intersection, incoming, Horizon);
        _room = new ExitRoom(intersection, outgoing, 0.15f);
        _discharge = new QueueDischarge(intersection, _layout, _service, _room, Arrivals);
        _cost = new WaitCost(intersection, table, combinations, _layout, _service, settings);
        _changes = new ChangeTable(table, combinations, _service, _lanes);
    }

    /// <summary>Look-ahead in seconds.</summary>
    public int Horizon { get; }

    /// <summary>Floats of one state.</summary>
    public int Stride => _layout.Stride;

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
        _discharge.Learn(view);
        for (var lane = 0; lane < _lanes; lane++)
        {
            var estimate = lane < view.LaneGroups.Length ? view.LaneGroups[lane] : default;
            var group = _intersection.LaneGroups[lane];
            state[lane] = Math.Max((float)estimate.QueueVehicles, group.ServedBy.Overlaps(called) ? 1 : 0);
            state[_layout.Open(lane)] = OpenAtRoot(view, _service.ServedBy(combination, lane), group);
        }

        _room.Root(_layout.Room(state), view);
        foreach (var ring in rings)
        {
            state[_layout.Start(ring.Index)] = ring.Phase is null ? 0 : -(float)ring.Green.MaximumUsed(view.Now).TotalSeconds;
            state[_layout.Free(ring.Index)] = (float)ring.LeastGreenRemaining(view).TotalSeconds;
        }
    }

    /// <summary>Every phase that the change would end may end at this second.</summary>
    public bool CanSwitch(ReadOnlySpan<float> state, int from, int to, int second)
    {
        var old = _combinations[from].PhaseOfRing;
        var next = _combinations[to].PhaseOfRing;
        for (var ring = 0; ring < old.Length; ring++)
        {
            if (old[ring] >= 0 && old[ring] != next[ring] && state[_layout.Free(ring)] > second + 0.05f)
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

            if (!before.IsEmpty && state[_layout.Open(lane)] <= second)
            {
                state[lane] -= Math.Min(state[lane], _discharge.Saturation(lane) * _service.Protected(from, lane) * YellowUsed);
            }

            var startUp = state[lane] > 0.5f ? (float)_intersection.LaneGroups[lane].StartUpLost.Value : 0;
            state[_layout.Open(lane)] = second + _changes.Delay(from, to, lane) + startUp;
        }

        var green = second + _changes.Seconds(from, to);
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            var phase = _combinations[to].PhaseOfRing[ring];
            if (phase >= 0 && phase != _combinations[from].PhaseOfRing[ring])
            {
                state[_layout.Start(ring)] = green;
                state[_layout.Free(ring)] = green + (float)_table[phase].MinService(pedestrians.Contains(phase)).TotalSeconds;
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
            var wanted = state[lane] > 0.3f || Arrivals[lane, Math.Min(second + PlatoonLead, Horizon - 1)] > Platoon;
            if (wanted && !_service.ServedBy(to, lane).IsEmpty && !_service.ServedBy(from, lane).Overlaps(_service.ServedBy(to, lane)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Advances one second and returns its cost in weighted vehicle-seconds.</summary>
    public float Step(Span<float> state, int combination, int second, PhaseSet pedestrians)
    {
        var cost = _cost.OfPedestrians(pedestrians);
        _room.Begin();
        for (var lane = 0; lane < _lanes; lane++)
        {
            var queue = state[lane];
            var arriving = second < Horizon ? Arrivals[lane, second] : 0;
            var capacity = _discharge.Capacity(state, combination, lane, second);
            var crossing = Math.Min(queue + arriving, capacity);
            var stopped = Math.Max(0, arriving - Math.Max(0, capacity - queue));
            queue += arriving - crossing;
            state[lane] = queue;
            cost += _cost.OfQueue(lane, queue, stopped);
            _room.Depart(_layout.Room(state), lane, crossing);
        }

        _room.Refill(_layout.Room(state));
        return cost + _cost.OfMaximum(state, combination, second, pedestrians);
    }

    /// <summary>What a state at the horizon still costs: time to clear its queues, more for those at red.</summary>
    public float Terminal(ReadOnlySpan<float> state, int combination, PhaseSet pedestrians) =>
        _cost.Terminal(state, combination, pedestrians, _discharge);

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
}
