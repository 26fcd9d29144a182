using Signals.Core.Model;

namespace Signals.Core.Timing.Adaptive;

/// <summary>How many vehicles of each lane group's queue cross in one second: saturation flow, gaps for those who yield, room where they go.</summary>
internal sealed class QueueDischarge(Intersection intersection, StateLayout layout, LaneService service, ExitRoom room, ArrivalForecast arrivals)
{
    /// <summary>A learned saturation flow below this, veh/s, is taken for one not learned yet.</summary>
    private const double LeastLearned = 0.05;

    private readonly float[] _saturation = new float[layout.Lanes];

    /// <summary>Saturation flow of a lane group, veh/s over all its lanes.</summary>
    public float Saturation(int lane) => _saturation[lane];

    /// <summary>Takes the learned saturation flows, or the configured ones where nothing has been learned.</summary>
    public void Learn(in ControlView view)
    {
        for (var lane = 0; lane < layout.Lanes; lane++)
        {
            var learned = lane < view.LaneGroups.Length ? view.LaneGroups[lane].SaturationFlowPerSecond : 0;
            var group = intersection.LaneGroups[lane];
            _saturation[lane] = (float)(learned > LeastLearned ? learned : group.SaturationFlowPerLane.PerSecond * group.Lanes);
        }
    }

    /// <summary>Vehicles that the lane group can send in this second.</summary>
    public float Capacity(ReadOnlySpan<float> state, int combination, int lane, int second)
    {
        var portion = Math.Clamp(second + 1 - state[layout.Open(lane)], 0, 1);
        if (portion <= 0)
        {
            return 0;
        }

        var rate = _saturation[lane] * service.Protected(combination, lane);
        var yielding = service.Permissive(combination, lane);
        if (yielding > 0)
        {
            rate += Math.Min(_saturation[lane] * yielding, GapRate(state, combination, lane, second));
        }

        return rate * portion * room.OpenShare(layout.Room(state), lane);
    }

    /// <summary>Nothing finds a gap while an opposing queue discharges; after it, the gaps of the opposing flow.</summary>
    private float GapRate(ReadOnlySpan<float> state, int combination, int lane, int second)
    {
        var flow = 0.0;
        foreach (var opposing in service.OpposingOf(lane))
        {
            if (service.ServedBy(combination, opposing).IsEmpty)
            {
                continue;
            }

            if (state[opposing] > 1)
            {
                return 0;
            }

            flow += second < arrivals.Seconds ? arrivals[opposing, second] : 0;
        }

        return LaneService.GapCapacity(flow);
    }
}
