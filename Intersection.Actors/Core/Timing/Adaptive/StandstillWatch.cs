using Signals.Core.Model;
using Signals.Core.Timing.Combinations;
using Signals.Core.Units;

namespace Signals.Core.Timing.Adaptive;

/// <summary>
/// Notices a green in which nothing moves (a blocked exit, opposing queues that lock each other): after a while the queues that wait elsewhere get their turn,
/// whatever the plan says. If nothing moves there either, every combination is tried in turn, those too that serve the same queues in another way: turns that
/// lock each other inside the junction come free under their own protected green.
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
    private Instant? _movingSince;
    private Instant _now;
    private ulong _tried;

    /// <summary>Green lane groups hold queues and none has moved for <see cref="Limit"/>.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Combinations are being tried in turn and nothing has moved yet: each gets <see cref="Limit"/>, and no plan cuts it short.</summary>
    public bool IsTrying => _tried != 0 && _movingSince is null;

    public void Reset(Instant now)
    {
        _since = now;
        IsStuck = false;
    }

    /// <summary>A combination has been opened because nothing moved in the one before.</summary>
    public void NoteTried(int combination) => _tried |= 1UL << (combination & 63);

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

        Follow(view.Now, moving, waiting, isChange: !AnyVehicle(go));
        IsStuck = _since is { } since && view.Now - since >= Limit;
        _now = view.Now;
    }

    /// <summary>
    /// The combination to try next: among those not tried yet the one with most waiting vehicles × seconds since they moved, first for queues that the running
    /// one does not serve, then for any. −1 when nobody waits elsewhere.
    /// </summary>
    public int Elsewhere(CombinationTable combinations, int running)
    {
        var best = Waiting(combinations, running, freshOnly: true);
        best = best < 0 && _tried != 0 ? Waiting(combinations, running, freshOnly: false) : best;
        if (best < 0 && _tried != 0)
        {
            _tried = 0;
            best = Waiting(combinations, running, freshOnly: true);
        }

        return best;
    }

    private int Waiting(CombinationTable combinations, int running, bool freshOnly)
    {
        var best = -1;
        var most = 0.0;
        foreach (var combination in combinations.All)
        {
            var waiting = 0.0;
            foreach (var lane in intersection.LaneGroups)
            {
                var counts = lane.ServedBy.Overlaps(combination.Green) && !(freshOnly && lane.ServedBy.Overlaps(combinations[running].Green));
                waiting += counts ? _queue[lane.Index] * Math.Max(0.1, (_now - _servedAt[lane.Index]).TotalSeconds) : 0;
            }

            if (combination.Index != running && (_tried >> (combination.Index & 63) & 1) == 0 && waiting > most)
            {
                (best, most) = (combination.Index, waiting);
            }
        }

        return best;
    }

    /// <summary>Between two greens nothing can move, so nothing is learned; a few vehicles that slip through do not end a lock.</summary>
    private void Follow(Instant now, bool moving, bool waiting, bool isChange)
    {
        if (isChange)
        {
            return;
        }

        _since = waiting && !moving ? _since ?? now : null;
        _movingSince = moving ? _movingSince ?? now : null;
        if (_movingSince is { } since && now - since >= Limit)
        {
            _tried = 0;
        }
    }

    private bool AnyVehicle(GroupSet go)
    {
        foreach (var lane in intersection.LaneGroups)
        {
            if (lane.ServedBy.Overlaps(go))
            {
                return true;
            }
        }

        return false;
    }
}
