using Signals.Core.Traffic;
using Signals.Sim.Demand;

namespace Signals.Sim.Traffic;

/// <summary>
/// One road into the network: vehicles are created by the demand alone (never by what the signals did), wait outside in order, and are let
/// in when there is room.
/// </summary>
internal sealed class EntryGate
{
    /// <summary>Most vehicles that wait outside; later ones are refused and counted.</summary>
    private const int Capacity = 4096;

    // Preferences in metres of queue: the right lane before an open lane before a short queue.
    private const float LaneAwayCost = 1000f;
    private const float BlockedCost = 500f;

    private readonly TrafficState _state;
    private readonly RouteChoice _routes;
    private readonly TrafficRecorder _recorder;
    private readonly Road _road;
    private readonly Demand _demand;
    private readonly Pending[] _pending = new Pending[Capacity];
    private SeededRandom _random;
    private int _head;
    private ulong _created;
    private double _untilNext;

    public EntryGate(TrafficState state, RouteChoice routes, TrafficRecorder recorder, Road road, Scenario scenario, ulong seed)
    {
        (_state, _routes, _recorder, _road) = (state, routes, recorder, road);
        _random = new SeededRandom(seed);
        _demand = Demand.Of(state, road, scenario, ref _random);
        Seed = SeededRandom.Derive(seed, 3);
        _untilNext = _random.NextExponential();
    }

    private ulong Seed { get; }

    public Road Road => _road;

    public int Waiting { get; private set; }

    /// <summary>Time at which the i-th waiting vehicle was created.</summary>
    public double CreatedAt(int position) => _pending[(_head + position) % Capacity].At;

    public void Advance()
    {
        _untilNext -= _demand.PerHour(_state.TimeOfDay) / 3600.0 * _state.Step;
        while (_untilNext <= 0)
        {
            _untilNext += _random.NextExponential();
            Enqueue(SeededRandom.Derive(Seed, 4, _created++), line: -1);
        }

        for (var attempt = 0; attempt < _road.Lanes && Waiting > 0 && TryInsert(); attempt++)
        {
            _head = (_head + 1) % Capacity;
            Waiting--;
        }
    }

    public void Enqueue(ulong seed, int line)
    {
        if (Waiting == Capacity)
        {
            _recorder.Refuse();
            return;
        }

        _pending[(_head + Waiting++) % Capacity] = new Pending(_state.Time, seed, line);
        _recorder.Create(line >= 0);
    }

    private bool TryInsert()
    {
        var pending = _pending[_head];
        var vehicles = _state.Vehicles;
        var id = vehicles.Add();
        Describe(id, pending);
        _routes.Choose(id, _road.Index, _road.FirstLane);
        var lane = BestLane(id);
        if (lane < 0)
        {
            vehicles.Remove(id);
            return false;
        }

        (vehicles.V[id], vehicles.Segment[id]) = (EntrySpeed(id, lane), lane);
        _routes.SetPath(id, _road, lane);
        _state.Queues.Insert(lane, id, vehicles.X);
        _state.JamDecimetres[lane] += vehicles.JamDecimetres(id);
        return true;
    }

    private void Describe(int id, in Pending pending)
    {
        var random = new SeededRandom(pending.Seed);
        var kind = pending.Line >= 0 ? VehicleKind.Bus : random.NextDouble() < _demand.TruckShare ? VehicleKind.Truck : VehicleKind.Car;
        var type = VehicleClass.Of(kind);
        var vehicles = _state.Vehicles;
        (vehicles.Kind[id], vehicles.Seed[id], vehicles.Line[id]) = (kind, pending.Seed, pending.Line);
        vehicles.Length[id] = type.Length;
        vehicles.StandstillGap[id] = type.StandstillGap;
        vehicles.DesiredFactor[id] = 1f + Vary(ref random, 0.07f);
        vehicles.Acceleration[id] = type.Acceleration * (1f + Vary(ref random, 0.1f));
        vehicles.Braking[id] = type.Braking * (1f + Vary(ref random, 0.08f));
        vehicles.Headway[id] = type.Headway * (1f + Vary(ref random, 0.15f));
        vehicles.Reaction[id] = type.Reaction * (1f + Vary(ref random, 0.25f));
        vehicles.State[id] = random.NextDouble() < _state.Options.KeepClearCompliance ? DriverState.None : DriverState.IgnoresKeepClear;
        (vehicles.CreatedAt[id], vehicles.RoadEnteredAt[id]) = (pending.At, pending.At);
    }

