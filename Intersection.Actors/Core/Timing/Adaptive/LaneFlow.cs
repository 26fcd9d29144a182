using Signals.Core.Model;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Lets the vehicles of one lane cross, one by one. A vehicle crosses when it has arrived, when the one ahead is a headway away, and never before the time
/// that the plan has come to. In a lane shared by several movements each vehicle wants one of the open ones with the probability of their share; the first
/// that does not holds up those behind it, so what crosses is weighed by the probability that nobody has.
/// </summary>
internal sealed class LaneFlow(Intersection intersection, StateLayout layout, MovementTable movements, ArrivalLists arrivals, ExitSpace exits, PlannerSettings settings)
{
    /// <summary>Time that a yielding driver wants to the next vehicle of those he yields to, s.</summary>
    private const float Gap = 3, GapOnRed = 4;

    /// <summary>Least headway of vehicles that find gaps, s (HCM 6th ed. exhibit 20-11: 2.5 s follow-up), and of those that turn on red.</summary>
    private const float FollowUp = 2.5f, FollowUpOnRed = 3;

    /// <summary>Weight of oncoming vehicles that closes a gap.</summary>
    private const float Closes = 0.5f;

    /// <summary>A lane is taken to be held up when the probability that it is not falls below this.</summary>
    private const float HeldUp = 0.02f;

    private readonly float[] _headway = new float[layout.Padded];
    private readonly float[] _shares = new float[movements.Movements];

    /// <summary>Learned headway of each lane, s.</summary>
    public Span<float> Headways => _headway;

    /// <summary>Share of each movement, over all lane groups.</summary>
    public Span<float> Shares => _shares;

    /// <summary>Share of a lane group's traffic that makes one of the movements.</summary>
    public float ShareOf(uint mask, int group)
    {
        if (mask == movements.All[group])
        {
            return 1;
        }

        var share = 0f;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            share += _shares[movements.FirstMovement[group] + int.TrailingZeroCount((int)rest)];
        }

