using Signals.Core.Traffic;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Drives the vehicles of one intersection through a given sequence of signals and says what it cost. Every vehicle's new speed follows from the state at
/// the start of the step, front to back in each lane. No allocation after construction.
/// </summary>
internal sealed class MicroSimulation
{
    /// <summary>Hardest braking, m/s²; only states that were already unsafe at the start ask for it.</summary>
    private const float HardestBraking = 9f;

    /// <summary>Comfortable braking before a slow turn, m/s².</summary>
    private const float TurnBraking = 2f;

    /// <summary>Below the first a vehicle has stopped; above the second it moves again, m/s.</summary>
    private const float StoppedBelow = 0.5f, MovingAbove = 3f;

    /// <summary>A vehicle this far past the line is not followed closely any more, m.</summary>
    public const float GoneMetres = 45f;

    /// <summary>A vehicle this far past the line is through its turn, m.</summary>
    private const float TurnMetres = 15f;

    private readonly MicroNetwork _network;
    private readonly MicroSettings _settings;
    private readonly MicroDrivers _drivers;
    private readonly MicroRoot _root;
    private readonly MicroSignals _signals;
    private readonly MicroRules _rules;
    private readonly MicroCost _cost;
    private readonly float _step;
    private readonly int[] _crossed;
    private float _time;

    public MicroSimulation(MicroNetwork network, MicroSettings settings, MicroDrivers drivers, MicroRoot root, MicroSignals signals, float stopPenalty)
    {
        _network = network;
        _settings = settings;
        _drivers = drivers;
        _root = root;
        _signals = signals;
        _step = settings.StepSeconds;
        Traffic = new MicroTraffic(network.LaneCount, network.ExitCount);
        _rules = new MicroRules(network, settings, drivers, signals, Traffic);
        _cost = new MicroCost(network, settings, drivers, signals, stopPenalty);
        _crossed = new int[network.LaneCount];
    }

    /// <summary>The state that is advanced.</summary>
    public MicroTraffic Traffic { get; }

    /// <summary>Vehicles of each lane whose front has passed the stop line in the last run.</summary>
    public ReadOnlySpan<int> Crossed => _crossed;

    /// <summary>Vehicles moved by one step each, since the start.</summary>
    public long Updates { get; private set; }

    /// <summary>Runs the signals, one pair of masks a step, from a state, and returns its weighted cost in vehicle-seconds.</summary>
    public float Run(MicroTraffic from, ReadOnlySpan<ulong> go, ReadOnlySpan<ulong> clearing)
    {
        Begin(from);
        var cost = 0f;
        for (var k = 0; k < go.Length; k++)
        {
            cost += Step(go[k], clearing[k]);
        }

        return cost + _cost.Terminal(Traffic, _time);
    }

    public void Begin(MicroTraffic from)
    {
        Traffic.CopyFrom(from);
        _signals.Reset();
        Array.Clear(_crossed);
        _time = 0;
    }

    public float Step(ulong go, ulong clearing)
    {
        _signals.Show(go, clearing, _time);
        _rules.Begin(_time);
        var cost = 0f;
        for (var lane = 0; lane < _network.LaneCount; lane++)
        {
            var outside = _root.Admit(Traffic, lane, _time);
            cost += _cost.Weight(lane, outside) * outside * _step;
            if (Traffic.End[lane] > Traffic.Head[lane])
            {
                cost += Advance(lane);
            }
        }

        for (var exit = 0; exit < Traffic.Room.Length; exit++)
        {
            Traffic.Room[exit] += Traffic.Outflow[exit] * _step;
        }

        _time += _step;
        return cost;
    }

    private float Advance(int lane)
    {
        var own = _network.Lanes[lane];
        var driver = _drivers.Of[lane];
        var free = driver.Dawdled(own.Speed, _step);
        var (end, traffic) = (Traffic.End[lane], Traffic);
        var (leaderX, leaderV, leaderLength) = (float.NegativeInfinity, 0f, 0f);
        var everybodyAheadGoes = true;
        float delay = 0;
        int standing = 0, stops = 0;
        for (var i = traffic.Head[lane]; i < end; i++)
        {
            var (x, v) = (traffic.X[i], traffic.V[i]);
            var next = driver.Free(v, Limit(own.Speed, traffic.Movement[i], x), _step);
            next = MathF.Min(next, CarFollowing.KraussSpeed(x - leaderX - leaderLength - driver.StandstillGap, leaderV, driver.Braking, driver.Reaction));
            if ((traffic.Mark[i] & VehicleMark.Committed) == 0 && x < MicroRules.LookAhead(driver, v))
            {
                next = _rules.AtLine(lane, i, next, everybodyAheadGoes);
            }

            next = MathF.Max(driver.Dawdled(next, _step), v - HardestBraking * _step);
            next = MathF.Max(next, 0);
            everybodyAheadGoes &= (traffic.Mark[i] & VehicleMark.Committed) != 0;
            (leaderX, leaderV, leaderLength) = (x, v, traffic.Length[i]);
            var after = x - next * _step;
            (traffic.X[i], traffic.V[i]) = (after, next);
            if (x > 0 || (traffic.Mark[i] & VehicleMark.Committed) == 0)
            {
                delay += MathF.Max(0, 1 - next / free);
                stops += NoteStop(ref traffic.Mark[i], next);
                standing += next < StoppedBelow ? 1 : 0;
            }

            if (x > 0 && after <= 0)
            {
                _crossed[lane]++;
                delay += LossAfter(next, free, driver) / _step;
            }
        }

        Updates += end - traffic.Head[lane];
        RemoveGone(lane);
        return _cost.Weight(lane, standing) * (delay * _step + stops * _cost.StopPenalty);
    }

    /// <summary>Delay still to come for who passes the line below free speed: the time to catch up with it.</summary>
    private static float LossAfter(float speed, float free, in DriverModel driver)
    {
        var missing = MathF.Max(0, free - speed);
        return missing * missing / (2 * free * driver.Acceleration * (1 - driver.Dawdle));
    }

    private float Limit(float speed, int movement, float x)
    {
        var turn = _network.Movements[movement].Speed;
        if (turn >= speed || x < -TurnMetres)
        {
            return speed;
        }

        return x <= 0 ? turn : MathF.Min(speed, CarFollowing.ApproachSpeed(x, turn, TurnBraking));
    }

    private static int NoteStop(ref VehicleMark mark, float speed)
    {
        if ((mark & VehicleMark.Standing) == 0)
        {
            if (speed >= StoppedBelow)
            {
                return 0;
            }

            mark |= VehicleMark.Standing;
            return 1;
        }

        mark = speed > MovingAbove ? mark & ~VehicleMark.Standing : mark;
        return 0;
    }

    private void RemoveGone(int lane)
    {
        var head = Traffic.Head[lane];
        while (head < Traffic.End[lane] && Traffic.X[head] < -GoneMetres)
        {
            head++;
        }

        Traffic.Head[lane] = head;
    }
}
