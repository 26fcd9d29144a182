using Signals.Core.Traffic;

namespace Signals.Core.Timing.Micro;

/// <summary>
/// Who may pass the stop line. A driver commits when he can no longer stop, or starts from the line; before that he keeps able to stop for red, for yellow,
/// for a full exit, and for those he yields to. Only the first who has not committed decides; who follows him keeps able to stop as well.
/// </summary>
internal sealed class MicroRules(MicroNetwork network, MicroSettings settings, MicroDrivers drivers, MicroSignals signals, MicroTraffic traffic)
{
    /// <summary>Where the paths of two movements cross or merge, m past their lines.</summary>
    private const float ConflictMetres = 8f;

    /// <summary>A driver who reaches the conflict point this much later than another goes behind him, s.</summary>
    private const float BehindSeconds = 1f;

    /// <summary>A vehicle in a queue arrives at least this much after the one ahead, s.</summary>
    private const float QueueHeadway = 1.5f;

    /// <summary>Before this distance nobody decides whether the gap will do, m.</summary>
    private const float DecideWithin = 40f;

    private const float Standing = 0.3f, AtLineMetres = 4f, StopMargin = 0.5f;

    private readonly float _step = settings.StepSeconds;
    private float _time;

    /// <summary>Distance from which the line begins to matter, m.</summary>
    public static float LookAhead(in DriverModel driver, float speed)
    {
        var faster = speed + driver.Acceleration;
        return 5 + faster * 2 + driver.StoppingDistance(faster);
    }

    public void Begin(float time) => _time = time;

    /// <summary>Limits the speed that a vehicle would like to drive through the next step, or commits it.</summary>
    /// <param name="next">Speed that everything else allows.</param>
    /// <param name="everybodyAheadGoes">All ahead of it in its lane have committed.</param>
    public float AtLine(int lane, int i, float next, bool everybodyAheadGoes)
    {
        ref readonly var driver = ref drivers.Of[lane];
        var (x, v, m) = (traffic.X[i], traffic.V[i], traffic.Movement[i]);
        var light = signals.Light[m];
        var may = everybodyAheadGoes && HasRoom(m) && MayGo(m, light, x, v);
        if (may)
        {
            next = StartingUp(lane, m, light, v, next);
            if (next > 0 && MustCommit(driver, x, next))
            {
                Commit(i, m);
            }

            return next;
        }

        if (x >= 0 && driver.StoppingDistance(v) > x + StopMargin)
        {
            Commit(i, m); // Too late to stop: the yellow is used, the red is run.
            return next;
        }

        var inside = light == MicroLight.Go && everybodyAheadGoes && HasRoom(m) ? network.Movements[m].WaitInside : 0;
        var stop = x < 0 ? x + network.Movements[m].WaitInside : x + inside;
        return MathF.Min(next, CarFollowing.KraussSpeed(stop - StopMargin, 0, driver.Braking, MathF.Max(_step, driver.Reaction)));
    }

    private bool HasRoom(int movement) => traffic.Room[network.Movements[movement].Exit] >= 1;

    private void Commit(int i, int movement)
    {
        traffic.Mark[i] |= VehicleMark.Committed;
        traffic.Room[network.Movements[movement].Exit] -= 1;
    }

    private bool MayGo(int movement, MicroLight light, float x, float v)
    {
        if (x < 0)
        {
            return !signals.Yields[movement] ? !SomebodyInside(movement) : IsFree(movement, x, v, settings.CriticalGapSeconds);
        }

        return light switch
        {
            MicroLight.Go => !signals.Yields[movement] || (x < DecideWithin && IsFree(movement, x, v, settings.CriticalGapSeconds)),
            MicroLight.StopThenGo => v < Standing && x < AtLineMetres && IsFree(movement, x, v, settings.CriticalGapSeconds + 1),
            _ => false,
        };
    }

    /// <summary>True when after this step the vehicle could no longer stop in comfort before the line.</summary>
    private bool MustCommit(in DriverModel driver, float x, float next) => x - next * _step <= driver.StoppingDistance(next) + StopMargin + 0.1f;

    private float StartingUp(int lane, int movement, MicroLight light, float v, float next)
    {
        if (light != MicroLight.Go || v > Standing)
        {
            return next;
        }

        var still = signals.GoAt[movement] + drivers.StartUp[lane] - _time;
        return still <= 0 ? next : next * MathF.Max(0, 1 - still / _step);
    }

    /// <summary>Nobody with right of way reaches the conflict point from shortly before until a critical gap after the driver would.</summary>
    private bool IsFree(int movement, float x, float v, float gap)
    {
        var own = MathF.Max(0, x) / MathF.Max(v, 4f);
        foreach (var foe in network.YieldsTo[movement])
        {
            var other = network.Movements[foe];
            for (var lane = other.FirstLane; lane < other.FirstLane + other.LaneCount; lane++)
            {
                if (SomebodyArrives(foe, lane, own - BehindSeconds, own + gap))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool SomebodyInside(int movement)
    {
        foreach (var foe in network.YieldsTo[movement])
        {
            var other = network.Movements[foe];
            for (var lane = other.FirstLane; lane < other.FirstLane + other.LaneCount; lane++)
            {
                if (SomebodyArrives(foe, lane, -1, BehindSeconds))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool SomebodyArrives(int movement, int lane, float from, float until)
    {
        var earliest = float.NegativeInfinity;
        var limit = network.Lanes[lane].Speed;
        var comes = signals.Light[movement] == MicroLight.Go && HasRoom(movement);
        for (var i = traffic.Head[lane]; i < traffic.End[lane]; i++)
        {
            var x = traffic.X[i];
            if (x + ConflictMetres <= 0)
            {
                continue;
            }

            var arrival = MathF.Max(earliest + QueueHeadway, GapAcceptance.ArrivalTime(x + ConflictMetres, traffic.V[i], limit));
            if (arrival >= until)
            {
                return false;
            }

            earliest = arrival;
            var goes = (traffic.Mark[i] & VehicleMark.Committed) != 0 || (comes && x >= 0);
            if (arrival > from && goes && traffic.Movement[i] == movement)
            {
                return true;
            }
        }

        return false;
    }
}
