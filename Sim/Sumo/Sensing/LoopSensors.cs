using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>
/// Induction loops: those at the stop line and one in advance of it, in every lane. They report edges at the moments at which bumpers pass them between SUMO's steps,
/// and each second's count and occupancy.
/// </summary>
internal sealed class LoopSensors : ISumoSensors
{
    private const float StepSeconds = 1;

    private readonly ImmutableArray<LaneView> _lanes;
    private readonly Loop[] _loops;
    private readonly Loop[][] _loopsOf;
    private readonly int[] _firstStream;
    private readonly Dictionary<int, LaneTrack>[] _streams;
    private readonly List<int> _gone = [];
    private readonly Dictionary<int, float> _speeds = [];
    private int _step;

    /// <param name="corridor">Whose detectors.</param>
    /// <param name="lanes">The order is that of <see cref="SumoVehicle.Lane"/>.</param>
    /// <param name="feeds">One an intersection.</param>
    /// <param name="lost">Loops that never report.</param>
    public LoopSensors(Corridor corridor, ImmutableArray<LaneView> lanes, IReadOnlyList<DetectorFeed> feeds, LostDetectors lost)
    {
        _lanes = lanes;
        _firstStream = new int[corridor.Intersections.Length + 1];
        for (var i = 0; i < corridor.Intersections.Length; i++)
        {
            _firstStream[i + 1] = _firstStream[i] + corridor.Intersections[i].LaneGroups.Length;
        }

        _streams = [.. Enumerable.Range(0, _firstStream[^1]).Select(_ => new Dictionary<int, LaneTrack>())];
        _loops =
        [
            .. corridor.Intersections.SelectMany((x, i) => x.Detectors.Where(d => IsLoop(d) && !lost.Contains(i, d.Index))
                .Select(d => new Loop(d, feeds[i], _firstStream[i] + d.LaneGroup))),
        ];
        _loopsOf = [.. Enumerable.Range(0, _firstStream[^1]).Select(stream => _loops.Where(l => l.Stream == stream).ToArray())];
    }

    public void Observe(IReadOnlyList<SumoVehicle> vehicles, Instant now)
    {
        _step++;
        _speeds.Clear();
        for (var i = 0; i < vehicles.Count; i++)
        {
            _speeds[vehicles[i].Track] = vehicles[i].Speed;
            if (vehicles[i].Lane >= 0)
            {
                Follow(vehicles[i]);
            }
        }

        for (var stream = 0; stream < _streams.Length; stream++)
        {
            FollowBeyondLine(stream);
        }

        foreach (var loop in _loops)
        {
            loop.Report(now);
        }
    }

    private static bool IsLoop(Detector detector) => detector.LaneGroup >= 0 && detector.Role is not (DetectorRole.Area or DetectorRole.Exit or DetectorRole.Button);

    private void Follow(in SumoVehicle vehicle)
    {
        var lane = _lanes[vehicle.Lane];
        foreach (var view in lane.Approaches)
        {
            var stream = _firstStream[view.Intersection] + view.LaneGroup;
            var front = view.Beyond + lane.Length - vehicle.Position;
            if (_streams[stream].TryGetValue(vehicle.Track, out var before))
            {
                Move(stream, before.Front, front, vehicle.Length);
            }

            _streams[stream][vehicle.Track] = new LaneTrack(front, vehicle.Length, _step);
        }
    }

    /// <summary>Vehicles that left the approach in this step: across the line, until their rear bumper has passed it, or elsewhere.</summary>
    private void FollowBeyondLine(int stream)
    {
        foreach (var (track, before) in _streams[stream])
        {
            if (before.Step == _step)
            {
                continue;
            }

            var front = before.Front - (_speeds.TryGetValue(track, out var speed) ? speed * StepSeconds : float.MaxValue);
            if (front < 0 && before.Front < MostInOneStep)
            {
                Move(stream, before.Front, front, before.Length);
            }

            if (front < 0 && front + before.Length >= 0)
            {
                _streams[stream][track] = new LaneTrack(front, before.Length, before.Step);
            }
            else
            {
                _gone.Add(track);
            }
        }

        foreach (var track in _gone)
        {
            _streams[stream].Remove(track);
        }

        _gone.Clear();
    }

    /// <summary>Nothing drives farther in a step (125 km/h).</summary>
    private const float MostInOneStep = 35;

    private void Move(int stream, float before, float after, float length)
    {
        foreach (var loop in _loopsOf[stream])
        {
            loop.Pass(before, after, length);
        }
    }

    /// <param name="Front">Front bumper to stop line, m; negative beyond it.</param>
    private readonly record struct LaneTrack(float Front, float Length, int Step);
}
