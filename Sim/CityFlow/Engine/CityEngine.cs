using System.Collections.Immutable;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// Steps a city with CityFlow's vehicle model: all speeds are computed from the old state, then everybody moves. Without lane changes. Same network,
/// flows, seed and signals give the same run. One thread; allocates only while more vehicles are on the road than ever before.
/// </summary>
public sealed class CityEngine
{
    /// <summary>A lane with a slow vehicle at its start cannot be entered, m/s.</summary>
    private const double SlowSpeed = 2;

    private readonly CityTraffic _traffic;
    private readonly CityJunctions _junctions;
    private readonly CityEntry _entry;
    private readonly CityLeaders _leaders;
    private readonly List<int> _movers = [];
    private int[] _moved = [];
    private int _movedCount;
    private double _finishedSeconds;

    /// <param name="network">Where.</param>
    /// <param name="streams">Who drives.</param>
    /// <param name="seed">Decides the first lane of vehicles that have a choice.</param>
    /// <param name="step">Step, s; the published protocols use 1.</param>
    public CityEngine(CityNetwork network, ImmutableArray<CityFlowStream> streams, ulong seed = 0, double step = 1)
    {
        (Network, Step) = (network, step);
        _traffic = new CityTraffic(network.WayCount);
        _junctions = new CityJunctions(network, _traffic, step);
        _entry = new CityEntry(streams, network.LaneCount, seed);
        _leaders = new CityLeaders(network, _traffic, step);
    }

    public CityNetwork Network { get; }

    /// <summary>Length of a step, s.</summary>
    public double Step { get; }

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Time since the start, s.</summary>
    public double Now => Steps * Step;

    /// <summary>Vehicles on the road.</summary>
    public int Running => _traffic.Count;

    /// <summary>Vehicles that the flows created.</summary>
    public int Created => _entry.Created;

    /// <summary>Vehicles that did not get in yet.</summary>
    public int Outside => _entry.Outside;

    public int Finished { get; private set; }

    /// <summary>Vehicles moved since the start, those at rest included: the measure of an engine's speed.</summary>
    public long VehicleUpdates { get; private set; }

    public ICityObserver? Observer { get; set; }

    /// <summary>
    /// CityFlow's <c>get_average_travel_time</c>: mean over all created vehicles of the time since creation, up to now for those that are not through, s.
    /// </summary>
    public double AverageTravelTime
    {
        get
        {
            var open = _entry.Outside * Now - _entry.OutsideCreated;
            for (var i = 0; i < _traffic.ActiveCount; i++)
            {
                for (var v = _traffic.Front[_traffic.Active[i]]; v >= 0; v = _traffic.Behind[v])
                {
                    open += Now - _traffic.Created[v];
                }
            }

            return _entry.Created == 0 ? 0 : (_finishedSeconds + open) / _entry.Created;
        }
    }

    /// <summary>Movements that are open at an intersection from the next step on; bit m is movement m.</summary>
    public void SetOpen(int intersection, ulong movements) => _junctions.SetOpen(intersection, movements);

    /// <inheritdoc cref="SetOpen"/>
    public ulong Open(int intersection) => _junctions.Open(intersection);

    /// <summary>Vehicles on a lane, front first.</summary>
    public CityLane Lane(int lane) => new(_traffic, lane);

    public void Advance()
    {
        _entry.Create(Now, Step);
        _movers.Clear();
        _entry.LetIn(_traffic, _movers);
        VehicleUpdates += _traffic.Count;
        foreach (var v in _movers)
        {
            Observer?.Entered(_traffic.Serial[v], _traffic.Path[v][0], Now + Step);
        }

        _junctions.Note();
        Decide();
        Commit();
        Steps++;
    }

    private void Decide()
    {
        if (_moved.Length < _traffic.Count)
        {
            _moved = new int[Math.Max(1024, _traffic.Count * 2)];
        }

        _movedCount = 0;
        for (var i = 0; i < _traffic.ActiveCount; i++)
        {
            var way = _traffic.Active[i];
            var ahead = CityTraffic.None;
            for (var v = _traffic.Front[way]; v >= 0; v = _traffic.Behind[v])
            {
                if (!(_traffic.Resting[v] && ahead >= 0 && _traffic.Still[ahead]))
                {
                    DecideOne(v, way, ahead);
                    _moved[_movedCount++] = v;
                }

                ahead = v;
            }
        }
    }

    private void DecideOne(int v, int way, int ahead)
    {
        var kind = _traffic.Kind[v];
        var speed = _traffic.Speed[v];
        var next = Math.Min(Math.Min(kind.MostSpeed, speed + kind.MostAcceleration * Step), Network.SpeedLimits[way]);
        var follow = _leaders.FollowSpeed(v, way, ahead, kind, speed);
        _traffic.Resting[v] = ahead >= 0 && speed == 0 && follow <= 0;
        next = Math.Min(next, follow);
        _traffic.NextBlocker[v] = CityTraffic.None;
        next = Math.Min(next, JunctionSpeed(v, way, kind, speed));
        next = Math.Max(next, speed - kind.MostDeceleration * Step);
        if (next < 0)
        {
            Move(v, way, 0.5 * speed * speed / kind.MostDeceleration, 0);
        }
        else
        {
            Move(v, way, (speed + next) * Step / 2, next);
        }
    }

