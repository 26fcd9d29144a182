using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Vehicles expected at the stop line of each lane group, second by second over the horizon: those already between detector and queue, then the
/// upstream neighbour's forecast delayed by the link's travel time, and the measured flow where no forecast reaches.
/// </summary>
public sealed class ArrivalForecast
{
    private readonly Intersection _intersection;
    private readonly ImmutableArray<Link> _incoming;
    private readonly double[] _advanceSeconds;
    private readonly int[] _approachOfLane;
    private readonly double[] _approachFlow;
    private readonly float[] _arrivals;

    public ArrivalForecast(Intersection intersection, ImmutableArray<Link> incoming, int seconds)
    {
        _intersection = intersection;
        _incoming = incoming;
        Seconds = seconds;
        _arrivals = new float[intersection.LaneGroups.Length * seconds];
        _approachFlow = new double[intersection.Approaches.Length];
        _approachOfLane = [.. intersection.LaneGroups.Select(l => intersection.Approaches.Select(a => a.Id).ToList().IndexOf(l.Approach))];
        _advanceSeconds = [.. intersection.LaneGroups.Select(AdvanceSeconds)];
    }

    /// <summary>Length of the forecast.</summary>
    public int Seconds { get; }

    public float this[int lane, int second] => _arrivals[lane * Seconds + second];

    public void Update(in ControlView view)
    {
        Array.Clear(_approachFlow);
        for (var lane = 0; lane < view.LaneGroups.Length; lane++)
        {
            _approachFlow[_approachOfLane[lane]] += view.LaneGroups[lane].ArrivalsPerSecond;
        }

        for (var lane = 0; lane < view.LaneGroups.Length; lane++)
        {
            Update(lane, view);
        }
    }

    private void Update(int lane, in ControlView view)
    {
        var estimate = view.LaneGroups[lane];
        var near = _advanceSeconds[lane];
        var approach = _intersection.Approaches[_approachOfLane[lane]];
        var (forecast, travel) = ForecastOf(approach.Id, view);
        var share = _approachFlow[_approachOfLane[lane]] > 0 ? estimate.ArrivalsPerSecond / _approachFlow[_approachOfLane[lane]] : 0;
        for (var second = 0; second < Seconds; second++)
        {
            var soon = Math.Clamp(near - second, 0, 1);
            var late = forecast is null ? double.NaN : PerSecond(forecast, view.Now + new Duration(second * 1000L) - travel);
            var far = double.IsNaN(late) ? estimate.ArrivalsPerSecond : late * share;
            _arrivals[lane * Seconds + second] = (float)(soon * estimate.EnRouteVehicles / Math.Max(near, 1) + (1 - soon) * far);
        }
    }

    private (NeighbourOutflow? Forecast, Duration Travel) ForecastOf(string approach, in ControlView view)
    {
        foreach (var neighbour in view.Neighbours)
        {
            if (neighbour.Approach != approach || view.Now - neighbour.Start > NeighbourOutflow.FreshFor)
            {
                continue;
            }

            foreach (var link in _incoming)
            {
                if (link.From == neighbour.From && link.ToApproach == approach)
                {
                    return (neighbour, (link.Length / link.Speed).ToDuration());
                }
            }
        }

        return (null, Duration.Zero);
    }

    /// <summary>Departures per second upstream at an instant; not a number outside the profile.</summary>
    private static double PerSecond(NeighbourOutflow forecast, Instant at)
    {
        var into = at - forecast.Start;
        var bin = into.Milliseconds / NeighbourOutflow.BinLength.Milliseconds;
        return into < Duration.Zero || bin >= forecast.VehiclesPerBin.Length
            ? double.NaN
            : forecast.VehiclesPerBin[(int)bin] / NeighbourOutflow.BinLength.TotalSeconds;
    }

    /// <summary>Travel time from the farthest advance detector to the stop line; 0 without one.</summary>
    private double AdvanceSeconds(LaneGroup lane)
    {
        var speed = _intersection.Approaches.FirstOrDefault(a => a.Id == lane.Approach)?.Speed.Value ?? 13.9;
        var farthest = 0.0;
        foreach (var detector in _intersection.Detectors)
        {
            farthest = detector.LaneGroup == lane.Index && detector.Role == DetectorRole.Advance
                ? Math.Max(farthest, detector.DistanceToStopLine.Value)
                : farthest;
        }

        return farthest / Math.Max(speed, 1);
    }
}
