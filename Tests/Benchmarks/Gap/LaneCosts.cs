using Signals.Core.Model;
using Signals.Core.Timing.Adaptive;

namespace Signals.Benchmarks.Gap;

/// <summary>
/// Cost of one lane in one second, and at the horizon: the planner's cost written a second time, lane by lane and without its tables. It is what bounds and
/// the integer program are made of; <c>gap</c> checks on every problem that it adds up to what the planner says.
/// </summary>
internal sealed class LaneCosts
{
    private readonly ArrivalLists _arrivals;
    private readonly int _horizon;
    private readonly float[] _stop;
    private readonly float _fillWeight;
    private readonly float[] _weight;
    private readonly float[] _fillPerVehicle;
    private readonly float[] _queueRest;

    public LaneCosts(HorizonProblem problem)
    {
        var (intersection, model) = (problem.Intersection, problem.Model);
        _arrivals = model.Arrivals;
        _horizon = model.Horizon;
        _fillWeight = problem.Planner.FillWeight;
        var groups = model.Movements.GroupOfLane.Select(g => intersection.LaneGroups[g]).ToArray();
        _weight = [.. groups.Select(g => WeightOf(intersection, g))];
        _stop = [.. groups.Select(g => StopCost.Of(intersection, g, problem.Planner))];
        _fillPerVehicle = [.. groups.Select(g =>
            (float)(LaneGroup.QueuedVehicleLength.Value / Math.Max(LaneGroup.QueuedVehicleLength.Value, g.Storage.Value)))];
        _queueRest = [.. groups.Select((_, lane) => problem.Planner.QueueBeta * model.Flow.Headways[lane] / 2)];
    }

    public int Lanes => _weight.Length;

    /// <summary>One second.</summary>
    /// <param name="crossed">Weight that has crossed at its end.</param>
    /// <param name="mean">The same as a mean over it.</param>
    public float Second(int lane, float crossed, float mean, int second)
    {
        var waiting = Math.Max(0, _arrivals.Presence(second)[lane] - mean);
        var before = _arrivals.Arrived(Math.Max(0, second - 1))[lane];
        var late = Math.Max(0, _arrivals.Arrived(second)[lane] - Math.Max(crossed, before));
        return Weighted(lane, waiting) * (waiting + (_stop[lane] * late * _arrivals.Moving(second)[lane]));
    }

    /// <summary>What is left at the horizon.</summary>
    /// <param name="crossed">Weight that has crossed.</param>
    /// <param name="red">Extra seconds for each vehicle left, see <see cref="PlannerSettings.RedAlpha"/> and the share without right of way.</param>
    public float Rest(int lane, float crossed, float red)
    {
        var waiting = Math.Max(0, _arrivals.Arrived(_horizon)[lane] - crossed);
        return Weighted(lane, waiting) * waiting * ((waiting * _queueRest[lane]) + red);
    }

    private float Weighted(int lane, float waiting) => _weight[lane] * (1 + (_fillWeight * Math.Min(1, waiting * _fillPerVehicle[lane])));

    private static float WeightOf(Intersection intersection, LaneGroup lane)
    {
        foreach (var group in lane.ServedBy)
        {
            if (intersection.Groups[group].Kind == SignalGroupKind.Transit)
            {
                return (float)intersection.Control.TransitWeight;
            }
        }

        return 1;
    }
}
