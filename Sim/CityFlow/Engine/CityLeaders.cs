using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>Whom each vehicle follows, and how fast it may go behind him.</summary>
internal sealed class CityLeaders(CityNetwork network, CityTraffic traffic, double step)
{
    /// <summary>Speed that the vehicle ahead allows; infinite with a free road.</summary>
    /// <param name="ahead">Vehicle ahead on the same way; negative looks along the ways that follow.</param>
    public double FollowSpeed(int v, int way, int ahead, CityVehicle kind, double speed)
    {
        var gap = 0.0;
        if (ahead >= 0)
        {
            gap = traffic.Position[ahead] - traffic.Kind[ahead].Length - traffic.Position[v];
        }
        else
        {
            ahead = LookAhead(v, way, kind.LookAhead(step), out gap);
        }

        return ahead < 0 || gap > kind.FreeGap(step)
            ? double.PositiveInfinity
            : CityDriving.Follow(kind, speed, traffic.Kind[ahead], traffic.Speed[ahead], gap, step);
    }

    /// <summary>The nearest vehicle on the ways ahead; at a junction on any link that leaves the same lane, since they overlap.</summary>
    private int LookAhead(int v, int way, double range, out double gap)
    {
        var path = traffic.Path[v];
        var ahead = network.Lengths[way] - traffic.Position[v];
        for (var leg = traffic.Leg[v] + 1; leg < path.Length; leg++)
        {
            var leader = path[leg] < network.LaneCount ? traffic.Back[path[leg]] : LastOnLinks(path[leg - 1]);
            if (leader >= 0)
            {
                gap = ahead + traffic.Position[leader] - traffic.Kind[leader].Length;
                return leader;
            }

            ahead += network.Lengths[path[leg]];
            if (ahead > range)
            {
                break;
            }
        }

        gap = 0;
        return CityTraffic.None;
    }

    private int LastOnLinks(int lane)
    {
        var nearest = CityTraffic.None;
        foreach (var link in network.LinksOfLane[lane])
        {
            var last = traffic.Back[link];
            if (last >= 0 && (nearest < 0 || RearOf(last) < RearOf(nearest)))
            {
                nearest = last;
            }
        }

        return nearest;
    }

    private double RearOf(int v) => traffic.Position[v] - traffic.Kind[v].Length;
}
