using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Sim.Traffic;

/// <summary>Adds up what happens to vehicles. A fixed number of counters, whatever the length of the run.</summary>
internal sealed class TrafficRecorder(TrafficState state)
{
    /// <summary>Slower than this a vehicle belongs to a queue, m/s.</summary>
    private const float QueueSpeed = 2f;

    /// <summary>A queue ends at a gap longer than this, m.</summary>
    private const float QueueGap = 20f;

    private readonly PathTotals[] _paths = new PathTotals[state.Network.Paths.Length];
    private readonly float[] _maxQueue = new float[state.Network.LaneCount];
    private double _from;
    private double _delay;
    private double _busDelay;
    private double _longestWait;
    private long _stops;

    public long Created { get; private set; }

    public long FinishedCount { get; private set; }

    public long Refused { get; private set; }

    public long Buses { get; private set; }

    public double MeasuredFrom => _from;

    public void Create(bool isBus)
    {
        Created++;
        Buses += isBus ? 1 : 0;
    }

    public void Refuse() => Refused++;

    public float FreeTimeOf(int id, int segment) => state.End[segment] / (state.Limit[segment] * state.Vehicles.DesiredFactor[id]);

    public void CrossedLine(int id, int path)
    {
        var vehicles = state.Vehicles;
        if (vehicles.RoadEnteredAt[id] < _from)
        {
            return;
        }

        ref var totals = ref _paths[path];
        totals.Count++;
        totals.Delay += RoadDelay(id);
        totals.Wait += vehicles.Waited[id];
        totals.Stops += vehicles.RoadStops[id];
        totals.LongestWait = Math.Max(totals.LongestWait, vehicles.Waited[id]);
        _longestWait = Math.Max(_longestWait, vehicles.Waited[id]);
    }

    public void Finished(int id)
    {
        if (state.Vehicles.CreatedAt[id] >= _from)
        {
            FinishedCount++;
            AddTrip(id, TripDelay(id), ref _delay, ref _busDelay, ref _stops);
        }
    }

    public void Reset()
    {
        (_from, _delay, _busDelay, _longestWait, _stops) = (state.Time, 0, 0, 0, 0);
        (Created, FinishedCount, Refused, Buses) = (0, 0, 0, 0);
        Array.Clear(_paths);
        Array.Clear(_maxQueue);
    }

    public void SampleQueues()
    {
        for (var lane = 0; lane < _maxQueue.Length; lane++)
        {
            if (state.Queues.Count(lane) > 0)
            {
                _maxQueue[lane] = MathF.Max(_maxQueue[lane], QueueOf(lane).Back);
            }
        }
    }

    /// <summary>Back of the standing queue from the stop line, and vehicles in it.</summary>
    public (float Back, int Vehicles) QueueOf(int lane)
    {
        var (front, back, count) = (state.End[lane], 0f, 0);
        for (var i = 0; i < state.Queues.Count(lane); i++)
        {
            var id = state.Queues.At(lane, i);
            if (state.Vehicles.V[id] > QueueSpeed || front - state.Vehicles.X[id] > QueueGap)
            {
                break;
            }

            front = state.Vehicles.X[id] - state.Vehicles.Length[id];
            (back, count) = (state.End[lane] - front, count + 1);
        }

        return (back, count);
    }