        return share;
    }

    /// <summary>Next vehicle and mask of movements, packed into a state's float.</summary>
    public static float Pack(int next, uint tried) => BitConverter.Int32BitsToSingle((int)(tried << 8) | next);

    /// <summary>Lets the lane's vehicles cross within a time.</summary>
    /// <param name="allowed">Movements that the signals allow.</param>
    /// <returns>Weight that crossed × seconds from the crossing to the end of the time.</returns>
    public float Discharge(Span<float> state, int lane, int combination, uint allowed, float from, float until)
    {
        var bits = BitConverter.SingleToInt32Bits(state[layout.Next(lane)]);
        var next = bits & 0xFF;
        var times = arrivals.At(lane);
        if (next >= times.Length || allowed == 0)
        {
            return 0;
        }

        var at = Math.Max(Math.Max(times[next], state[layout.Free(lane)]), from);
        if (at >= until)
        {
            return 0;
        }

        var group = movements.GroupOfLane[lane];
        var open = Open(state, group, combination, allowed, at);
        if (open == 0)
        {
            return 0;
        }

        var stop = (open & movements.WithRightOfWay(combination, group)) == 0 ? settings.StopOnRed : 0;
        var share = ShareOf(open, group);
        var headway = Headway(lane, combination, group, open);
        if (share > 0.999f)
        {
            return Stream(state, lane, group, open, 1, headway, stop, from, until);
        }

        return intersection.LaneGroups[group].Lanes > 1 || !settings.SharedLanes
            ? Stream(state, lane, group, open, share, headway / Math.Max(share, 0.01f), stop, from, until)
            : Shared(state, lane, group, open, share, headway, stop, from, until, (uint)bits >> 8);
    }

    /// <summary>Movements that find their gap and room to leave.</summary>
    private uint Open(ReadOnlySpan<float> state, int group, int combination, uint allowed, float at)
    {
        var open = allowed & movements.Free(combination, group);
        var first = movements.FirstMovement[group];
        for (var rest = allowed & ~open; rest != 0; rest &= rest - 1)
        {
            var m = int.TrailingZeroCount((int)rest);
            var onRed = (movements.OnRed(combination, group) >> m & 1) != 0;
            open |= HasGap(state, combination, first + m, at, onRed ? GapOnRed : Gap) ? 1u << m : 0;
        }

        return exits.IsLimited && open != 0 ? exits.Open(state, open, first, at) : open;
    }

    private bool HasGap(ReadOnlySpan<float> state, int combination, int movement, float at, float gap)
    {
        var coming = 0f;
        foreach (var foe in movements.Foes(combination, movement))
        {
            var alive = Math.Min(1, state[layout.Alive(foe.Lane)]);
            var share = ShareOf(foe.Movements, movements.GroupOfLane[foe.Lane]) * alive;
            var times = arrivals.At(foe.Lane);
            var totals = arrivals.Totals(foe.Lane);
            var free = Math.Max(state[layout.Free(foe.Lane)], at);
            for (var i = BitConverter.SingleToInt32Bits(state[layout.Next(foe.Lane)]) & 0xFF; i < times.Length && coming < Closes; i++)
            {
                free = Math.Max(times[i], free);
                if (free > at + gap)
                {
                    break;
                }

                var weight = totals[i + 1] - totals[i];
                coming += weight * share;
                free += _headway[foe.Lane] * weight;
            }

            if (coming >= Closes)
            {
                return false;
            }
        }

        return true;
    }

    private float Headway(int lane, int combination, int group, uint open)
    {
        var headway = _headway[lane];
        return (open & movements.Free(combination, group)) != 0 ? headway
            : (open & movements.Yielding(combination, group)) != 0 ? Math.Max(headway, FollowUp)
            : Math.Max(headway, FollowUpOnRed);
    }

    /// <summary>Everybody may go, or nobody stands in another's way.</summary>
    private float Stream(
        Span<float> state, int lane, int group, uint open, float share, float headway, float stop, float from, float until)
    {
        var times = arrivals.At(lane);
        var totals = arrivals.Totals(lane);
        var next = Position(state, lane);
        var crossed = state[lane];
        var integral = 0f;
        var at = next < times.Length ? Math.Max(Math.Max(times[next] + stop, state[layout.Free(lane)]), from) : until;
        while (next < times.Length && at < until)
        {
            var weight = totals[next + 1] - Math.Max(crossed, totals[next]);
            crossed = totals[++next];
            integral += weight * (until - at);
            Leave(state, group, open, share, weight);
            state[layout.Free(lane)] = at + headway * weight;
            at = next < times.Length ? Math.Max(Math.Max(times[next] + stop, state[layout.Free(lane)]), from) : until;
        }

        state[lane] = crossed;
        state[layout.Alive(lane)] = 1;
        state[layout.Next(lane)] = Pack(next, 0);
        return integral;
    }

    private float Shared(
        Span<float> state, int lane, int group, uint open, float share, float headway, float stop, float from, float until, uint tried)
    {
        var times = arrivals.At(lane);
        var totals = arrivals.Totals(lane);
        var next = BitConverter.SingleToInt32Bits(state[layout.Next(lane)]) & 0xFF;
        var alive = state[layout.Alive(lane)];
        if (tried != open)
        {
            alive = Renewed(alive, tried, open, share, group);
            next = tried == 0 ? next : Position(state, lane);
        }

        var integral = 0f;
        while (next < times.Length && alive * share > HeldUp)
        {
            var at = Math.Max(Math.Max(times[next] + stop, state[layout.Free(lane)]), from);
            if (at >= until)
            {
                break;
            }

            var weight = totals[next + 1] - totals[next];
            alive *= share;
            var going = Math.Min(alive * weight, totals[next + 1] - state[lane]);
            state[lane] += going;
            integral += going * (until - at);
            Leave(state, group, open, share, going);
            state[layout.Free(lane)] = at + headway * weight;
            next++;
        }

        state[layout.Alive(lane)] = alive;
        state[layout.Next(lane)] = Pack(next, open);
        return integral;
    }

    /// <summary>
    /// Probability that the lane moves after other movements have opened: the one who held it up wanted none of those tried before, so he is now let go with
    /// the share of the new ones among the rest.
    /// </summary>
    private float Renewed(float alive, uint tried, uint open, float share, int group)
    {
        if (tried == 0)
        {
            return alive;
        }

        var rest = 1 - ShareOf(tried, group);
        var released = rest > 0.001f ? ShareOf(open & ~tried, group) / rest : 0;
        return Math.Min(1 / share, Math.Max(0, alive) + ((1 - Math.Min(1, alive)) * released / share));
    }

    /// <summary>Vehicle that what has crossed so far has come to.</summary>
    private int Position(ReadOnlySpan<float> state, int lane)
    {
        var next = BitConverter.SingleToInt32Bits(state[layout.Next(lane)]) & 0xFF;
        var totals = arrivals.Totals(lane);
        while (next > 0 && totals[next] > state[lane] + 0.001f)
        {
            next--;
        }

        return next;
    }

    private void Leave(Span<float> state, int group, uint open, float share, float weight)
    {
        if (!exits.IsLimited && !exits.Records)
        {
            return;
        }

        var first = movements.FirstMovement[group];
        for (var rest = open; rest != 0; rest &= rest - 1)
        {
            var m = first + int.TrailingZeroCount((int)rest);
            exits.Depart(state, m, weight * _shares[m] / Math.Max(share, 0.001f));
        }
    }
}
