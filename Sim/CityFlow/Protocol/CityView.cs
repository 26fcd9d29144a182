using System.Numerics;
using Signals.Sim.CityFlow.Engine;
using Signals.Sim.CityFlow.Network;

namespace Signals.Sim.CityFlow.Protocol;

/// <summary>What the published controllers look at: standing vehicles of whole lanes, and those about to arrive. Advance it once a decision.</summary>
internal sealed class CityView
{
    /// <summary>Slower is standing, m/s.</summary>
    public const double StandingSpeed = 0.1;

    /// <summary>Advanced-MP counts moving vehicles this close to the end of the road, m: what 15 s at the speed limit cover.</summary>
    private const double ReachMetres = 167;

    private readonly CityEngine _engine;
    private readonly int[] _standing;
    private readonly int[] _arriving;
    private readonly int[][] _startLanes;
    private readonly int[] _firstMovement;

    public CityView(CityEngine engine)
    {
        _engine = engine;
        var network = engine.Network;
        (_standing, _arriving) = (new int[network.LaneCount], new int[network.LaneCount]);
        _firstMovement = new int[network.Intersections.Length + 1];
        for (var i = 0; i < network.Intersections.Length; i++)
        {
            _firstMovement[i + 1] = _firstMovement[i] + network.Intersections[i].Movements.Length;
        }

        _startLanes =
        [
            .. from x in network.Intersections
               from m in x.Movements
               select Enumerable.Range(m.FirstLink, m.LinkCount).Select(k => network.StartLane[k]).Distinct().ToArray(),
        ];
    }

    public CityNetwork Network => _engine.Network;

    /// <summary>Standing vehicles on all lanes that lead to an intersection.</summary>
    public int Queued { get; private set; }

    public void Look()
    {
        Queued = 0;
        for (var lane = 0; lane < Network.LaneCount; lane++)
        {
            var road = Network.Roads[Network.RoadOfLane[lane]];
            var (standing, arriving) = (0, 0);
            foreach (var vehicle in _engine.Lane(lane))
            {
                standing += vehicle.Speed < StandingSpeed ? 1 : 0;
                arriving += vehicle.Speed > StandingSpeed && vehicle.Position >= road.Length - ReachMetres ? 1 : 0;
            }

            (_standing[lane], _arriving[lane]) = (standing, arriving);
            Queued += Network.Intersections[road.End].IsVirtual ? 0 : standing;
        }
    }

    /// <summary>Standing vehicles that the served movements of a phase come from.</summary>
    public double Queue(int intersection, int phase) => Sum(intersection, phase, (m, _) => In(m, _standing));

    /// <summary>Moving vehicles that are about to reach the stop line of the served movements of a phase.</summary>
    public double Arriving(int intersection, int phase) => Sum(intersection, phase, (m, _) => In(m, _arriving));

    /// <summary>Pressure of a phase: queue in minus queue out, summed over its served movements.</summary>
    /// <param name="outWeight">Weight of the queue on a lane of the exit road, from the number of its lanes: 1 for max-pressure, 1/n for the efficient one.</param>
    public double Pressure(int intersection, int phase, Func<int, double> outWeight) =>
        Sum(intersection, phase, (m, movement) => In(m, _standing) - Out(movement) * outWeight(Network.Roads[movement.To].LaneCount));

    private double Sum(int intersection, int phase, Func<int, CityMovement, double> value)
    {
        var sum = 0.0;
        var movements = Network.Intersections[intersection].Movements;
        for (var left = Network.Intersections[intersection].Served(phase); left != 0; left &= left - 1)
        {
            var m = BitOperations.TrailingZeroCount(left);
            sum += value(_firstMovement[intersection] + m, movements[m]);
        }

        return sum;
    }

    private int In(int movement, int[] counts)
    {
        var sum = 0;
        foreach (var lane in _startLanes[movement])
        {
            sum += counts[lane];
        }

        return sum;
    }

    private int Out(CityMovement movement)
    {
        var sum = 0;
        var road = Network.Roads[movement.To];
        for (var lane = road.FirstLane; lane < road.FirstLane + road.LaneCount; lane++)
        {
            sum += _standing[lane];
        }

        return sum;
    }
}
