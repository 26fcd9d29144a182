using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>
/// All zones with object lists of one intersection. Takes the lists of a tick in together, so that a vehicle that leaves one lane's list and enters another's is one vehicle that moved, and tells each zone what
/// became of those it no longer sees.
/// </summary>
internal sealed class TrackRegister
{
    /// <summary>A moving vehicle that a list misses goes on at its speed for this long.</summary>
    private static readonly Duration CoastMoving = Duration.FromSeconds(2.5);

    /// <summary>A standing one may be hidden behind a truck for longer; it cannot have gone while the lane is stopped.</summary>
    private static readonly Duration CoastStanding = Duration.FromSeconds(30);

    /// <summary>On an exit nobody is held by a signal of ours: the road is believed to be free again sooner.</summary>
    private static readonly Duration CoastStandingOnExit = Duration.FromSeconds(10);

    private readonly ObjectTracker[] _trackers;

    public TrackRegister(IEnumerable<ObjectTracker> trackers) => _trackers = [.. trackers];

    public void TakeIn()
    {
        foreach (var tracker in _trackers)
        {
            tracker.TakeIn(this);
        }
    }

    /// <summary>Some other zone of the intersection followed that track before <paramref name="at"/>.</summary>
    public bool IsKnown(long track, ObjectTracker except, Instant at)
    {
        foreach (var tracker in _trackers)
        {
            if (ReferenceEquals(tracker, except) || tracker.IndexOf(track) is not (>= 0 and var found))
            {
                continue;
            }

            ref readonly var vehicle = ref tracker.Vehicles[found];
            if (vehicle.Hits > 1 || vehicle.SeenAt < at)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Another zone has it in its last list, and that list is no older than this zone's.</summary>
    public bool IsListedElsewhere(long track, ObjectTracker except) => ListedBy(track, except) is not null;

    /// <summary>How long the other zones say that it has stood, s.</summary>
    public float StoppedSeconds(long track, ObjectTracker except)
    {
        var longest = 0f;
        foreach (var tracker in _trackers)
        {
            if (!ReferenceEquals(tracker, except) && tracker.IndexOf(track) is >= 0 and var at)
            {
                longest = Math.Max(longest, tracker.Vehicles[at].Stopped);
            }
        }

        return longest;
    }

    /// <summary>What became of a vehicle that its zone's last list misses.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="vehicle">Its vehicle that is not listed.</param>
    /// <param name="stopped">The lane is held at the line, so that standing vehicles cannot have left.</param>
    public Disappearance Explain(ObjectTracker zone, in TrackedVehicle vehicle, bool stopped)
    {
        if (vehicle.Track != 0 && ListedBy(vehicle.Track, zone) is { } other)
        {
            return other.IsExit ? Disappearance.Left : Disappearance.Moved;
        }

        if (vehicle.Share < 1)
        {
            return zone.ListAt!.Value - vehicle.SeenAt > CoastMoving ? Disappearance.Lost : Disappearance.Dormant;
        }

        if (vehicle.Hits < 2)
        {
            return Disappearance.WasFalse;
        }

        var limit = !vehicle.IsStanding || !stopped ? CoastMoving : zone.IsExit ? CoastStandingOnExit : CoastStanding;
        return zone.ListAt!.Value - vehicle.SeenAt > limit ? Disappearance.Lost : Disappearance.Coasts;
    }

    private ObjectTracker? ListedBy(long track, ObjectTracker except)
    {
        foreach (var tracker in _trackers)
        {
            if (!ReferenceEquals(tracker, except) && tracker.ListAt >= except.ListAt && tracker.IndexOf(track) is >= 0 and var at && tracker.Vehicles[at].Listed)
            {
                return tracker;
            }
        }

        return null;
    }
}
