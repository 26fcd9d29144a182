using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Flow expected at the stop line of each lane beyond the sensors' view, second by second over the horizon: the upstream neighbour's forecast delayed by the
/// link's travel time, and the usual flow where no forecast reaches. Where arrivals are forecast, they say how many come; the neighbour still says when.
/// </summary>
public sealed class ArrivalForecast
{
    /// <summary>Largest change of what is told, either way.</summary>
    private const float MostFactor = 3;

    /// <summary>Ends of the parts of the look-ahead, s after the edge of the view: the horizons of the forecast, and the rest.</summary>
    private static readonly int[] Parts = [5, 15, 30, 60, int.MaxValue / 2];

    private readonly Intersection _intersection;
    private readonly ImmutableArray<Link> _incoming;
    private readonly int[] _groupOfLane;
    private readonly int[] _approachOfLane;
    private readonly double[] _laneFlow;
    private readonly double[] _approachFlow;
    private readonly float[] _arrivals;
    private readonly int[] _beyond;
    private readonly PastOutflow[] _past;

    /// <param name="intersection">The intersection.</param>
    /// <param name="incoming">Links whose neighbours are listened to.</param>
    /// <param name="seconds">Length of the forecast.</param>
    /// <param name="beyond">First second of each lane whose vehicles are not in view yet; empty to leave arrival forecasts out.</param>
    public ArrivalForecast(Intersection intersection, ImmutableArray<Link> incoming, int seconds, int[] beyond)
    {
        _beyond = beyond;
        _past = [.. incoming.Select(_ => new PastOutflow())];
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

    /// <summary>Remembers what the neighbours say they are sending. Every tick, so that what is remembered does not depend on when somebody asks.</summary>
    public void Note(in ControlView view)
    {
        foreach (var neighbour in view.Neighbours)
        {
            if (neighbour.IsFreshAt(view.Now) && LinkOf(neighbour) is var link and >= 0)
            {
                _past[link].Note(neighbour);
            }
        }
    }

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
            var announced = Update(lane, view);
            if (_beyond.Length > 0 && _groupOfLane[lane] < view.Forecasts.Length && view.Forecasts[_groupOfLane[lane]] is { Quality: > 0 } forecast)
            {
                Adjust(lane, forecast, announced);
            }
        }
    }

    /// <summary>
    /// Gives each part of the look-ahead the number of vehicles that is forecast for it. Within a part they come when the neighbour announces them, evenly where nobody does; the factor is
    /// bounded, so that neither can silence the other. A forecast without quality is a guess and is not looked at.
    /// </summary>
    private void Adjust(int lane, in Ports.ArrivalForecast forecast, bool announced)
    {
        var share = ShareOfGroup(lane);
        var from = _beyond[lane];
        foreach (var horizon in Parts)
        {
            var to = Math.Min(Seconds, _beyond[lane] + horizon);
            var told = 0f;
            for (var second = from; second < to; second++)
            {
                told += this[lane, second];
            }

            var expected = (float)(share * (forecast.Within(AtView(lane, to) + forecast.Age) - forecast.Within(AtView(lane, from) + forecast.Age)));
            var factor = Math.Clamp(expected / told, 1 / MostFactor, MostFactor);
            for (var second = from; second < to; second++)
            {
                _arrivals[lane * Seconds + second] = announced && told > 0 ? factor * this[lane, second] : expected / (to - from);
            }

            from = Math.Max(from, to);
        }
    }

    /// <summary>Time from now at which those pass the edge of the view who would be at the line at a second.</summary>
    private Duration AtView(int lane, int second) => Duration.FromSeconds(second - _beyond[lane]);

    private double ShareOfGroup(int lane)
    {
        double own = 0, all = 0;
        for (var other = 0; other < _laneFlow.Length; other++)
        {
            all += _groupOfLane[other] == _groupOfLane[lane] ? _laneFlow[other] : 0;
            own += other == lane ? _laneFlow[other] : 0;
        }

        return all > 0 ? own / all : 1.0 / _intersection.LaneGroups[_groupOfLane[lane]].Lanes;
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

    /// <summary>Fills one lane; true when a neighbour announces what comes.</summary>
    private bool Update(int lane, in ControlView view)
    {
        var usual = _laneFlow[lane];
        var approach = _approachFlow[_approachOfLane[lane]];
        var share = approach > 0 ? usual / approach : 0;
        var (forecast, link) = ForecastOf(_intersection.Approaches[_approachOfLane[lane]].Id, view);
        var travel = forecast is null ? Duration.Zero : TravelTime(_incoming[link]);
        for (var second = 0; second < Seconds; second++)
        {
            var told = forecast is null ? double.NaN : PerSecond(forecast, _past[link], view.Now + new Duration(second * 1000L) - travel);
            _arrivals[lane * Seconds + second] = (float)(double.IsNaN(told) ? usual : told * share);
        }

        return forecast is not null;
    }

    private (NeighbourOutflow? Forecast, int Link) ForecastOf(string approach, in ControlView view)
    {
        foreach (var neighbour in view.Neighbours)
        {
            if (neighbour.Approach == approach && neighbour.IsFreshAt(view.Now) && LinkOf(neighbour) is var link and >= 0)
            {
                return (neighbour, link);
            }
        }

        return (null, -1);
    }

    /// <summary>Incoming link by which a neighbour's vehicles come; −1 for none.</summary>
    private int LinkOf(NeighbourOutflow neighbour)
    {
        for (var link = 0; link < _incoming.Length; link++)
        {
            if (_incoming[link].From == neighbour.From && _incoming[link].ToApproach == neighbour.Approach)
            {
                return link;
            }
        }

        return -1;
    }

    private static Duration TravelTime(Link link) => (link.Length / link.Speed).ToDuration();

    /// <summary>Departures per second upstream at an instant; not a number where nothing was said of it.</summary>
    private static double PerSecond(NeighbourOutflow forecast, PastOutflow past, Instant at)
    {
        var into = at - forecast.Start;
        if (into < Duration.Zero)
        {
            return past.At(at);
        }

        var bin = into.Milliseconds / NeighbourOutflow.BinLength.Milliseconds;
        return bin >= forecast.VehiclesPerBin.Length ? double.NaN : forecast.VehiclesPerBin[(int)bin] / NeighbourOutflow.BinLength.TotalSeconds;
    }
}
