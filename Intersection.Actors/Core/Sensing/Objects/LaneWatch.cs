using Signals.Core.Sensing.Picture;
using Signals.Core.Units;

namespace Signals.Core.Sensing.Objects;

/// <summary>
/// What the zones with object lists tell of one stop-line lane. The first usable one speaks; a second sensor of the same lane takes over when that one fails.
/// </summary>
internal sealed class LaneWatch
{
    /// <summary>Bumper to bumper between vehicles that are carried forward, m.</summary>
    private const float LeastGap = 1;

    /// <summary>A vehicle this near stands at the line, m.</summary>
    public const float LineReach = 8;

    /// <summary>A standing vehicle calls from here on: further back it waits for others first, m.</summary>
    private const float QueueReach = 60;

    /// <summary>A moving vehicle that arrives this soon calls, s.</summary>
    private const float CallSeconds = 4;

    /// <summary>A moving vehicle that arrives this soon extends, s: as one that is on a stop-line zone or has just passed an advance zone.</summary>
    private const float ExtendSeconds = 2;

    /// <summary>Least share of a moving vehicle that calls or extends for a lane which it may not take.</summary>
    private const float CertainShare = 0.5f;

    /// <summary>Weight of a vehicle that is in the lane for certain.</summary>
    public const float SureWeight = 0.9f;

    /// <summary>Slowest speed of traffic that is not queueing, m/s.</summary>
    private const float TravelSpeed = 4;

    private readonly AreaZone[] _zones;
    private readonly float[] _scale;

    /// <param name="lane">Index of the lane in the picture.</param>
    /// <param name="laneGroup">Index of its lane group.</param>
    /// <param name="zones">Zones that watch it.</param>
    /// <param name="lanesOfGroup">Lanes of the lane group: a zone over all of them shows this lane its part of every vehicle.</param>
    public LaneWatch(int lane, int laneGroup, AreaZone[] zones, int lanesOfGroup)
    {
        (Lane, LaneGroup, _zones) = (lane, laneGroup, zones);
        _scale = [.. zones.Select(z => z.Tracker.Detector.Lane == 0 ? 1f / lanesOfGroup : 1f)];
    }

    public int Lane { get; }

    public int LaneGroup { get; }

    /// <summary>A usable zone watches it now.</summary>
    public bool IsSeen { get; private set; }

    /// <summary>Standing vehicles, by weight.</summary>
    public double Standing { get; private set; }

    /// <summary>Moving vehicles, by weight.</summary>
    public double Moving { get; private set; }

    /// <summary>Vehicles that came into view in this tick, by weight.</summary>
    public double Entered { get; private set; }

    /// <summary>Vehicles found to have crossed the line in this tick, by weight.</summary>
    public double Crossed { get; private set; }

    /// <summary>Its vehicles as last seen, nearest first.</summary>
    public ReadOnlySpan<TrackedVehicle> Tracked => _active is null ? [] : _active.Tracker.Vehicles;

    /// <summary>Time of the list that they come from.</summary>
    public Instant? ListAt => _active?.Tracker.ListAt;

    /// <summary>Who they were.</summary>
    public ReadOnlySpan<LaneCrossing> Crossings => _active is null ? [] : _active.Crossings;

    /// <summary>Someone waits near the line or will be there in a moment.</summary>
    public bool Calls { get; private set; }

    /// <summary>Someone is at the line, or so near to it that a green should not end now.</summary>
    public bool Extends { get; private set; }

    /// <summary>Someone is at the line.</summary>
    public bool AtLine { get; private set; }

    /// <summary>Sum of the speeds of those who are not queueing, m/s, and how many they are.</summary>
    public double SpeedSum { get; private set; }

    public int Travelling { get; private set; }

    /// <summary>The first vehicle that is in this lane, as its sensor last saw it, to tell when it changes; null when there is none.</summary>
    public TrackedVehicle? Head { get; private set; }

    /// <summary>The lane's own first two vehicles as they are now, whatever lane they may end in; null when there are not so many.</summary>
    public VehicleEstimate? First { get; private set; }

    public VehicleEstimate? Second { get; private set; }

    /// <summary>Vehicles that stand in this lane for certain.</summary>
    public int StandingCount { get; private set; }

    private AreaZone? _active;

    /// <summary>Writes the lane's vehicles into the picture, as they are at <paramref name="now"/>.</summary>
    public void Show(TrafficPicture picture, Instant now, bool held, ReadOnlySpan<DetectorHealth> health)
    {
        Reset();
        var chosen = Choose(now, health);
        IsSeen = chosen >= 0;
        _active = IsSeen ? _zones[chosen] : null;
        if (_active is null)
        {
            return; // what the counts imply is shown instead
        }

        var scale = _scale[chosen];
        Entered = _active.Tracker.Entered * scale;
        foreach (var crossing in _active.Crossings)
        {
            Crossed += crossing.Weight * scale;
        }

        picture.Clear(Lane);
        var tail = float.NegativeInfinity;
        foreach (ref readonly var vehicle in _active.Tracker.Vehicles)
        {
            if (vehicle.Dormant)
            {
                continue;
            }

            var distance = vehicle.DistanceAt(now, leaving: false);
            distance = Math.Max(distance, Math.Min(vehicle.Distance, tail + LeastGap));
            if (distance < 0 && !held)
            {
                continue; // over the line by now; the next list will say so
            }

            distance = Math.Max(0, distance);
            tail = Math.Max(tail, distance + vehicle.Length);
            var stopped = vehicle.IsStanding ? vehicle.Stopped + (float)Math.Max(0, (now - vehicle.SeenAt).TotalSeconds) : 0;
            var shown = new VehicleEstimate(distance, vehicle.Speed, vehicle.Length, stopped, _active.Tracker.WeightOf(vehicle) * scale) { Track = vehicle.Track };
            picture.Add(Lane, shown);
            Head ??= vehicle;
            Second ??= First is null ? null : shown;
            First ??= shown;
            Note(vehicle, shown);
        }
    }

    private void Reset()
    {
        (Standing, Moving, Entered, Crossed, SpeedSum, Travelling) = (0, 0, 0, 0, 0, 0);
        (Calls, Extends, AtLine, Head, First, Second, StandingCount) = (false, false, false, null, null, null, 0);
    }

    private int Choose(Instant now, ReadOnlySpan<DetectorHealth> health)
    {
        for (var i = 0; i < _zones.Length; i++)
        {
            if (health[_zones[i].Tracker.Detector.Index].IsUsable && _zones[i].Tracker.IsFresh(now))
            {
                return i;
            }
        }

        return -1;
    }

    private void Note(in TrackedVehicle vehicle, in VehicleEstimate shown)
    {
        var near = shown.DistanceMetres <= LineReach;
        AtLine |= near;
        if (vehicle.IsStanding)
        {
            Standing += shown.Weight;
            StandingCount += shown.Weight > SureWeight ? 1 : 0;
            Calls |= shown.DistanceMetres <= QueueReach;
            Extends |= near;
            return;
        }

        Moving += shown.Weight;
        var arrival = shown.DistanceMetres / vehicle.Speed;
        var certain = vehicle.Share >= CertainShare;
        Calls |= near || (certain && arrival <= CallSeconds);
        Extends |= near || (certain && arrival <= ExtendSeconds);
        if (vehicle.Speed >= TravelSpeed)
        {
            SpeedSum += vehicle.Speed;
            Travelling++;
        }
    }
}
