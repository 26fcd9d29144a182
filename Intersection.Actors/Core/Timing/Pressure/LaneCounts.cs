using Signals.Core.Model;
using Signals.Core.Sensing.Picture;

namespace Signals.Core.Timing.Pressure;

/// <summary>
/// Vehicles of each lane group, counted as the pressure rules count them: from the picture of single vehicles, from the lane group's estimate where the
/// picture is empty, and as one where somebody calls whom neither sees.
/// </summary>
public sealed class LaneCounts
{
    /// <summary>Reach of the greedy rule, m.</summary>
    public const float NearMetres = 50;

    /// <summary>Vehicles run towards a green when they can reach it within this time at approach speed: 15 s (Zhang et al. 2022: 167 m at 40 km/h).</summary>
    public const float EffectiveSeconds = 15;

    private readonly Intersection _intersection;
    private readonly GroupSet[] _servedBy;
    private readonly float[] _effectiveMetres;
    private readonly float[] _queue;
    private readonly float[] _near;
    private readonly float[] _running;

    public LaneCounts(Intersection intersection)
    {
        _intersection = intersection;
        var lanes = intersection.LaneGroups.Length;
        (_queue, _near, _running) = (new float[lanes], new float[lanes], new float[lanes]);
        _servedBy = [.. intersection.LaneGroups.Select(l => l.ServedBy)];
        _effectiveMetres =
        [
            .. intersection.LaneGroups.Select(l =>
                EffectiveSeconds * (float)(intersection.Approaches.FirstOrDefault(a => a.Id == l.Approach)?.Speed.Value ?? 11.1)),
        ];
    }

    /// <summary>Vehicles that stand.</summary>
    public float Queue(int laneGroup) => _queue[laneGroup];

    /// <summary>Vehicles within <see cref="NearMetres"/>.</summary>
    public float Near(int laneGroup) => _near[laneGroup];

    /// <summary>Vehicles that move and can reach the stop line within <see cref="EffectiveSeconds"/>.</summary>
    public float Running(int laneGroup) => _running[laneGroup];

    /// <summary>Somebody is there or asks.</summary>
    public bool IsAnybody(int laneGroup) => _queue[laneGroup] > 0 || _near[laneGroup] > 0 || _running[laneGroup] > 0;

    /// <param name="asking">Groups that are called and have no right of way.</param>
    public void Take(in ControlView view, GroupSet asking)
    {
        Array.Clear(_queue);
        Array.Clear(_near);
        Array.Clear(_running);
        foreach (var group in _intersection.LaneGroups)
        {
            var seen = false;
            for (var lane = 1; lane <= group.Lanes; lane++)
            {
                seen |= Count(group.Index, view.Picture.Vehicles(view.Picture.LaneOf(group.Index, lane)));
            }

            if (!seen)
            {
                Estimate(group.Index, view, asking);
            }
        }
    }

    private bool Count(int group, ReadOnlySpan<VehicleEstimate> vehicles)
    {
        foreach (var vehicle in vehicles)
        {
            var stands = vehicle.StoppedSeconds > 0;
            _queue[group] += stands ? vehicle.Weight : 0;
            _near[group] += vehicle.DistanceMetres <= NearMetres ? vehicle.Weight : 0;
            _running[group] += !stands && vehicle.DistanceMetres <= _effectiveMetres[group] ? vehicle.Weight : 0;
        }

        return !vehicles.IsEmpty;
    }

    private void Estimate(int group, in ControlView view, GroupSet asking)
    {
        var estimate = view.LaneGroups[group];
        var least = _servedBy[group].Overlaps(asking) ? 1f : 0;
        _queue[group] = Math.Max(least, (float)estimate.QueueVehicles);
        _running[group] = (float)estimate.EnRouteVehicles;
        _near[group] = _queue[group] + _running[group];
    }
}
