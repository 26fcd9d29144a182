using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>
/// Follows the vehicles in the object lists of one zone, by the sensor's own track numbers or, without them, by nearest neighbour. What is measured is taken as it is: no smoothing, no lag.
/// What a list misses stays for <see cref="TrackRegister"/> to explain. Bounded to <see cref="TrafficPicture.LaneCapacity"/> vehicles, the nearest ones; allocates nothing.
/// </summary>
internal sealed class ObjectTracker
{
    /// <summary>Slower is standing or creeping, m/s.</summary>
    public const float StandingSpeed = 1;

    /// <summary>Nobody is carried forward by his last speed for longer than this, s.</summary>
    public const double LongestCarrySeconds = 3;

    /// <summary>Hardest acceleration and braking believed between two lists, m/s².</summary>
    private const double HardestAcceleration = 3.5;

    /// <summary>Error of a position and of what it is predicted to be, m.</summary>
    private const double PositionSlack = 3;

    /// <summary>Part of the zone in which a vehicle is when it has come in and was confirmed, m.</summary>
    private const double FarEnd = 50;

    /// <summary>Shortest and longest vehicle believed, m.</summary>
    private const float ShortestVehicle = 1;
    private const float LongestVehicle = 30;
    private const float FastestKph = 250;

    /// <summary>Longest way through a junction that an exit zone may look back into, m.</summary>
    private const float LongestWayThrough = 100;

    /// <summary>A zone of which the last list is this old shows nothing any more: its vehicles have gone or come unseen.</summary>
    private static readonly Duration StaleAfter = Duration.FromSeconds(5);

    /// <summary>Moving objects must not stand still for this long: the sensor repeats an old list.</summary>
    private static readonly Duration FrozenAfter = Duration.FromSeconds(5);

    private readonly TrackedVehicle[] _vehicles = new TrackedVehicle[TrafficPicture.LaneCapacity];
    private readonly bool[] _taken = new bool[TrafficPicture.LaneCapacity];
    private ImmutableArray<VehicleObject> _pending;
    private Instant _pendingAt;
    private Instant? _movedAt;
    private int _count;

    public ObjectTracker(Detector detector) => Detector = detector;

    public Detector Detector { get; }

    /// <summary>Distances grow with time: the zone lies on an exit.</summary>
    public bool IsExit => Detector.Role == DetectorRole.Exit;

    /// <summary>Time of the last list taken in; null before the first.</summary>
    public Instant? ListAt { get; private set; }

    /// <summary>Time between the last two lists, s.</summary>
    public double ListSeconds { get; private set; } = 1;

    /// <summary>Vehicles followed, nearest to the reference line first.</summary>
    public Span<TrackedVehicle> Vehicles => _vehicles.AsSpan(0, _count);

    /// <summary>
    /// Vehicles that came into view, by share, counted in the tick that confirmed them; those that another zone knew already are not among them. What is seen once only is no arrival.
    /// </summary>
    public double Entered { get; private set; }

    /// <summary>Learned probability that a new object is no vehicle.</summary>
    public FalseObjects False { get; } = new();

    /// <summary>The sensor goes on sending, but its moving vehicles do not move.</summary>
    public bool IsFrozen(Instant now) => _movedAt is { } moved && ListAt > moved && now - moved > FrozenAfter;

    public bool IsFresh(Instant now) => ListAt is { } at && now - at <= StaleAfter;

    public bool HasPending => !_pending.IsDefault;

    /// <summary>Notes a list; it is taken in by <see cref="TakeIn"/>. Lists out of order and from a clock that was set back are dropped.</summary>
    public void Note(in DetectorReading reading)
    {
        var newest = HasPending ? _pendingAt : ListAt;
        var overtaken = newest is { } at && reading.To <= at && at - reading.To < StaleAfter;
        if (!reading.Objects.IsDefault && !overtaken)
        {
            _pending = reading.Objects;
            _pendingAt = reading.To;
        }
    }

    /// <summary>Matches the list that waits. Vehicles that it misses are left with <see cref="TrackedVehicle.Listed"/> false.</summary>
    /// <param name="register">Knows the vehicles of the other zones.</param>
    public void TakeIn(TrackRegister register)
    {
        Entered = 0;
        if (!HasPending)
        {
            return;
        }

        var list = _pending.AsSpan();
        list = list[..Math.Min(list.Length, _vehicles.Length)];
        _pending = default;
        ListSeconds = ListAt is { } last && _pendingAt > last ? Math.Min((_pendingAt - last).TotalSeconds, StaleAfter.TotalSeconds) : ListSeconds;
        ListAt = _pendingAt;
        _movedAt ??= _pendingAt;
        foreach (ref var vehicle in Vehicles)
        {
            vehicle.Listed = false;
        }

        Array.Clear(_taken);
        MatchByTrack(list);
        MatchByPlace(list, register);
        var anyoneMoves = false;
        for (var i = 0; i < list.Length; i++)
        {
            anyoneMoves |= list[i].SpeedKph > 10;
            if (!_taken[i] && IsBelievable(list[i]))
            {
                Begin(list[i], register);
            }
        }

        _movedAt = anyoneMoves ? _movedAt : _pendingAt;
        Sort();
    }

    /// <summary>How much of a vehicle it counts for: its share, less while the sensor may have been deceived.</summary>
    public float WeightOf(in TrackedVehicle vehicle) => vehicle.Hits > 1 ? vehicle.Share : vehicle.Share * False.WeightOfNew;

