using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Flow expected at the stop line of each lane beyond the sensors' view, second by second over the horizon: the upstream neighbour's forecast delayed by the
/// link's travel time, and the usual flow where no forecast reaches.
/// </summary>
public sealed class ArrivalForecast
{
    private readonly Intersection _intersection;
    private readonly ImmutableArray<Link> _incoming;
    private readonly int[] _groupOfLane;
    private readonly int[] _approachOfLane;
    private readonly double[] _laneFlow;
    private readonly double[] _approachFlow;
    private readonly float[] _arrivals;

    public ArrivalForecast(Intersection intersection, ImmutableArray<Link> incoming, int seconds)
    {
        var approaches = intersection.Approaches.Select(a => a.Id).ToList();
        _intersection = intersection;
        _incoming = incoming;
        Seconds = seconds;
        _groupOfLane = [.. intersection.LaneGroups.SelectMany(g => Enumerable.Repeat(g.Index, g.Lanes))];
        _approachOfLane = [.. _groupOfLane.Select(g => approaches.IndexOf(intersection.LaneGroups[g].Approach))];
        _arrivals = new float[_groupOfLane.Length * seconds];
        _laneFlow = new double[_groupOfLane.Length];
        _approachFlow = new double[approaches.Count];
    }

    /// <summary>Length of the forecast.</summary>
    public int Seconds { get; }

    /// <summary>Flow of a lane (index of the traffic picture) in a second, veh/s.</summary>
    public float this[int lane, int second] => _arrivals[lane * Seconds + second];

    public void Update(in ControlView view)
    {
        Array.Clear(_approachFlow);
        for (var lane = 0; lane < _laneFlow.Length; lane++)
        {
            _laneFlow[lane] = FlowOf(lane, view);
            _approachFlow[_approachOfLane[lane]] += _laneFlow[lane];
        }

        for (var lane = 0; lane < _laneFlow.Length; lane++)
        {
            Update(lane, view);
        }
    }

    /// <summary>Flow learned for the lane; its part of the lane group's where lanes are not told apart.</summary>
    private double FlowOf(int lane, in ControlView view)
    {
        var group = _groupOfLane[lane];
        var learned = view.Picture.Behaviour[lane].ArrivalsPerSecond;
        return learned > 0 || group >= view.LaneGroups.Length
            ? learned
            : view.LaneGroups[group].ArrivalsPerSecond / _intersection.LaneGroups[group].Lanes;
    }

    private void Update(int lane, in ControlView view)
    {
        var usual = _laneFlow[lane];
        var approach = _approachFlow[_approachOfLane[lane]];
        var share = approach > 0 ? usual / approach : 0;
        var (forecast, travel) = ForecastOf(_intersection.Approaches[_approachOfLane[lane]].Id, view);
        for (var second = 0; second < Seconds; second++)
        {
            var told = forecast is null ? double.NaN : PerSecond(forecast, view.Now + new Duration(second * 1000L) - travel);
            _arrivals[lane * Seconds + second] = (float)(double.IsNaN(told) ? usual : told * share);
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
}
