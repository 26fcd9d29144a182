using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Notices a green in which nothing moves (a blocked exit, opposing queues that lock each other): after a while the queues that wait elsewhere get their turn,
/// whatever the plan says.
/// </summary>
public sealed class StandstillWatch(Intersection intersection)
{
    /// <summary>Green without movement before it counts as stuck.</summary>
    public static readonly Duration Limit = Duration.FromSeconds(10);

    /// <summary>A standing queue worth the name, vehicles.</summary>
    private const double Queue = 2;

    private readonly double[] _queue = new double[intersection.LaneGroups.Length];
    private readonly Instant[] _servedAt = new Instant[intersection.LaneGroups.Length];
    private Instant? _since;
    private Instant _now;

    /// <summary>Green lane groups hold queues and none has moved for <see cref="Limit"/>.</summary>
    public bool IsStuck { get; private set; }

    public void Reset(Instant now)
    {
        _since = now;
        IsStuck = false;
    }

    public void Note(in ControlView view)
    {
        var go = view.Go;
        bool moving = false, waiting = false;
        for (var lane = 0; lane < view.LaneGroups.Length; lane++)
        {
            var estimate = view.LaneGroups[lane];
            if (intersection.LaneGroups[lane].ServedBy.Overlaps(go))
            {
                waiting |= estimate.QueueVehicles >= Queue;
                moving |= estimate.DischargePerSecond > 0.01 || estimate.QueueVehicles < _queue[lane] - 0.01;
                _servedAt[lane] = moving ? view.Now : _servedAt[lane];
            }

            _queue[lane] = estimate.QueueVehicles;
        }

        _since = waiting && !moving ? _since ?? view.Now : null;
        IsStuck = _since is { } since && view.Now - since >= Limit;
        _now = view.Now;
    }

    /// <summary>The other combination with most waiting vehicles × seconds since they moved; −1 when nobody waits elsewhere.</summary>
    public int Elsewhere(CombinationTable combinations, int running)
    {
        var best = -1;
        var most = 0.0;
        foreach (var combination in combinations.All)
        {
            var waiting = 0.0;
            foreach (var lane in intersection.LaneGroups)
            {
                var fresh = lane.ServedBy.Overlaps(combination.Green) && !lane.ServedBy.Overlaps(combinations[running].Green);
                waiting += fresh ? _queue[lane.Index] * (_now - _servedAt[lane.Index]).TotalSeconds : 0;
            }

            if (combination.Index != running && waiting > most)
            {
                (best, most) = (combination.Index, waiting);
            }
        }

        return best;
    }
}