    /// <summary>Index of a track, or −1.</summary>
    public int IndexOf(long track)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_vehicles[i].Track == track)
            {
                return i;
            }
        }

        return -1;
    }

    public void RemoveAt(int index)
    {
        Array.Copy(_vehicles, index + 1, _vehicles, index, _count - index - 1);
        _count--;
    }

    public void Clear() => _count = 0;

    private bool IsBelievable(in VehicleObject seen) =>
        seen.DistanceMetres >= (IsExit ? -LongestWayThrough : 0) && seen.DistanceMetres < 10_000 && seen.SpeedKph is >= 0 and <= FastestKph && seen.Share is > 0 and <= 1 && float.IsFinite(seen.LengthMetres);

    private void MatchByTrack(ReadOnlySpan<VehicleObject> list)
    {
        for (var i = 0; i < list.Length; i++)
        {
            var known = list[i].Track != 0 && IsBelievable(list[i]) ? IndexOf(list[i].Track) : -1;
            if (known >= 0 && !_vehicles[known].Listed)
            {
                Renew(ref _vehicles[known], list[i]);
                _taken[i] = true;
            }
        }
    }

    /// <summary>
    /// Objects without a number, or with a number that nobody has seen, continue the nearest vehicle that is not accounted for, so that a sensor which changes its numbers does not double its vehicles.
    /// </summary>
    private void MatchByPlace(ReadOnlySpan<VehicleObject> list, TrackRegister register)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (_taken[i] || !IsBelievable(list[i]) || (list[i].Track != 0 && register.IsKnown(list[i].Track, this, _pendingAt)))
            {
                continue;
            }

            var nearest = -1;
            var least = float.PositiveInfinity;
            for (var v = 0; v < _count; v++)
            {
                ref readonly var vehicle = ref _vehicles[v];
                var miss = Math.Abs(vehicle.DistanceAt(_pendingAt, IsExit) - list[i].DistanceMetres);
                var bothNumbered = vehicle.Track != 0 && list[i].Track != 0;
                if (!vehicle.Listed && miss < least && miss <= Gate(vehicle) && !(bothNumbered && register.IsListedElsewhere(vehicle.Track, this)))
                {
                    (nearest, least) = (v, miss);
                }
            }

            if (nearest >= 0)
            {
                Renew(ref _vehicles[nearest], list[i]);
                _taken[i] = true;
            }
        }
    }

    private double Gate(in TrackedVehicle vehicle)
    {
        var seconds = Math.Min((_pendingAt - vehicle.SeenAt).TotalSeconds, LongestCarrySeconds);
        return PositionSlack + 0.5 * HardestAcceleration * seconds * seconds;
    }

    private void Renew(ref TrackedVehicle vehicle, in VehicleObject seen)
    {
        var speed = seen.SpeedKph / 3.6f;
        var stood = vehicle.IsStanding && speed < StandingSpeed;
        vehicle.Stopped = stood ? vehicle.Stopped + (float)Math.Max(0, (_pendingAt - vehicle.SeenAt).TotalSeconds) : 0;
        _movedAt = Math.Abs(seen.DistanceMetres - vehicle.Distance) > 0.01f ? _pendingAt : _movedAt;
        vehicle.Track = seen.Track != 0 ? seen.Track : vehicle.Track;
        vehicle.Distance = seen.DistanceMetres;
        vehicle.Speed = speed;
        vehicle.Length = Math.Clamp(seen.LengthMetres, ShortestVehicle, LongestVehicle);
        vehicle.Share = seen.Share;
        vehicle.SeenAt = _pendingAt;
        vehicle.Listed = true;
        vehicle.Dormant = false;
        if (++vehicle.Hits == 2)
        {
            False.Confirmed();
            Entered += IsArrival(vehicle) ? vehicle.Share : 0;
        }
    }

    /// <summary>Without numbers a vehicle that was lost and found looks new: only who comes in at the far end is then taken to arrive.</summary>
    private bool IsArrival(in TrackedVehicle vehicle) => vehicle.Track != 0 || vehicle.Distance > Detector.ZoneLength.Value - FarEnd;

    private void Begin(in VehicleObject seen, TrackRegister register)
    {
        _movedAt = _pendingAt;
        if (_count == _vehicles.Length && !MakeRoom(seen.DistanceMetres))
        {
            return;
        }

        var known = seen.Track != 0 && register.IsKnown(seen.Track, this, _pendingAt);
        ref var vehicle = ref _vehicles[_count++];
        vehicle = new TrackedVehicle { Track = seen.Track, SeenAt = _pendingAt };
        Renew(ref vehicle, seen);
        vehicle.Hits = known ? 3 : 1;
        vehicle.Stopped = known ? register.StoppedSeconds(seen.Track, this) : 0;
    }

    /// <summary>Gives up the farthest vehicle for a nearer one.</summary>
    private bool MakeRoom(float distance)
    {
        if (_vehicles[_count - 1].Distance <= distance)
        {
            return false;
        }

        _count--;
        return true;
    }

    /// <summary>Insertion sort: lists come nearly in order.</summary>
    private void Sort()
    {
        for (var i = 1; i < _count; i++)
        {
            var vehicle = _vehicles[i];
            var key = vehicle.DistanceAt(_pendingAt, IsExit);
            var at = i;
            for (; at > 0 && _vehicles[at - 1].DistanceAt(_pendingAt, IsExit) > key; at--)
            {
                _vehicles[at] = _vehicles[at - 1];
            }

            _vehicles[at] = vehicle;
        }
    }
}