    private static float Vary(ref SeededRandom random, float deviation) => deviation * (float)Math.Clamp(random.NextBell(), -2.0, 2.0);

    /// <summary>The emptiest lane that serves the movement, else the nearest to one that does; −1 when there is no room.</summary>
    private int BestLane(int id)
    {
        var movement = _road.Movements[_state.Vehicles.Movement[id]];
        var (best, bestCost) = (-1, float.PositiveInfinity);
        for (var l = 0; l < _road.Lanes; l++)
        {
            var lane = _road.FirstLane + l;
            if (_state.Network.LaneStart[lane] > 0f || !HasRoom(id, lane))
            {
                continue;
            }

            var blocked = float.IsPositiveInfinity(_state.BlockedAt[lane]) ? 0f : BlockedCost;
            var cost = LanesAway(movement.AllowedLanes, l) * LaneAwayCost + _state.JamDecimetres[lane] * 0.1f + blocked;
            (best, bestCost) = cost < bestCost ? (lane, cost) : (best, bestCost);
        }

        return best;
    }

    private static int LanesAway(uint allowed, int lane)
    {
        for (var away = 0; away < 32; away++)
        {
            if ((lane + away < 32 && (allowed >> (lane + away) & 1) != 0) || (lane >= away && (allowed >> (lane - away) & 1) != 0))
            {
                return away;
            }
        }

        return 32;
    }

    private bool HasRoom(int id, int lane)
    {
        var last = _state.Queues.Last(lane);
        return !_state.Queues.IsFull(lane) && (last < 0 || _state.Vehicles.X[last] - _state.Vehicles.Length[last] > _state.Vehicles.StandstillGap[id] + 1f);
    }

    /// <summary>As fast as the vehicle ahead allows, keeping the driver's own headway.</summary>
    private float EntrySpeed(int id, int lane)
    {
        var vehicles = _state.Vehicles;
        var desired = _road.Limit * vehicles.DesiredFactor[id];
        var last = _state.Queues.Last(lane);
        if (last < 0)
        {
            return desired;
        }

        var gap = vehicles.X[last] - vehicles.Length[last] - vehicles.StandstillGap[id];
        var stoppable = MathF.Sqrt(2f * vehicles.Braking[id] * gap + vehicles.V[last] * vehicles.V[last]);
        return MathF.Min(desired, MathF.Min(stoppable, MathF.Max(gap / vehicles.Headway[id], MathF.Min(vehicles.V[last], stoppable))));
    }

    private readonly record struct Pending(double At, ulong Seed, int Line);

    private sealed record Demand(DemandProfile? Flow, Surge[] Surges, double Factor, double TruckShare)
    {
        public static Demand Of(TrafficState state, Road road, Scenario scenario, ref SeededRandom random)
        {
            var intersection = state.Network.Corridor.Intersections[road.Intersection];
            var at = new ApproachRef(intersection.Id, intersection.Approaches[road.Approach].Id);
            var factor = Math.Max(0.2, 1.0 + scenario.DailyVariation * random.NextBell());
            return new Demand(
                scenario.Entries.FirstOrDefault(e => e.At == at)?.Flow, [.. scenario.Surges.Where(s => s.At == at)], factor, scenario.TruckShare);
        }

        public double PerHour(Core.Units.Duration timeOfDay)
        {
            if (Flow is null)
            {
                return 0;
            }

            var flow = Flow.At(timeOfDay) * Factor;
            foreach (var surge in Surges)
            {
                flow *= timeOfDay >= surge.From && timeOfDay < surge.To ? surge.Factor : 1.0;
            }

            return flow;
        }
    }
}
