using System.Collections.Immutable;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Sim.Sumo.Sensing;
using Signals.Sim.Sumo.TraCI;
using Signals.Sim.Training.Corridors;

namespace Signals.Sim.Training.Scenarios;

/// <summary>
/// What SUMO's vehicles truly do at our lane groups. A vehicle belongs to the lane group at whose stop line it leaves the approach, and arrived when it came within reach of that lane group's
/// farthest zone: which one it is shows only later, so it is counted afterwards, since then.
/// </summary>
internal sealed class SumoTruth : ITrueTraffic, ISumoSensors
{
    /// <summary>Who is slower stands in the queue, m/s, and a queue ends at a gap longer than this, m: as the embedded simulator counts.</summary>
    private const float QueueSpeed = 2, QueueGap = 20;

    private readonly ImmutableArray<LaneView> _lanes;
    private readonly ImmutableArray<RunRecorder> _recorders;
    private readonly double[][] _reach;
    private readonly long[][] _arrived;
    private readonly StandingQueue[][] _queues;
    private readonly Dictionary<(int Intersection, int Track), Visit> _visits = [];
    private readonly List<(int Intersection, int Track)> _ended = [];
    private int _step;

    /// <param name="lanes">The order is that of <see cref="SumoVehicle.Lane"/>.</param>
    /// <param name="recorders">One an intersection; their series are written to.</param>
    public SumoTruth(ImmutableArray<LaneView> lanes, ImmutableArray<RunRecorder> recorders)
    {
        _lanes = lanes;
        _recorders = recorders;
        _reach = [.. recorders.Select(r => r.Intersection.LaneGroups.Select(g => SensorReach.Of(r.Intersection, g)).ToArray())];
        _arrived = [.. _reach.Select(r => new long[r.Length])];
        _queues = [.. _reach.Select(r => r.Select(_ => new StandingQueue(QueueSpeed, QueueGap)).ToArray())];
    }

    public long Arrived(int intersection, int laneGroup) => _arrived[intersection][laneGroup];

    public double QueueBack(int intersection, int laneGroup) => _queues[intersection][laneGroup].Back;

    public int Queued(int intersection, int laneGroup) => (int)Math.Round(_queues[intersection][laneGroup].Vehicles);

    public void Observe(IReadOnlyList<SumoVehicle> vehicles, Instant now)
    {
        _step++;
        for (var i = 0; i < vehicles.Count; i++)
        {
            if (vehicles[i].Lane >= 0)
            {
                Follow(vehicles[i], _lanes[vehicles[i].Lane]);
            }
        }

        EndVisits(atEnd: false);
        foreach (var queue in _queues.SelectMany(q => q))
        {
            queue.Close();
        }
    }

    /// <summary>The run is over: who has come and not left belongs to the lane group that he most likely takes.</summary>
    public void End() => EndVisits(atEnd: true);

    private void Follow(in SumoVehicle vehicle, LaneView lane)
    {
        foreach (var view in lane.Approaches)
        {
            var distance = view.Beyond + lane.Length - vehicle.Position;
            VisitOf(view.Intersection, vehicle.Track).See(view, distance <= _reach[view.Intersection][view.LaneGroup] ? SecondAt(view.Intersection) : -1, _step);
            _queues[view.Intersection][view.LaneGroup].Add(distance, vehicle.Speed, vehicle.Length, lane.Approaches.Length == 1 ? 1 : view.Prior);
        }

        if (lane.Crossing is { } crossed && _visits.TryGetValue((crossed.Intersection, vehicle.Track), out var visit))
        {
            visit.Cross(crossed.LaneGroup);
        }
    }

    private Visit VisitOf(int intersection, int track)
    {
        if (!_visits.TryGetValue((intersection, track), out var visit))
        {
            _visits[(intersection, track)] = visit = new Visit(_reach[intersection].Length);
        }

        return visit;
    }

    private void EndVisits(bool atEnd)
    {
        foreach (var (key, visit) in _visits)
        {
            if (visit.SeenAt == _step && !atEnd)
            {
                continue;
            }

            _ended.Add(key);
            var came = visit.CameAt(visit.LaneGroup);
            if (atEnd ? came >= 0 : visit.AtLine)
            {
                _recorders[key.Intersection].Truth[visit.LaneGroup].CountSince(came >= 0 ? came : SecondAt(key.Intersection));
                _arrived[key.Intersection][visit.LaneGroup]++;
            }
        }

        foreach (var key in _ended)
        {
            _visits.Remove(key);
        }

        _ended.Clear();
    }

    /// <summary>Second of an intersection's series that is written next.</summary>
    private int SecondAt(int intersection) => _recorders[intersection].Truth[0].Seconds;

    /// <summary>One vehicle on the way to one intersection.</summary>
    private sealed class Visit(int laneGroups)
    {
        private readonly int[] _cameAt = [.. Enumerable.Repeat(-1, laneGroups)];
        private float _likely;

        public int LaneGroup { get; private set; }

        /// <summary>It was last seen in a stop-line lane or beyond it.</summary>
        public bool AtLine { get; private set; }

        public int SeenAt { get; private set; }

        /// <summary>Second at which it came within reach of a lane group's zones; −1 when it has not.</summary>
        public int CameAt(int laneGroup) => _cameAt[laneGroup];

        public void See(in ApproachView view, int cameAt, int step)
        {
            if (cameAt >= 0 && _cameAt[view.LaneGroup] < 0)
            {
                _cameAt[view.LaneGroup] = cameAt;
            }

            if (SeenAt != step || view.Prior > _likely)
            {
                (LaneGroup, _likely, AtLine) = (view.LaneGroup, view.Prior, view.Beyond == 0);
            }

            SeenAt = step;
        }

        public void Cross(int laneGroup) => (LaneGroup, AtLine) = (laneGroup, true);
    }
}
