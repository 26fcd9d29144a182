using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Engine;

/// <summary>
/// Who goes first where lane links meet. Of each other link one vehicle counts: one that just left it and still overlaps, one on it, or the first that
/// waits for it at green. Straight goes before left, left before right; among equals who arrives first.
/// </summary>
internal sealed class CityJunctions(CityNetwork network, CityTraffic traffic, double step)
{
    private readonly ulong[] _busy = new ulong[network.Intersections.Length];
    private readonly ulong[] _open = new ulong[network.Intersections.Length];

    /// <summary>Movements that are open at an intersection.</summary>
    public ulong Open(int intersection) => _open[intersection];

    public void SetOpen(int intersection, ulong movements) => _open[intersection] = movements;

    /// <summary>True when a lane link (by index) may be entered under the present signals.</summary>
    public bool IsOpen(int link) =>
        (_open[network.IntersectionOfWay[network.LaneCount + link]] >> network.MovementOfLink[link] & 1) != 0;

    /// <summary>Notes which lane links have a vehicle that may concern others, so that the empty ones cost nothing.</summary>
    public void Note()
    {
        Array.Clear(_busy);
        for (var i = 0; i < traffic.ActiveCount; i++)
        {
            var way = traffic.Active[i];
            if (way >= network.LaneCount)
            {
                Mark(way - network.LaneCount);
                continue;
            }

            var front = traffic.Front[way];
            if (traffic.NextWay(front) is >= 0 and var next && IsOpen(next - network.LaneCount))
            {
                Mark(next - network.LaneCount);
            }

            var back = traffic.Back[way];
            if (traffic.Previous[back] >= network.LaneCount && traffic.Position[back] < traffic.Kind[back].Length)
            {
                Mark(traffic.Previous[back] - network.LaneCount);
            }
        }
    }

    /// <summary>Speed that the crossings ahead leave to a vehicle; infinite when it may go.</summary>
    /// <param name="link">Lane link (index) that it is on or about to enter.</param>
    /// <param name="along">Its front bumper from the start of that link, negative before it.</param>
    /// <param name="blocker">Vehicle that it gives way to, or none.</param>
    public double Speed(int vehicle, int link, double along, out int blocker)
    {
        blocker = CityTraffic.None;
        var busy = _busy[network.IntersectionOfWay[network.LaneCount + link]];
        if ((busy & network.FoesOfLink[link]) == 0)
        {
            return double.PositiveInfinity;
        }

        for (var c = network.FirstCrossing[link]; c < network.FirstCrossing[link + 1]; c++)
        {
            ref readonly var crossing = ref network.Crossings[c];
            if (crossing.Own >= along && (busy & network.BitOfLink[crossing.Foe]) != 0
                && TryFoe(crossing.Foe, crossing.Other, out var foe, out var foeDistance)
                && MustYield(vehicle, link, crossing.Own - along, foe, crossing.Foe, foeDistance))
            {
                blocker = foe;
                var kind = traffic.Kind[vehicle];
                return CityDriving.StopBefore(kind, traffic.Speed[vehicle], crossing.Own - along - kind.YieldDistance, step);
            }
        }

        return double.PositiveInfinity;
    }

    private void Mark(int link) => _busy[network.IntersectionOfWay[network.LaneCount + link]] |= network.BitOfLink[link];

    /// <summary>The vehicle of a link that counts at a crossing, and how far it is from it.</summary>
    private bool TryFoe(int link, double crossing, out int foe, out double distance)
    {
        var way = network.LaneCount + link;
        foe = traffic.Back[network.EndLane[link]];
        if (foe >= 0 && traffic.Previous[foe] == way)
        {
            var beyond = network.Lengths[way] - crossing + traffic.Position[foe];
            if (beyond < traffic.Kind[foe].Length)
            {
                distance = -beyond;
                return true;
            }
        }

        for (foe = traffic.Front[way]; foe >= 0; foe = traffic.Behind[foe])
        {
            distance = crossing - traffic.Position[foe];
            if (distance + traffic.Kind[foe].Length >= 0)
            {
                return true;
            }
        }

        var start = network.StartLane[link];
        foe = traffic.Front[start];
        distance = foe >= 0 ? network.Lengths[start] - traffic.Position[foe] + crossing : 0;
        return foe >= 0 && traffic.NextWay(foe) == way && IsOpen(link);
    }

    private bool MustYield(int vehicle, int link, double distance, int foe, int foeLink, double foeDistance)
    {
        if (!CityDriving.CanYield(traffic.Kind[vehicle], traffic.Speed[vehicle], distance))
        {
            return false;
        }

        var yields = !CityDriving.CanYield(traffic.Kind[foe], traffic.Speed[foe], foeDistance)
            || !GoesFirst(vehicle, link, distance, foe, foeLink, foeDistance);
        return yields && !IsCircle(foe);
    }

    private bool GoesFirst(int vehicle, int link, double distance, int foe, int foeLink, double foeDistance)
    {
        var (turn, foeTurn) = (network.TurnOfLink[link], network.TurnOfLink[foeLink]);
        if (turn > foeTurn)
        {
            return true;
        }

        if (foeDistance <= 0)
        {
            return foeDistance + traffic.Kind[foe].Length < 0;
        }

        var foeSteps = StepsTo(foe, foeLink, foeDistance);
        var steps = StepsTo(vehicle, link, distance);
        return foeSteps != steps || turn < foeTurn ? foeSteps > steps : WinsTie(vehicle, distance, foe, foeDistance);
    }

    private bool WinsTie(int vehicle, double distance, int foe, double foeDistance)
    {
        if (traffic.EnteredLink[vehicle] != traffic.EnteredLink[foe])
        {
            return traffic.EnteredLink[vehicle] < traffic.EnteredLink[foe];
        }

        return distance == foeDistance ? Rank(vehicle) > Rank(foe) : distance < foeDistance;
    }

    /// <summary>An arbitrary but fixed order of vehicles.</summary>
    private ulong Rank(int vehicle) => Traffic.SeededRandom.Mix((ulong)traffic.Serial[vehicle]);

    private int StepsTo(int vehicle, int link, double distance)
    {
        var kind = traffic.Kind[vehicle];
        var target = network.TurnOfLink[link] == CityTurn.Straight ? kind.MostSpeed : kind.TurnSpeed;
        return CityDriving.StepsTo(kind, traffic.Speed[vehicle], distance, target, step);
    }

    /// <summary>Vehicles that wait for each other in a circle: somebody has to go.</summary>
    private bool IsCircle(int foe)
    {
        var (slow, fast) = (foe, foe);
        while (fast >= 0 && traffic.Blocker[fast] >= 0)
        {
            slow = traffic.Blocker[slow];
            fast = traffic.Blocker[traffic.Blocker[fast]];
            if (slow == fast)
            {
                return true;
            }
        }

        return false;
    }
}
