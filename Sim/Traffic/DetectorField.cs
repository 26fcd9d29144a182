using System.Collections.Immutable;
using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>True state of one detection zone: what a perfect detector would know. Counters only grow; take differences.</summary>
/// <param name="Present">Somebody is in the zone at the end of the step; for a button: pressed in the step.</param>
/// <param name="Count">Vehicles whose front has entered the zone (presses of a button).</param>
/// <param name="OccupiedSeconds">Time for which the zone was occupied.</param>
/// <param name="OnAt">Seconds since the start at which it last became occupied.</param>
/// <param name="OffAt">Seconds since the start at which it last became free.</param>
/// <param name="SpeedSum">Sum of the counted vehicles' speeds at entry, m/s.</param>
/// <param name="IsTall">The vehicle in the zone is a truck or a bus, behind which a side-fired sensor sees little.</param>
public record struct DetectorTruth(bool Present, long Count, double OccupiedSeconds, double OnAt, double OffAt, double SpeedSum, bool IsTall);

/// <summary>Follows every detection zone of the corridor with the resolution of a fraction of a step.</summary>
internal sealed class DetectorField
{
    private readonly TrafficState _state;
    private readonly int[] _first;
    private readonly DetectorTruth[] _truth;
    private readonly Zone[] _zones;
    private readonly int[] _lanes;
    private readonly ImmutableArray<int>[] _zonesOfLane;
    private readonly Passage[] _step;
    private readonly bool[] _wasBusy;

    public DetectorField(TrafficState state)
    {
        _state = state;
        var intersections = state.Network.Corridor.Intersections;
        _first = new int[intersections.Length + 1];
        for (var i = 0; i < intersections.Length; i++)
        {
            _first[i + 1] = _first[i] + intersections[i].Detectors.Length;
        }

        _truth = new DetectorTruth[_first[^1]];
        _step = new Passage[_first[^1]];
        _wasBusy = new bool[_first[^1]];
        Array.Fill(_step, new Passage { In = 1f });
        _zones = [.. ZonesOf(state.Network, _first)];
        _lanes = [.. _zones.Select(z => z.Lane).Distinct().Order()];
        _zonesOfLane = [.. _lanes.Select(l => _zones.Index().Where(z => z.Item.Lane == l).Select(z => z.Index).ToImmutableArray())];
    }

    public ReadOnlySpan<DetectorTruth> Of(int intersection) => _truth.AsSpan(_first[intersection].._first[intersection + 1]);

    public void Press(ReadOnlySpan<ButtonPress> presses)
    {
        foreach (var press in presses)
        {
            if (press.Detector >= 0)
            {
                ref var step = ref _step[_first[press.Intersection] + press.Detector];
                (step.In, step.Out, step.Entered) = (0f, 1f, step.Entered + 1);
            }
        }
    }

    /// <summary>Takes the step's movements into account. Call after vehicles moved and before they are handed over.</summary>
    public void Observe()
    {
        for (var i = 0; i < _lanes.Length; i++)
        {
            foreach (var z in _zonesOfLane[i])
            {
                ObserveZone(_zones[z]);
            }
        }

        for (var d = 0; d < _truth.Length; d++)
        {
            if (_step[d].Out > 0f || _wasBusy[d])
            {
                _wasBusy[d] = _step[d].Present || _step[d].IsTall;
                Conclude(ref _truth[d], ref _step[d]);
            }
        }
    }

    private void ObserveZone(in Zone zone)
    {
        var queues = _state.Queues;
        ref var step = ref _step[zone.Detector];
        var before = step.Occupied;
        step.Occupied = 0f;
        for (var i = 0; i < queues.Count(zone.Lane); i++)
        {
            var id = queues.At(zone.Lane, i);
            if (_state.Vehicles.X[id] < zone.From)
            {
                break;
            }

            Pass(ref step, zone, id, _state.Vehicles.X[id]);
        }

        // Vehicles whose front is in the junction may still have their rear in a zone at the stop line.
        foreach (var p in _state.Network.PathsFrom[zone.Lane])
        {
            var last = queues.Last(_state.SegmentOf(p));
            if (last >= 0)
            {
                Pass(ref step, zone, last, _state.End[zone.Lane] + _state.Vehicles.X[last]);
            }
        }

        step.Occupied = MathF.Max(before, MathF.Min(1f, step.Occupied));
    }

    private void Pass(ref Passage step, in Zone zone, int id, float front)
    {
        var vehicles = _state.Vehicles;
        var moved = vehicles.Moved[id];
        var rear = front - vehicles.Length[id];
        if (rear - moved > zone.To)
        {
            return;
        }

        var enters = front - moved < zone.From;
        var leaves = rear > zone.To;
        var from = enters && moved > 0f ? (zone.From - front + moved) / moved : 0f;
        var to = leaves && moved > 0f ? (zone.To - rear + moved) / moved : 1f;
        step.Occupied += to - from;
        step.In = MathF.Min(step.In, from);
        step.Out = MathF.Max(step.Out, to);
        step.Present |= !leaves;
        step.IsTall |= vehicles.Kind[id] != Core.Traffic.VehicleKind.Car;
        if (enters)
        {
            step.Entered++;
            step.SpeedSum += vehicles.V[id];
        }
    }

    private void Conclude(ref DetectorTruth truth, ref Passage step)
    {
        if (step.Out > 0f)
        {
            truth.OnAt = truth.Present ? truth.OnAt : _state.Time + step.In * _state.Step;
            truth.OffAt = step.Present ? truth.OffAt : _state.Time + step.Out * _state.Step;
            truth.OccupiedSeconds += step.Occupied * _state.Step;
            truth.Count += step.Entered;
            truth.SpeedSum += step.SpeedSum;
        }

        (truth.Present, truth.IsTall) = (step.Present, step.IsTall);
        step = new Passage { In = 1f };
    }

    private static IEnumerable<Zone> ZonesOf(RoadNetwork network, int[] first)
    {
        for (var i = 0; i < network.Corridor.Intersections.Length; i++)
        {
            var intersection = network.Corridor.Intersections[i];
            foreach (var detector in intersection.Detectors.Where(d => d.LaneGroup >= 0 && d.Kind != DetectorKind.PushButton && !d.ListsObjects))
            {
                foreach (var lane in LanesOf(network, i, detector))
                {
                    var end = network.Roads[network.RoadOfLane[lane]].Length;
                    var to = end - (float)detector.DistanceToStopLine.Value;
                    yield return new Zone(first[i] + detector.Index, lane, to - (float)detector.ZoneLength.Value, to);
                }
            }
        }
    }

    /// <summary>Lanes that a detector of a lane group watches.</summary>
    public static IEnumerable<int> LanesOf(RoadNetwork network, int intersection, Detector detector)
    {
        var group = network.Corridor.Intersections[intersection].LaneGroups[detector.LaneGroup];
        foreach (var road in network.Roads.Where(r => r.Intersection == intersection))
        {
            var lanes = Enumerable.Range(0, road.Lanes).Where(l => road.LaneGroups[l] == group.Index).ToArray();
            for (var l = 0; l < lanes.Length; l++)
            {
                if (detector.Lane == 0 || detector.Lane == l + 1)
                {
                    yield return road.FirstLane + lanes[l];
                }
            }
        }
    }

    private readonly record struct Zone(int Detector, int Lane, float From, float To);

    private struct Passage
    {
        public float In;
        public float Out;
        public float Occupied;
        public bool Present;
        public bool IsTall;
        public int Entered;
        public float SpeedSum;
    }
}
