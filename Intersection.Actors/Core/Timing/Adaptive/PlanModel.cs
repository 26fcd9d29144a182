using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing.Actuated;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// The intersection as the planner sees it: every vehicle on every stop-line lane, advanced in whole seconds under a combination. Vehicles can only cross
/// from the present second on, so a queue that waits costs for every second that it waits. A state is a span of <see cref="Stride"/> floats.
/// </summary>
public sealed class PlanModel
{
    /// <summary>Weight that waits, or comes in time, before a green is worth opening for it.</summary>
    private const float Demand = 0.3f;

    /// <summary>Seconds after the change within which somebody must arrive for whom a green is opened.</summary>
    private const int DemandLead = 4;

    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly StateLayout _layout;
    private readonly MovementTable _movements;
    private readonly ChangeTable _changes;
    private readonly ArrivalLists _arrivals;
    private readonly TrafficReader _reader;
    private readonly ExitSpace _exits;
    private readonly LaneFlow _flow;
    private readonly WaitCost _cost;
    private readonly PlanHold _hold;
    private readonly float[] _meanCrossed;
    private readonly float _braking;

    public PlanModel(
        Intersection intersection, PhaseTable table, CombinationTable combinations, ImmutableArray<Link> incoming, ImmutableArray<Link> outgoing, PlannerSettings settings)
    {
        _table = table;
        _combinations = combinations;
        _movements = new MovementTable(intersection, combinations);
        _changes = new ChangeTable(intersection, table, combinations, _movements);
        var exits = Sensing.Picture.ExitLane.Of(intersection).Length;
        _layout = new StateLayout(_movements.GroupOfLane.Length, exits, table.RingCount);
        Horizon = settings.HorizonSeconds > 0 ? settings.HorizonSeconds : (int)(intersection.Control.Horizon.Milliseconds / 1000);
        _arrivals = new ArrivalLists(_layout, Horizon);
        _exits = new ExitSpace(intersection, outgoing, _layout, settings.Spillback);
        _flow = new LaneFlow(intersection, _layout, _movements, _arrivals, _exits, settings);
        _reader = new TrafficReader(intersection, table.Safety, _movements, _arrivals, _flow, incoming, settings);
        _cost = new WaitCost(intersection, table, combinations, _layout, _movements, _arrivals, settings);
        _hold = new PlanHold(table, combinations, (float)intersection.Control.CoordinationWeight, Horizon);
        _braking = settings.Braking;
        _meanCrossed = new float[_layout.Padded];
    }

    /// <summary>Look-ahead in seconds.</summary>
    public int Horizon { get; }

    /// <summary>Floats of one state.</summary>
    public int Stride => _layout.Stride;

    public CombinationTable Combinations => _combinations;

    internal StateLayout Layout => _layout;

    internal MovementTable Movements => _movements;

    internal ChangeTable Changes => _changes;

    internal ArrivalLists Arrivals => _arrivals;

    internal LaneFlow Flow => _flow;

    internal TrafficReader Reader => _reader;

    internal ExitSpace Exits => _exits;

    internal PlanHold Hold => _hold;

    /// <summary>Vehicles that left by each leg (index of the approach) in the last step; only while <see cref="RecordsDepartures"/>.</summary>
    public ReadOnlySpan<float> Departures => _exits.Departures;

    /// <summary>Count departures by leg.</summary>
    public bool RecordsDepartures
    {
        get => _exits.Records;
        set => _exits.Records = value;
    }

    /// <summary>Whole seconds from leaving one combination until all of the next is green.</summary>
    public int ChangeSeconds(int from, int to) => _changes.Seconds(from, to);

    /// <summary>Writes the present state.</summary>
    /// <param name="called">Groups with a call: at least one vehicle waits there, whatever the sensors see.</param>
    public void Root(Span<float> state, in ControlView view, ReadOnlySpan<ActuatedRing> rings, int combination, GroupSet called)
    {
        _reader.Read(view, called);
        _exits.Root(view);
        _cost.Learn(_flow, _movements);
        _hold.Root();
        state.Clear();
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var tried = view.Picture.HeadExcludes[lane] & _movements.All[_movements.GroupOfLane[lane]];
            state[_layout.Free(lane)] = _reader.OpenAt(lane, _movements.WithRightOfWay(combination, _movements.GroupOfLane[lane]), view);
            state[_layout.Alive(lane)] = tried == 0 ? 1 : 0;
            state[_layout.Next(lane)] = LaneFlow.Pack(0, tried);
        }

        foreach (var ring in rings)
        {
            state[_layout.Start(ring.Index)] = ring.Phase is null ? 0 : -(float)ring.Green.MaximumUsed(view.Now).TotalSeconds;
            state[_layout.End(ring.Index)] = (float)ring.LeastGreenRemaining(view).TotalSeconds;
        }

