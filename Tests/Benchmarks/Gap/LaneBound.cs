using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>
/// The least that each lane can still cost, by itself: nobody of it crosses before the earliest second at which it could be served, and from then on it is
/// served for ever, with nobody to yield to and room on every exit. Tables over (vehicles gone, second).
/// </summary>
internal sealed class LaneBound
{
    private readonly ArrivalLists _arrivals;
    private readonly LaneCosts _costs;
    private readonly int _horizon;
    private readonly float[][] _open;
    private readonly float[][] _closed;

    public LaneBound(HorizonProblem problem, LaneCosts costs)
    {
        _arrivals = problem.Model.Arrivals;
        _costs = costs;
        _horizon = problem.Horizon;
        _open = [.. Enumerable.Range(0, costs.Lanes).Select(lane => Open(lane, problem.Model.Flow.Headways[lane]))];
        _closed = [.. Enumerable.Range(0, costs.Lanes).Select(Closed)];
    }

    /// <summary>Least cost of a lane from a second on.</summary>
    /// <param name="crossed">Weight that has crossed.</param>
    /// <param name="served">Second, not before <paramref name="second"/>, before which nobody of the lane crosses.</param>
    public float Of(int lane, float crossed, int second, int served)
    {
        var totals = _arrivals.Totals(lane);
        var gone = 0;
        while (gone < totals.Length - 1 && totals[gone] < crossed - 0.0001f)
        {
            gone++;
        }

        var row = gone * (_horizon + 1);
        return _closed[lane][row + served] - _closed[lane][row + second] + _open[lane][row + served];
    }

    /// <summary>Cost from each second on when the lane is served from it on.</summary>
    private float[] Open(int lane, float headway)
    {
        var totals = _arrivals.Totals(lane);
        var table = new float[totals.Length * (_horizon + 1)];
        for (var gone = 0; gone < totals.Length; gone++)
        {
            for (var from = 0; from <= _horizon; from++)
            {
                table[(gone * (_horizon + 1)) + from] = Served(lane, headway, gone, from);
            }
        }

        return table;
    }

    private float Served(int lane, float headway, int next, int from)
    {
        var times = _arrivals.At(lane);
        var totals = _arrivals.Totals(lane);
        var (cost, free) = (0f, (float)from);
        for (var second = from; second < _horizon; second++)
        {
            var mean = totals[next];
            for (; next < times.Length && Math.Max(times[next], free) < second + 1; next++)
            {
                var weight = totals[next + 1] - totals[next];
                var at = Math.Max(times[next], free);
                mean += weight * (second + 1 - at);
                free = at + (headway * weight);
            }

            cost += _costs.Second(lane, totals[next], mean, second);
        }

        return cost + _costs.Rest(lane, totals[next], 0);
    }

    /// <summary>Cost of the seconds before each second when nobody crosses.</summary>
    private float[] Closed(int lane)
    {
        var totals = _arrivals.Totals(lane);
        var table = new float[totals.Length * (_horizon + 1)];
        for (var gone = 0; gone < totals.Length; gone++)
        {
            for (var second = 0; second < _horizon; second++)
            {
                var at = (gone * (_horizon + 1)) + second;
                table[at + 1] = table[at] + _costs.Second(lane, totals[gone], totals[gone], second);
            }
        }

        return table;
    }
}
