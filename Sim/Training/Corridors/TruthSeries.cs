using Signals.Core.Model;
using Signals.Core.Prediction;

namespace Signals.Sim.Training.Corridors;

/// <summary>What truly happened at one lane group, second by second, and the answers that a forecast made in any second should have had.</summary>
public sealed class TruthSeries
{
    private readonly List<long> _arrived = [];
    private readonly List<float> _back = [];
    private readonly List<float> _queued = [];
    private readonly List<bool> _go = [];
    private readonly List<float> _flow = [];

    /// <summary>Seconds so far.</summary>
    public int Seconds => _arrived.Count;

    /// <param name="arrived">Vehicles since the start.</param>
    /// <param name="queueBack">Back of the standing queue, m.</param>
    /// <param name="queued">Vehicles in it.</param>
    /// <param name="isGo">The lane group had green.</param>
    /// <param name="measuredFlow">Flow that the tick estimated, veh/s.</param>
    public void Add(long arrived, double queueBack, int queued, bool isGo, float measuredFlow)
    {
        _arrived.Add(arrived);
        _back.Add((float)queueBack);
        _queued.Add(queued);
        _go.Add(isGo);
        _flow.Add(measuredFlow);
    }

    /// <summary>Counts a vehicle that came some seconds ago, now that it shows that it belongs here.</summary>
    /// <param name="second">When it came; what is added from now on must count it too.</param>
    public void CountSince(int second)
    {
        for (var s = second; s < Seconds; s++)
        {
            _arrived[s]++;
        }
    }

    /// <summary>Flow that the tick estimated at a second, veh/s.</summary>
    public float MeasuredFlow(int second) => _flow[second];

    /// <summary>Vehicles that arrive within the seconds after one; the series must reach that far.</summary>
    public long Arrivals(int second, int within) => _arrived[second + within] - _arrived[second];

    /// <summary>The standing queue reaches <see cref="ForecastOutputs.SpillbackShare"/> of the storage at some time within the seconds after one.</summary>
    public bool SpillsBack(int second, int within, LaneGroup group)
    {
        var limit = ForecastOutputs.SpillbackShare * group.Storage.Value;
        for (var s = second + 1; s <= second + within; s++)
        {
            if (_back[s] >= limit)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Standing queue and arrivals are more than the green of those seconds can discharge.</summary>
    public bool Overloads(int second, int within, LaneGroup group)
    {
        var green = 0.0;
        for (var s = second + 1; s <= second + within; s++)
        {
            green += _go[s] ? 1 : 0;
            green -= _go[s] && !_go[s - 1] ? group.StartUpLost.Value : 0;
        }

        var capacity = Math.Max(0, green) * group.SaturationFlowPerLane.PerSecond * group.Lanes;
        return _queued[second] + Arrivals(second, within) > capacity;
    }
}
