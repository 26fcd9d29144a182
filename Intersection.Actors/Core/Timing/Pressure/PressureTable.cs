using System.Collections.Immutable;
using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;
using Signals.Core.Units;

namespace Signals.Core.Timing.Pressure;

/// <summary>The pressure of every combination under one rule, taken anew at each decision. Allocates nothing after it is made.</summary>
public sealed class PressureTable
{
    /// <summary>Discharge that counts as one lane: the HCM base rate.</summary>
    private static readonly VehiclesPerHour BaseRate = new(1900);

    /// <summary>Pressures that differ by less are equal: what is left is rounding.</summary>
    public const float Tie = 1e-3f;

    private readonly IPressureRule _rule;
    private readonly ImmutableArray<Combination> _combinations;
    private readonly float _pedestrianWeight;
    private readonly LaneCounts _counts;
    private readonly ExitQueues _exits;
    private readonly ImmutableArray<(int LaneGroup, int Exit, float Saturation, GroupSet Served)> _movements;
    private readonly float[] _pressure;
    private readonly float[] _keeping;
    private readonly bool[] _demand;

    public PressureTable(Intersection intersection, CombinationTable combinations, ImmutableArray<Link> outgoing, IPressureRule rule)
    {
        _rule = rule;
        _combinations = combinations.All;
        _pedestrianWeight = (float)intersection.Control.PedestrianWeight;
        _counts = new LaneCounts(intersection);
        _exits = new ExitQueues(intersection, outgoing);
        var exits = ExitLane.Of(intersection);
        _movements =
        [
            .. from lane in intersection.LaneGroups
               from m in lane.Movements
               let saturation = (float)(lane.Lanes * lane.SaturationFlowPerLane.Value / BaseRate.Value)
               select (lane.Index, exits.IndexOf(new ExitLane(m.ExitLeg, m.ExitLane)), saturation, ServedBy(m)),
        ];
        _pressure = new float[_combinations.Length];
        _keeping = new float[_combinations.Length];
        _demand = new bool[_combinations.Length];
    }

    /// <summary>Pressure of a combination at the last <see cref="Take"/>.</summary>
    public float this[int combination] => _pressure[combination];

    /// <summary>What keeps a combination that runs, see <see cref="IPressureRule.Keeping"/>.</summary>
    public float Keeping(int combination) => _keeping[combination];

    /// <param name="asking">Groups that are called and have no right of way.</param>
    /// <param name="pedestrians">Phases whose crossings wait; each counts as <see cref="ControlSettings.PedestrianWeight"/> vehicles.</param>
    public void Take(in ControlView view, GroupSet asking, PhaseSet pedestrians)
    {
        _counts.Take(view, asking);
        _exits.Take(view);
        foreach (var combination in _combinations)
        {
            var crossings = BitOperations.PopCount((combination.Phases & pedestrians).Bits);
            _pressure[combination.Index] = _pedestrianWeight * crossings;
            _keeping[combination.Index] = 0;
            _demand[combination.Index] = crossings > 0;
        }

        for (var m = 0; m < _movements.Length; m++)
        {
            Add(m, view.Picture.TurnShares[m]);
        }
    }

    /// <summary>
    /// The combination to serve next: the one with most pressure among those that anybody waits for, the earlier of equals. The running one stays when
    /// none has more, or while the rule keeps it.
    /// </summary>
    public int Best(int running)
    {
        var best = running;
        for (var c = 0; c < _pressure.Length; c++)
        {
            best = _demand[c] && _pressure[c] > _pressure[best] + Tie ? c : best;
        }

        return _keeping[running] >= _pressure[best] - Tie ? running : best;
    }

    private void Add(int index, float share)
    {
        var (lane, exit, saturation, served) = _movements[index];
        var movement = new MovementTraffic(
            share, saturation, _counts.Queue(lane), _counts.Near(lane), _counts.Running(lane), _exits[exit], _exits.Lanes(exit));
        var (pressure, keeping) = (_rule.Of(movement), _rule.Keeping(movement));
        var demand = share > 0 && _counts.IsAnybody(lane);
        foreach (var combination in _combinations)
        {
            if (served.Overlaps(combination.Green))
            {
                _pressure[combination.Index] += pressure;
                _keeping[combination.Index] += keeping;
                _demand[combination.Index] |= demand;
            }
        }
    }

    private static GroupSet ServedBy(Movement movement)
    {
        var set = movement.ProtectedBy >= 0 ? GroupSet.Of(movement.ProtectedBy) : GroupSet.Empty;
        return movement.PermissiveUnder >= 0 ? set.With(movement.PermissiveUnder) : set;
    }
}