    private void Move(int v, int way, double by, double speed)
    {
        var position = _traffic.Position[v] + by;
        var leg = _traffic.Leg[v];
        var path = _traffic.Path[v];
        while (leg < path.Length && position > Network.Lengths[path[leg]])
        {
            position -= Network.Lengths[path[leg++]];
        }

        (_traffic.NextPosition[v], _traffic.NextSpeed[v], _traffic.NextLeg[v]) = (position, speed, leg);
    }

    private double JunctionSpeed(int v, int way, CityVehicle kind, double speed)
    {
        var isOnLink = way >= Network.LaneCount;
        var left = Network.Lengths[way] - _traffic.Position[v];
        var link = way - Network.LaneCount;
        var along = _traffic.Position[v];
        var limit = double.PositiveInfinity;
        if (!isOnLink)
        {
            var next = left <= kind.LookAhead(Step) ? _traffic.NextWay(v) : CityTraffic.None;
            if (next < 0)
            {
                return limit;
            }

            (link, along) = (next - Network.LaneCount, -left);
            if ((!_junctions.IsOpen(link) || !HasRoom(Network.EndLane[link], kind)) && CityDriving.BrakingDistance(kind, speed) <= left)
            {
                return CityDriving.StopBefore(kind, speed, left, Step);
            }

            limit = Network.TurnOfLink[link] == CityTurn.Straight ? limit : kind.TurnSpeed;
        }

        limit = Math.Min(limit, _junctions.Speed(v, link, along, out var blocker));
        _traffic.NextBlocker[v] = blocker;
        return limit;
    }

    private bool HasRoom(int lane, CityVehicle kind)
    {
        var last = _traffic.Back[lane];
        return last < 0 || _traffic.Position[last] > _traffic.Kind[last].Length + kind.Length || _traffic.Speed[last] >= SlowSpeed;
    }

    private void Commit()
    {
        _movers.Clear();
        for (var i = 0; i < _movedCount; i++)
        {
            var v = _moved[i];
            var from = _traffic.WayOf(v);
            if (_traffic.NextLeg[v] != _traffic.Leg[v])
            {
                _traffic.Remove(v, from);
                _traffic.Previous[v] = from;
                _movers.Add(v);
                NoteLeft(v, from);
            }

            _traffic.Still[v] = _traffic.NextSpeed[v] == 0 && _traffic.NextPosition[v] == _traffic.Position[v];
            (_traffic.Position[v], _traffic.Speed[v], _traffic.Leg[v]) = (_traffic.NextPosition[v], _traffic.NextSpeed[v], _traffic.NextLeg[v]);
        }

        Arrive();
        for (var i = 0; i < _movedCount; i++)
        {
            // One who has left the network blocks nobody; its slot is not used again before the next step.
            var blocker = _traffic.NextBlocker[_moved[i]];
            _traffic.Blocker[_moved[i]] = blocker >= 0 && _traffic.Leg[blocker] < _traffic.Path[blocker].Length ? blocker : CityTraffic.None;
        }
    }

    /// <summary>Puts those who changed their way behind the others there, the foremost first.</summary>
    private void Arrive()
    {
        for (var i = 1; i < _movers.Count; i++)
        {
            var v = _movers[i];
            var at = i;
            for (; at > 0 && IsBefore(v, _movers[at - 1]); at--)
            {
                _movers[at] = _movers[at - 1];
            }

            _movers[at] = v;
        }

        foreach (var v in _movers)
        {
            if (_traffic.Leg[v] == _traffic.Path[v].Length)
            {
                Finished++;
                _finishedSeconds += Now - _traffic.Created[v];
                _traffic.Leave(v);
                continue;
            }

            var way = _traffic.WayOf(v);
            _traffic.Append(v, way);
            _traffic.EnteredLink[v] = way >= Network.LaneCount ? Steps : int.MaxValue;
            if (way < Network.LaneCount)
            {
                Observer?.Entered(_traffic.Serial[v], way, Now + Step);
            }
        }
    }

    private bool IsBefore(int a, int b) =>
        _traffic.Position[a] != _traffic.Position[b] ? _traffic.Position[a] > _traffic.Position[b] : _traffic.Serial[a] < _traffic.Serial[b];

    private void NoteLeft(int v, int way)
    {
        if (way < Network.LaneCount)
        {
            Observer?.Left(_traffic.Serial[v], way, Now + Step);
        }
    }
}
