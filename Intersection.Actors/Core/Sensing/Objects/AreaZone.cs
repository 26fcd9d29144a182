using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>One zone over a lane up to the stop line: decides who crossed, who coasts unseen, who was never there.</summary>
internal sealed class AreaZone
{
    /// <summary>Acceleration with which a vehicle may have left between two lists, and margin of its place, m/s² and m.</summary>
    private const double DepartAcceleration = 3;
    private const double DepartMargin = 2;

    /// <summary>Acceleration that a crossing is timed by, m/s².</summary>
    private const double UsualAcceleration = 2;

    /// <summary>Crossings this long after the end of right of way still belong to it, s.</summary>
    private const double TailSeconds = 2;

    private const int MostCrossings = 16;

    private readonly LaneCrossing[] _crossings = new LaneCrossing[MostCrossings];
    private int _crossed;

    public AreaZone(ObjectTracker tracker) => Tracker = tracker;

    public ObjectTracker Tracker { get; }

    /// <summary>Who crossed the line, as found in this tick.</summary>
    public Span<LaneCrossing> Crossings => _crossings.AsSpan(0, _crossed);

    /// <summary>Explains every vehicle that the last list misses. Call after all zones of the intersection took their lists in.</summary>
    public void Settle(TrackRegister register, MovementRights rights)
    {
        _crossed = 0;
        if (Tracker.ListAt is not { } at)
        {
            return;
        }

        var group = Tracker.Detector.LaneGroup;
        var mayCross = rights.Best(group) > MovementRight.Stop || rights.HeldSeconds(group) <= TailSeconds + Tracker.ListSeconds;
        var stopped = rights.Best(group) <= MovementRight.OnRed;
        for (var i = Tracker.Vehicles.Length - 1; i >= 0; i--)
        {
            ref var vehicle = ref Tracker.Vehicles[i];
            if (vehicle.Listed)
            {
                continue;
            }

            var why = register.Explain(Tracker, vehicle, stopped);
            var crossed = why == Disappearance.Left || (why != Disappearance.Moved && !vehicle.Dormant && mayCross && IsWithinReach(vehicle, at));
            vehicle.Dormant = why == Disappearance.Dormant;
            if (crossed)
            {
                Note(vehicle, at);
            }
            else if (why == Disappearance.WasFalse)
            {
                Tracker.False.Vanished();
            }

            if (crossed || why is not (Disappearance.Coasts or Disappearance.Dormant))
            {
                Tracker.RemoveAt(i);
            }
        }

        Crossings.Reverse(); // nearest first is oldest first
    }

    /// <summary>It could have driven over the line by the time of the list.</summary>
    private static bool IsWithinReach(in TrackedVehicle vehicle, Instant at)
    {
        var seconds = (at - vehicle.SeenAt).TotalSeconds;
        return vehicle.Distance <= vehicle.Speed * seconds + 0.5 * DepartAcceleration * seconds * seconds + DepartMargin;
    }

    private void Note(in TrackedVehicle vehicle, Instant at)
    {
        if (_crossed == MostCrossings)
        {
            return;
        }

        var seconds = (Math.Sqrt(vehicle.Speed * vehicle.Speed + 2 * UsualAcceleration * vehicle.Distance) - vehicle.Speed) / UsualAcceleration;
        var crossedAt = vehicle.SeenAt + Duration.FromSeconds(Math.Min(seconds, (at - vehicle.SeenAt).TotalSeconds));
        _crossings[_crossed++] = new LaneCrossing(crossedAt, vehicle.Share, vehicle.Track);
    }
}
