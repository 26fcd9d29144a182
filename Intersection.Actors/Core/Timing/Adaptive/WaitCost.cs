using System.Numerics;
using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Timing.Phases;

namespace Signals.Core.Timing.Adaptive;

/// <summary>What waiting costs in a plan, in weighted vehicle-seconds: queues by kind and fill, pedestrians, greens beyond their maximum, and the horizon's rest.</summary>
internal sealed class WaitCost
{
    /// <summary>Cost of a second beyond maximum green while others wait, in vehicle-seconds: more than any queue is worth.</summary>
    private const float BeyondMaximum = 500;

    /// <summary>Seconds that a pedestrian who still waits at the horizon is taken to wait after it.</summary>
    private const float PedestrianRest = 10;

    private readonly Intersection _intersection;
    private readonly PhaseTable _table;
    private readonly CombinationTable _combinations;
    private readonly StateLayout _layout;
    private readonly LaneService _service;
    private readonly PlannerSettings _settings;
    private readonly float[] _weight;

    public WaitCost(
        Intersection intersection, PhaseTable table, CombinationTable combinations, StateLayout layout, LaneService service, PlannerSettings settings)
    {
        _intersection = intersection;
        _table = table;
        _combinations = combinations;
        _layout = layout;
        _service = service;
        _settings = settings;
        _weight = [.. intersection.LaneGroups.Select(WeightOf)];
    }

    /// <summary>A second of the crossings that wait.</summary>
    public float OfPedestrians(PhaseSet waiting) => (float)_intersection.Control.PedestrianWeight * BitOperations.PopCount(waiting.Bits);

    /// <summary>A second of a queue, and the stops that were made in it.</summary>
    public float OfQueue(int lane, float queue, float stopped) =>
        Weight(lane, queue) * (queue + (float)_intersection.Control.StopPenalty * stopped);

    /// <summary>A second of a green beyond its maximum while others wait; 0 otherwise.</summary>
    public float OfMaximum(ReadOnlySpan<float> state, int combination, int second, PhaseSet pedestrians)
    {
        for (var ring = 0; ring < _layout.Rings; ring++)
        {
            var phase = _combinations[combination].PhaseOfRing[ring];
            if (phase >= 0 && second - state[_layout.Start(ring)] >= _table[phase].MaxGreen.TotalSeconds)
            {
                return OthersWait(state, phase, pedestrians) ? BeyondMaximum : 0;
            }
        }

        return 0;
    }

    /// <summary>What a state at the horizon still costs: time to clear its queues, more for those at red.</summary>
    public float Terminal(ReadOnlySpan<float> state, int combination, PhaseSet pedestrians, QueueDischarge discharge)
    {
        var cost = PedestrianRest * (float)_intersection.Control.PedestrianWeight * BitOperations.PopCount(pedestrians.Bits);
        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var queue = state[lane];
            var red = _service.ServedBy(combination, lane).IsEmpty ? _settings.RedAlpha : 0;
            cost += Weight(lane, queue) * queue * ((_settings.QueueBeta * queue / (2 * discharge.Saturation(lane))) + red);
        }

        return cost;
    }

    private bool OthersWait(ReadOnlySpan<float> state, int phase, PhaseSet pedestrians)
    {
        var rivals = _table.ConflictsOf(phase);
        if (pedestrians.Overlaps(rivals))
        {
            return true;
        }

        for (var lane = 0; lane < _layout.Lanes; lane++)
        {
            var served = _intersection.LaneGroups[lane].ServedBy;
            if (state[lane] >= 1 && !served.Overlaps(_table[phase].Vehicles) && !served.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private float Weight(int lane, float queue)
    {
        var fill = Math.Min(1, queue / Math.Max(1, (float)_intersection.LaneGroups[lane].StorageVehicles));
        return _weight[lane] * (1 + (_settings.FillWeight * fill));
    }

    private float WeightOf(LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            if (_table.Safety.Group(group).Kind == SignalGroupKind.Transit)
            {
                return (float)_intersection.Control.TransitWeight;
            }
        }

        return 1;
    }
}
