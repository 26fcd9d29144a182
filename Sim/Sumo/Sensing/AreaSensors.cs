using System.Collections.Immutable;
using Signals.Core.Model;
using Signals.Core.Sensing;
using Signals.Core.Units;
using Signals.Drivers.Feeds;
using Signals.Sim.Sumo.TraCI;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>
/// Radars and cameras: once a second, for every lane that a detector of role <see cref="DetectorRole.Area"/> or <see cref="DetectorRole.Exit"/> watches, the list of
/// its vehicles. Upstream of a place where lanes divide a vehicle is in the list of each lane that it may reach, with its chance to do so.
/// </summary>
internal sealed class AreaSensors : ISumoSensors
{
    private const float KphPerMetrePerSecond = 3.6f;

    /// <summary>A false object gets a track number beyond those of vehicles.</summary>
    private const int GhostShift = 24;

    private readonly DetectorZones _zones;
    private readonly ImmutableArray<LaneView> _lanes;
    private readonly IReadOnlyList<DetectorFeed> _feeds;
    private readonly FieldErrors? _errors;
    private readonly LostDetectors _lost;
    private readonly LaneShares _shares;
    private readonly List<VehicleObject>[] _seen;
    private readonly Dictionary<int, long> _standsSince = [];

    /// <param name="corridor">Whose detectors.</param>
    /// <param name="lanes">The order is that of <see cref="SumoVehicle.Lane"/>.</param>
    /// <param name="feeds">One an intersection.</param>
    /// <param name="errors">Null: everything is seen, exactly and at once.</param>
    /// <param name="lost">Detectors that never report; null: none.</param>
    public AreaSensors(
        Corridor corridor, ImmutableArray<LaneView> lanes, IReadOnlyList<DetectorFeed> feeds, FieldErrors? errors, LostDetectors? lost = null)
    {
        _lost = lost ?? LostDetectors.None;
        _lanes = lanes;
        _feeds = feeds;
        _errors = errors;
        _zones = new DetectorZones(corridor, lanes);
        _shares = new LaneShares(lanes);
        _seen = [.. _zones.All.Select(_ => new List<VehicleObject>())];
    }

    public void Observe(IReadOnlyList<SumoVehicle> vehicles, Instant now)
    {
        var latency = _errors is null ? 0 : FieldErrors.LatencySeconds;
        var second = now.UnixMilliseconds / 1000;
        for (var i = 0; i < vehicles.Count; i++)
        {
            if (vehicles[i].Lane >= 0)
            {
                See(vehicles[i], latency, second);
            }
        }

        _shares.EndStep();
        for (var zone = 0; zone < _seen.Length; zone++)
        {
            Report(zone, now, latency, second);
        }
    }

    /// <summary>Puts a vehicle into the list of every zone that it is in; <paramref name="latency"/> ago it was that much farther back.</summary>
    private void See(in SumoVehicle vehicle, float latency, long second)
    {
        var lane = _lanes[vehicle.Lane];
        _shares.Note(vehicle.Track, vehicle.Lane);
        NoteStanding(vehicle, second);
        var back = latency * vehicle.Speed;
        for (var i = 0; i < lane.Approaches.Length; i++)
        {
            var zone = _zones.OfApproach(vehicle.Lane, i);
            var distance = lane.Approaches[i].Beyond + lane.Length - vehicle.Position + back;
            if (zone >= 0 && distance <= _zones.All[zone].Length)
            {
                Add(zone, vehicle, Math.Max(0, distance), _shares.Of(vehicle.Lane, i));
            }
        }

        for (var i = 0; i < lane.Exits.Length; i++)
        {
            var zone = _zones.OfExit(vehicle.Lane, i);
            var distance = lane.Exits[i].Before + vehicle.Position - back;
            if (zone >= 0 && distance - vehicle.Length <= _zones.All[zone].Length)
            {
                Add(zone, vehicle, distance, 1);
            }
        }
    }

    private void Add(int zone, in SumoVehicle vehicle, float distance, float share) => _seen[zone].Add(
        new VehicleObject(vehicle.Track, distance, vehicle.Speed * KphPerMetrePerSecond, vehicle.Length, share));

    private void NoteStanding(in SumoVehicle vehicle, long second)
    {
        if (vehicle.Speed >= FieldErrors.StandingSpeed)
        {
            _standsSince.Remove(vehicle.Track);
        }
        else
        {
            _standsSince.TryAdd(vehicle.Track, second);
        }
    }

    private void Report(int zone, Instant now, float latency, long second)
    {
        var seen = _seen[zone];
        var where = _zones.All[zone];
        if (_lost.Contains(where.Intersection, where.Detector))
        {
            seen.Clear();
            return;
        }

        seen.Sort(static (a, b) => a.DistanceMetres != b.DistanceMetres ? a.DistanceMetres.CompareTo(b.DistanceMetres) : a.Track.CompareTo(b.Track));
        if (_errors is not null)
        {
            Spoil(zone, seen, second);
        }

        var at = now - Duration.FromSeconds(latency);
        _feeds[where.Intersection].Push(new DetectorReading(
            where.Detector, ReadingKind.Objects, ReadingQuality.Ok, seen.Count > 0, at, at, now, seen.Count, float.NaN, float.NaN) { Objects = [.. seen] });
        seen.Clear();
    }

    /// <summary>Leaves out what the sensor misses or cannot see, and adds what is not there.</summary>
    private void Spoil(int zone, List<VehicleObject> seen, long second)
    {
        var truth = seen.ToArray();
        seen.Clear();
        for (var i = 0; i < truth.Length; i++)
        {
            var track = (int)truth[i].Track;
            var hidden = i > 0 && truth[i - 1].LengthMetres > truth[i].LengthMetres
                && _standsSince.TryGetValue(track, out var since) && _errors!.IsHidden(track, since);
            if (!hidden && !_errors!.IsMissed(zone, track, second))
            {
                seen.Add(truth[i]);
            }

            if (_errors!.IsFalse(zone, track, second))
            {
                seen.Add(truth[i] with
                {
                    Track = (second << GhostShift) + track,
                    DistanceMetres = _errors.FalsePlace(zone, track, second) * _zones.All[zone].Length,
                    SpeedKph = _errors.FalseSpeed(zone, track, second) * _zones.All[zone].FastestKph,
                });
            }
        }

        seen.Sort(static (a, b) => a.DistanceMetres.CompareTo(b.DistanceMetres));
    }
}
