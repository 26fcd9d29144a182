using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Timing;
using Signals.Core.Units;

namespace Signals.Core.Prediction;

/// <summary>
/// Departures towards one approach as the upstream neighbours announce them under their planned greens, and when they will reach the edge of our view: delayed by the travel time and spread by
/// Robertson's recurrence F = 1 / (1 + α β T), q'(t) = F q(t − β T) + (1 − F) q'(t − 1), α = 0.35, β = 0.8 (Robertson 1969, TRANSYT; the defaults of HCM and TRANSYT-7F).
/// </summary>
internal sealed class UpstreamFlow
{
    private const double Alpha = 0.35;
    private const double Beta = 0.8;

    private readonly string _approach;
    private readonly ImmutableArray<Link> _links;
    private readonly SecondSeries _departed = new();
    private readonly float[] _within = new float[ForecastHorizons.Near];
    private readonly double _delaySeconds;
    private readonly double _smoothing;
    private double _arriving = double.NaN;

    /// <param name="approach">Our approach.</param>
    /// <param name="incoming">Links that end at our intersection.</param>
    /// <param name="viewMetres">Edge of the view, from our stop line.</param>
    public UpstreamFlow(string approach, ImmutableArray<Link> incoming, double viewMetres)
    {
        _approach = approach;
        _links = [.. incoming.Where(l => l.ToApproach == approach)];
        if (_links.Length == 0)
        {
            return;
        }

        LinkMetres = _links.Average(l => l.Length.Value);
        TravelSeconds = Math.Max(0, LinkMetres - viewMetres) / _links.Average(l => l.Speed.Value);
        _delaySeconds = Math.Min(Beta * TravelSeconds, SecondSeries.Capacity - 1);
        _smoothing = 1 / (1 + Alpha * Beta * TravelSeconds);
    }

    /// <summary>Mean length of the links; NaN without one.</summary>
    public double LinkMetres { get; } = double.NaN;

    /// <summary>From the neighbour's stop line to the edge of our view at free speed; NaN without a link.</summary>
    public double TravelSeconds { get; } = double.NaN;

    /// <summary>Departures in past seconds, as announced.</summary>
    public SecondSeries Departed => _departed;

    /// <summary>Vehicles expected at the edge of the view within a short horizon (index); NaN while no neighbour is heard of.</summary>
    public float Within(int horizon) => _within[horizon];

    /// <summary>One second has passed.</summary>
    public void Advance(Instant now, ReadOnlySpan<NeighbourOutflow> neighbours)
    {
        _departed.Add((float)Announced(now, neighbours));
        Array.Fill(_within, float.NaN);
        var delay = (int)_delaySeconds;
        var entering = _departed.Ago(delay);
        _arriving = float.IsNaN(entering) ? double.NaN : Next(double.IsNaN(_arriving) ? entering : _arriving, entering);
        var (arriving, total, horizon) = (_arriving, 0.0, 0);
        for (var ahead = 1; ahead <= ForecastHorizons.Arrivals[ForecastHorizons.Near - 1] && !double.IsNaN(arriving); ahead++)
        {
            var departs = ahead <= delay ? _departed.Ago(delay - ahead) : Announced(now + new Duration((ahead - delay) * 1000L), neighbours);
            arriving = Next(arriving, departs);
            total += arriving;
            if (ahead == ForecastHorizons.Arrivals[horizon])
            {
                _within[horizon++] = (float)total;
            }
        }
    }

    private double Next(double arriving, double departing) => _smoothing * departing + (1 - _smoothing) * arriving;

    /// <summary>Departures per second at an instant, by all neighbours on this approach together; NaN when none says so.</summary>
    private double Announced(Instant at, ReadOnlySpan<NeighbourOutflow> neighbours)
    {
        var sum = double.NaN;
        foreach (var neighbour in neighbours)
        {
            if (neighbour.Approach != _approach || at < neighbour.Start || !IsLinked(neighbour.From))
            {
                continue;
            }

            var bin = (at - neighbour.Start).Milliseconds / NeighbourOutflow.BinLength.Milliseconds;
            if (bin < neighbour.VehiclesPerBin.Length)
            {
                sum = (double.IsNaN(sum) ? 0 : sum) + neighbour.VehiclesPerBin[(int)bin] / NeighbourOutflow.BinLength.TotalSeconds;
            }
        }

        return sum;
    }

    private bool IsLinked(string from)
    {
        foreach (var link in _links)
        {
            if (link.From == from)
            {
                return true;
            }
        }

        return false;
    }
}