        state[_layout.ChangedAt] = -1000;
        state[_layout.ChangedFrom] = combination;
    }

    /// <summary>Every phase that the change would end may end at this second.</summary>
    public bool CanSwitch(ReadOnlySpan<float> state, int from, int to, int second)
    {
        var old = _combinations[from].PhaseOfRing;
        var next = _combinations[to].PhaseOfRing;
        for (var ring = 0; ring < old.Length; ring++)
        {
            if (old[ring] >= 0 && old[ring] != next[ring] && state[_layout.End(ring)] > second + 0.05f)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves one combination for another at the start of a second. Pedestrians of the phases that come up are served.</summary>
    public void Switch(Span<float> state, int from, int to, int second, ref PhaseSet pedestrians)
    {
        foreach (var lane in _changes.Losing(from, to))
        {
            // Who still goes on yellow.
            var group = _movements.GroupOfLane[lane];
            var lost = _changes.Lost(from, to, group, _movements);
            _flow.Discharge(state, lane, from, Allowed(state, from, second, lane) & lost, second, second + _reader.YellowUsed(lane));
        }

        foreach (var lane in _changes.Gaining(from, to))
        {
            var group = _movements.GroupOfLane[lane];
            var green = second + _changes.Delay(from, to, group);
            if ((_changes.Staying(from, to, group) & _movements.WithRightOfWay(from, group)) == 0)
            {
                var start = green + (_reader.StartUpLost(lane) * _arrivals.Standing(lane, state[_layout.Next(lane)], green, _braking));
                state[_layout.Free(lane)] = Math.Max(state[_layout.Free(lane)], start);
            }
        }

        var all = second + _changes.Seconds(from, to);
        for (var ring = 0; ring < _table.RingCount; ring++)
        {
            var phase = _combinations[to].PhaseOfRing[ring];
            if (phase >= 0 && phase != _combinations[from].PhaseOfRing[ring])
            {
                state[_layout.Start(ring)] = all;
                state[_layout.End(ring)] = all + (float)_table[phase].MinService(pedestrians.Contains(phase)).TotalSeconds;
            }
        }

        state[_layout.ChangedAt] = second;
        state[_layout.ChangedFrom] = from;
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

    /// <summary>Somebody waits, or comes in time for the green, whom the second combination serves and the first does not; or an imposed plan wants it.</summary>
    public bool HasDemand(ReadOnlySpan<float> state, int from, int to, int second, PhaseSet pedestrians)
    {
        var gained = _combinations[to].Phases - _combinations[from].Phases;
        if (pedestrians.Overlaps(gained) || _hold.Wants(gained, second + _changes.Seconds(from, to)))
        {
            return true;
        }

        var arrived = _arrivals.Arrived(Math.Min(Horizon, second + _changes.Seconds(from, to) + DemandLead));
        foreach (var lane in _changes.Gaining(from, to))
        {
            if (arrived[lane] - state[lane] > Demand)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Advances one second and returns its cost in weighted vehicle-seconds.</summary>
    public float Step(Span<float> state, int combination, int second, PhaseSet pedestrians)
    {
        if (_exits.Records)
        {
            _exits.ClearDepartures();
        }

        state[.._layout.Padded].CopyTo(_meanCrossed);
        foreach (var lane in _movements.Served[combination])
        {
            _meanCrossed[lane] += _flow.Discharge(state, lane, combination, Allowed(state, combination, second, lane), second, second + 1);
        }

        var cost = _cost.OfVehicles(state, _meanCrossed, second) + _cost.OfPedestrians(pedestrians) + _cost.OfMaximum(state, combination, second, pedestrians);
        return _hold.IsActive ? cost + _hold.Of((int)state[_layout.ChangedFrom], combination, IsComingUp(state, combination, second), second) : cost;
    }

    /// <summary>What a state still costs: time to clear its queues, more for those at red. A combination on its way up gives nobody green yet.</summary>
    public float Terminal(ReadOnlySpan<float> state, int combination, int second, PhaseSet pedestrians)
    {
        var left = (int)state[_layout.ChangedFrom];
        return _cost.Terminal(state, IsComingUp(state, combination, second) ? left : combination, combination, second, pedestrians);
    }

    /// <summary>The change into the combination is not over.</summary>
    private bool IsComingUp(ReadOnlySpan<float> state, int combination, int second) =>
        second < state[_layout.ChangedAt] + _changes.Seconds((int)state[_layout.ChangedFrom], combination);

    /// <summary>Movements of the lane that the signals let go: until the change is over, only those that stay green through it.</summary>
    private uint Allowed(ReadOnlySpan<float> state, int combination, int second, int lane)
    {
        var group = _movements.GroupOfLane[lane];
        var from = (int)state[_layout.ChangedFrom];
        var all = _movements.Usable(combination, group);
        return second + 1 > state[_layout.ChangedAt] + _changes.Delay(from, combination, group)
            ? all
            : all & (_changes.Staying(from, combination, group) | _movements.OnRed(from, group) | _movements.OnRed(combination, group));
    }
}
