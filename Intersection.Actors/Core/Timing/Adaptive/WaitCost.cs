using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>What waiting costs in a plan, in weighted vehicle-seconds: vehicles by kind and fill, stops, pedestrians, greens beyond their maximum, and the horizon's rest.</summary>
internal sealed class WaitCost
{
    /// <summary>Cost of a second beyond maximum green while others wait, in vehicle-seconds: more than any queue is worth.</summary>
    private const float BeyondMaximum = 500;

    /// <summary>Seconds that a pedestrian who still waits at the horizon is taken to wait after it.</summary>
    private const float PedestrianRest = 10;

    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly StateLayout _layout;
    private readonly ArrivalLists _arrivals;
    private readonly float[] _stopCost;
    private readonly float _pedestrianWeight;
    private readonly PlannerSettings _settings;
    private readonly float[] _weight;
    private readonly float[] _fillPerVehicle;
    private readonly float[] _queueRest;
    private readonly float[] _redRest;
    private readonly GroupSet[] _servedBy;

    public WaitCost(
        Intersection intersection, PhaseTable table, CombinationTable combinations, StateLayout layout, MovementTable movements, ArrivalLists arrivals,
        PlannerSettings settings)
    {
        _table = table;
        _combinations = combinations;
        _layout = layout;
        _arrivals = arrivals;
        _settings = settings;
        _pedestrianWeight = (float)intersection.Control.PedestrianWeight;
        _weight = new float[layout.Padded];
        _stopCost = new float[layout.Padded];
        _fillPerVehicle = new float[layout.Padded];
        _queueRest = new float[layout.Padded];
        _redRest = new float[layout.Padded * combinations.All.Length];
        _servedBy = [.. movements.GroupOfLane.Select(g => intersection.LaneGroups[g].ServedBy)];
        for (var lane = 0; lane < layout.Lanes; lane++)
        {
            var group = intersection.LaneGroups[movements.GroupOfLane[lane]];
            _weight[lane] = WeightOf(intersection, group);
            _stopCost[lane] = StopCost.Of(intersection, group, settings);
            _fillPerVehicle[lane] = (float)(LaneGroup.QueuedVehicleLength.Value / Math.Max(LaneGroup.QueuedVehicleLength.Value, group.Storage.Value));
        }
    }

    /// <summary>Takes in the headways and turning shares of now.</summary>
    public void Learn(LaneFlow flow, MovementTable movements)
    {
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var group = movements.GroupOfLane[lane];
            _queueRest[lane] = _settings.QueueBeta * flow.Headways[lane] / 2;
            foreach (var combination in _combinations.All)
            {
                var green = flow.ShareOf(movements.WithRightOfWay(combination.Index, group), group);
                _redRest[combination.Index * _layout.Padded + lane] = _settings.RedAlpha * (1 - green);
            }
        }
    }

    /// <summary>A second of the crossings that wait.</summary>
    public float OfPedestrians(PhaseSet waiting) => _pedestrianWeight * BitOperations.PopCount(waiting.Bits);

    /// <summary>A second of everybody who has arrived and not crossed, and of the stops made in it.</summary>
    /// <param name="crossed">What has crossed at the end of the second, by lane.</param>
    /// <param name="meanCrossed">The same as a mean over the second.</param>
    public float OfVehicles(ReadOnlySpan<float> crossed, ReadOnlySpan<float> meanCrossed, int second)
    {
        var presence = _arrivals.Presence(second);
        var arrived = _arrivals.Arrived(second);
        var before = _arrivals.Arrived(Math.Max(0, second - 1));
        var moving = _arrivals.Moving(second);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < _layout.Padded; i += Vector<float>.Count)
        {
            var waiting = Vector.Max(Vector<float>.Zero, new Vector<float>(presence[i..]) - new Vector<float>(meanCrossed[i..]));
            var late = new Vector<float>(arrived[i..]) - Vector.Max(new Vector<float>(crossed[i..]), new Vector<float>(before[i..]));
            var stopped = Vector.Max(Vector<float>.Zero, late) * new Vector<float>(moving[i..]);
            sum += Weight(i, waiting) * (waiting + (new Vector<float>(_stopCost, i) * stopped));
        }

        return Vector.Sum(sum);
    }

    /// <summary>A second of a green beyond its maximum while others wait; 0 otherwise.</summary>
    public float OfMaximum(ReadOnlySpan<float> state, int combination, int second, PhaseSet pedestrians)
    {
        for (var ring = 0; ring < _layout.Rings; ring++)
        {
            var phase = _combinations[combination].PhaseOfRing[ring];
            if (phase >= 0 && second - state[_layout.Start(ring)] >= _table[phase].MaxGreen.TotalSeconds)
            {
                return OthersWait(state, phase, second, pedestrians) ? BeyondMaximum : 0;
            }
        }

        return 0;
    }

    /// <summary>What a state still costs: time to clear its queues, more for those at red.</summary>
    /// <param name="left">Combination that is being left; the running one outside a change.</param>
    public float Terminal(ReadOnlySpan<float> state, int left, int combination, int second, PhaseSet pedestrians)
    {
        var arrived = _arrivals.Arrived(second);
        var red = _redRest.AsSpan(combination * _layout.Padded, _layout.Padded);
        var before = _redRest.AsSpan(left * _layout.Padded, _layout.Padded);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < _layout.Padded; i += Vector<float>.Count)
        {
            var waiting = Vector.Max(Vector<float>.Zero, new Vector<float>(arrived[i..]) - new Vector<float>(state[i..]));
            sum += Weight(i, waiting) * waiting * ((waiting * new Vector<float>(_queueRest, i)) + Vector.Max(new Vector<float>(red[i..]), new Vector<float>(before[i..])));
        }

        return Vector.Sum(sum) + (PedestrianRest * OfPedestrians(pedestrians));
    }

    private Vector<float> Weight(int lane, Vector<float> waiting)
    {
        var fill = Vector.Min(Vector<float>.One, waiting * new Vector<float>(_fillPerVehicle, lane));
        return new Vector<float>(_weight, lane) * (Vector<float>.One + (_settings.FillWeight * fill));
    }

    private bool OthersWait(ReadOnlySpan<float> state, int phase, int second, PhaseSet pedestrians)
    {
        if (pedestrians.Overlaps(_table.ConflictsOf(phase)))
        {
            return true;
        }

        var arrived = _arrivals.Arrived(second);
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            if (arrived[lane] - state[lane] >= 1 && !_servedBy[lane].IsEmpty && !_servedBy[lane].Overlaps(_table[phase].Vehicles))
            {
                return true;
            }
        }

        return false;
    }

    private float WeightOf(Intersection intersection, LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            if (_table.Safety.Group(group).Kind == SignalGroupKind.Transit)
            {
                return (float)intersection.Control.TransitWeight;
            }
        }

        return 1;
    }
}