    public TrafficSummary Summarise(ulong seed, EntryGate[] entries, Pedestrians pedestrians, long missedTurns, long redRunning)
    {
        var (delay, busDelay, stops, running, notInserted) = (_delay, _busDelay, _stops, 0L, 0L);
        foreach (var id in Running().Where(v => state.Vehicles.CreatedAt[v] >= _from))
        {
            running++;
            AddTrip(id, TripDelay(id) - FreeTimeHere(id), ref delay, ref busDelay, ref stops);
        }

        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Waiting; i++)
            {
                notInserted += entry.CreatedAt(i) >= _from ? 1 : 0;
                delay += entry.CreatedAt(i) >= _from ? state.Time - entry.CreatedAt(i) : 0;
            }
        }

        var approaches = Approaches(entries);
        var crossings = pedestrians.Summarise().ToImmutableArray();
        var waits = crossings.Sum(c => c.MeanWait.Value * (c.Served + c.Waiting));
        var letIn = FinishedCount + running;
        return new TrafficSummary(
            seed, Duration.FromSeconds(state.Time - _from), Created, FinishedCount, running, notInserted, Refused,
            Mean(delay, letIn + notInserted), letIn == 0 ? 0 : (double)stops / letIn, new Seconds(approaches.Max(a => a.LongestWait.Value)),
            MeanOf(approaches.Where(a => a.IsMain)), MeanOf(approaches.Where(a => !a.IsMain)), Mean(waits, crossings.Sum(c => c.Served + c.Waiting)),
            Mean(busDelay, Buses), Buses, missedTurns, redRunning, approaches, Movements(), crossings);
    }

    private static Seconds Mean(double sum, long count) => new(count == 0 ? 0 : sum / count);

    private static Seconds MeanOf(IEnumerable<ApproachSummary> approaches)
    {
        var rows = approaches.ToArray();
        return Mean(rows.Sum(a => a.MeanDelay.Value * a.Vehicles), rows.Sum(a => a.Vehicles));
    }

    private void AddTrip(int id, double tripDelay, ref double delay, ref double busDelay, ref long stops)
    {
        delay += tripDelay;
        busDelay += state.Vehicles.Line[id] >= 0 ? tripDelay : 0;
        stops += state.Vehicles.Stops[id];
    }

    private double TripDelay(int id) => Math.Max(0.0, state.Time - state.Vehicles.CreatedAt[id] - state.Vehicles.FreeTime[id]);

    /// <summary>Free-flow time of the part of the present segment that is behind the vehicle.</summary>
    private double FreeTimeHere(int id)
    {
        var segment = state.Vehicles.Segment[id];
        return state.Vehicles.X[id] / (state.Limit[segment] * state.Vehicles.DesiredFactor[id]);
    }

    private double RoadDelay(int id) =>
        Math.Max(0.0, state.Time - state.Vehicles.RoadEnteredAt[id] - FreeTimeOf(id, state.Vehicles.Segment[id]));

    private IEnumerable<int> Running()
    {
        for (var id = 0; id < state.Vehicles.Top; id++)
        {
            if (state.Vehicles.Segment[id] >= 0)
            {
                yield return id;
            }
        }
    }

    private ImmutableArray<ApproachSummary> Approaches(EntryGate[] entries)
    {
        var rows = ImmutableArray.CreateBuilder<ApproachSummary>();
        foreach (var road in state.Network.Roads.Where(r => !r.IsExit))
        {
            var totals = TotalsOf(road);
            foreach (var id in Running().Where(v => IsOn(v, road) && state.Vehicles.RoadEnteredAt[v] >= _from))
            {
                totals.Count++;
                totals.Delay += Math.Max(0.0, state.Time - state.Vehicles.RoadEnteredAt[id] - FreeTimeHere(id));
                totals.Stops += state.Vehicles.RoadStops[id];
                totals.LongestWait = Math.Max(totals.LongestWait, state.Vehicles.Waited[id]);
            }

            AddOutside(ref totals, entries.FirstOrDefault(e => e.Road.Index == road.Index));
            var intersection = state.Network.Corridor.Intersections[road.Intersection];
            var approach = intersection.Approaches[road.Approach];
            rows.Add(new ApproachSummary(
                intersection.Id, approach.Id, IsMain(road, intersection), totals.Count, Mean(totals.Delay, totals.Count),
                totals.Count == 0 ? 0 : (double)totals.Stops / totals.Count, new Seconds(totals.LongestWait),
                new Metres(Enumerable.Range(road.FirstLane, road.Lanes).Max(l => _maxQueue[l]))));
        }

        return rows.ToImmutable();
    }

    private void AddOutside(ref PathTotals totals, EntryGate? entry)
    {
        for (var i = 0; entry is not null && i < entry.Waiting; i++)
        {
            var waited = state.Time - entry.CreatedAt(i);
            if (entry.CreatedAt(i) >= _from)
            {
                totals.Count++;
                totals.Delay += waited;
                totals.LongestWait = Math.Max(totals.LongestWait, waited);
            }
        }
    }

    private bool IsOn(int id, Road road)
    {
        var segment = state.Vehicles.Segment[id];
        return segment >= road.FirstLane && segment < road.FirstLane + road.Lanes;
    }

    private PathTotals TotalsOf(Road road)
    {
        var sum = default(PathTotals);
        for (var p = 0; p < _paths.Length; p++)
        {
            var lane = state.Network.Paths[p].FromLane;
            if (lane >= road.FirstLane && lane < road.FirstLane + road.Lanes)
            {
                sum.Add(_paths[p]);
            }
        }

        return sum;
    }

    /// <summary>The corridor's own direction: traffic comes by a link, or goes straight on into one.</summary>
    private bool IsMain(Road road, Intersection intersection)
    {
        var links = state.Network.Corridor.Links;
        var through = road.Movements.Where(m => m.Turn == Turn.Through).Select(m => m.ExitLeg).ToArray();
        return !road.IsEntry || links.Any(l => l.From == intersection.Id && through.Contains(l.FromLeg));
    }

    private ImmutableArray<MovementSummary> Movements()
    {
        var rows = ImmutableArray.CreateBuilder<MovementSummary>();
        var groups = state.Network.Paths.Index().GroupBy(p => (p.Item.Intersection, p.Item.LaneGroup, p.Item.Movement)).OrderBy(g => g.Key);
        foreach (var paths in groups)
        {
            var intersection = state.Network.Corridor.Intersections[paths.Key.Intersection];
            var laneGroup = intersection.LaneGroups[paths.Key.LaneGroup];
            var movement = laneGroup.Movements[paths.Key.Movement];
            var totals = default(PathTotals);
            foreach (var path in paths)
            {
                totals.Add(_paths[path.Index]);
            }

            rows.Add(new MovementSummary(
                intersection.Id, laneGroup.Id, movement.Turn, movement.ExitLeg, totals.Count, Mean(totals.Delay, totals.Count),
                Mean(totals.Wait, totals.Count), new Seconds(totals.LongestWait), new Metres(paths.Max(p => _maxQueue[p.Item.FromLane]))));
        }

        return rows.ToImmutable();
    }

    private struct PathTotals
    {
        public long Count;
        public double Delay;
        public double Wait;
        public double LongestWait;
        public long Stops;

        public void Add(in PathTotals other)
        {
            Count += other.Count;
            Delay += other.Delay;
            Wait += other.Wait;
            Stops += other.Stops;
            LongestWait = Math.Max(LongestWait, other.LongestWait);
        }
    }
}
